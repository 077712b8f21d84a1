/** What a screen reader is told: what is new since it was told last, the new value first, and nothing twice. */

/** @import { Player } from "./player.js" */

import { fill } from "./numbers.js";
import { _ } from "./words.js";

/** So long after a timeline has come its numbers are told, in milliseconds: by then the step is the one that was wanted. */
const SETTLED = 250;

export class ScreenReader {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** All that there was to say last time. @type {string[]} */
    this.before = [];
  }

  /** Tell what is new, unless the user has gone on by then. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), SETTLED);
  }

  end() {
    clearTimeout(this.timer);
  }

  /** Tell what is new at the step that is shown. */
  tell() {
    const { player } = this;
    if (player.transport.playing || player.rate.pressed || player.gone() || !player.timeline) return;
    const now = this.sentences();
    const news = now.filter((sentence) => !this.before.includes(sentence));
    this.before = now;
    // What was said stays there for whoever looks for it.
    if (news.length) player.parts.live.textContent = news.map((sentence) => sentence.replace(/\.$/, "")).join(". ");
  }

  /** Tell this, whatever was told before. @param {string} sentence */
  say(sentence) {
    this.player.parts.live.textContent = sentence;
  }

  /** All that there is to say of the step that is shown, what matters most first. */
  sentences() {
    const { timeline, step, index, parts, question } = this.player;
    if (!timeline) return [];
    const { spoken, inside, moment, scalars } = timeline;
    // It speaks of panels too that a lesson leaves out, because they would tell the answer to its question.
    const first = question.open && question.posed ? "" : fill(typeof spoken === "string" ? spoken : spoken[step], scalars, index);
    const outside = inside ? [_("step {step} of {last}", { step: inside.step, last: inside.last })] : [];
    // A dash stands where a number is not known yet.
    const numbers = this.player.readout().filter((number) => !number.endsWith("—"));
    const last = moment.length && !question.open ? [parts.note.textContent ?? ""] : [];
    return [first, ...outside, ...numbers, ...last].filter(Boolean);
  }
}
