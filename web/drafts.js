/**
 * What follows the hand. While something is held the server is asked for drafts: what the step that is shown would be. One
 * question is under way at a time, and the newest is asked next; nothing waits. When the hand lets go the host makes it
 * the run, and the draft stays until that is there.
 */

/**
 * @import { Track } from "./codec.js"
 * @import { Player } from "./player.js"
 */

/**
 * @typedef {{what: string, at: number[], step?: number}} Hold what the hand holds: by its name in Python; and where, in numbers; at which step it was let go
 * @typedef {{step: number, scalars: Record<string, ArrayLike<number>>, said: string, heading: string, link: Record<string, string>,
 *   slices: (panel: string, traces: any[]) => Track[]}} Draft
 */

import { settings } from "./address.js";
import { fetchBytes, UnansweredError } from "./bytes.js";
import { open, readDraft } from "./codec.js";
import { _, inLanguage } from "./words.js";

/** A run that has not come so long after the hand has let go does not come, in milliseconds. */
const PATIENCE = 8000;
/** Who has let go waits so long for the draft of a server that is busy, in milliseconds: then the run comes without one. */
const ENOUGH = 4000;
/** A server that is busy is asked again after so many milliseconds, and each time later, but for so many at most. */
const [LATER, LATEST] = [100, 1600];
/** Whoever moves something by keys and has pressed none for so long has let go, in milliseconds. */
const BETWEEN_KEYS = 600;

/** Whether what was held begins a run where it is let go of. @param {Hold} hold */
function begins({ what }) {
  return !["rate", "start", "sample"].includes(what);
}

export class Drafts {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** What the hand holds; null where it holds nothing. @type {Hold | null} */
    this.held = null;
    /** What it has let go of, until the run of it is there. @type {Hold | null} */
    this.awaited = null;
    /** All that it has let go of and no run has yet, from first to last: a hand is quicker than a run. @type {Hold[]} */
    this.before = [];
    /** Of so many of these the host has been told, and what the address said then. */
    this.told = 0;
    this.toldAt = "";
    /** What is to be asked next. @type {Hold | null} */
    this.next = null;
    /** Whether a question is under way. */
    this.asking = false;
    /** The last answer, and what it is an answer to. @type {{draft: Draft, hold: Hold} | null} */
    this.answer = null;
    /** The timeline of which nobody makes drafts: no link can have somebody's own table. @type {unknown} */
    this.refused = null;
    /** After how many milliseconds a busy server is asked again. */
    this.pause = LATER;
    /** Whether the last question had no answer: the line is cut, or the server starts again. */
    this.unanswered = false;
    /** What to do when a run has come that may not be the one that was foreseen. @type {(() => void) | null} */
    this.foreseen = null;
    /** Whether a hand has made the run that is shown of the one that was there before. */
    this.byHand = false;
    /** When the hand has let go. */
    this.released = 0;
    /** What to do when the last question is answered. @type {(() => void) | null} */
    this.settled = null;
  }

  /** Whether there is somebody who makes a run of what the hand does. */
  get possible() {
    const { host, timeline } = this.player;
    return Boolean(host.onLetGo && timeline && !timeline.inside);
  }

  /** The draft that is shown instead of the timeline's step; null for none. */
  get shown() {
    const draft = this.answer?.draft;
    return draft && draft.step === this.player.step ? draft : null;
  }

  /** Whether anything waits for an answer: the hand, or what it has let go of. */
  get isWaiting() {
    return Boolean(this.held || this.settled || this.awaited);
  }

  /** What is said instead of the step's sentence; what a rate means stands at its slider. */
  get words() {
    if (!this.held) return undefined;
    if (this.unanswered) return _("The server does not answer: everything follows when it is back. Esc puts it back.");
    if (this.refused === this.player.timeline) return _("Everything follows when you let go. Esc puts it back.");
    return this.held.what === "rate" ? undefined : this.shown?.said;
  }

  /** The hand has moved. @param {string} what @param {number[]} at */
  move(what, at) {
    this.player.transport.pause();
    clearTimeout(this.timer);
    clearTimeout(this.keys);
    // It has let go of something whose draft has not come yet.
    if (this.settled && this.awaited) {
      this.keep(this.awaited);
      this.beginAtHeld(this.awaited);
    }
    this.settled = null;
    this.awaited = null;
    this.held = { what, at };
    this.next = this.held;
    this.ask();
  }

  /**
   * Something else than the player moves it, and makes a run of each place: all follows until that is there.
   * @param {string} what @param {number[]} at @param {() => void} again what to do when another run has come
   */
  foresee(what, at, again) {
    clearTimeout(this.timer);
    this.awaited = { what, at };
    this.foreseen = again;
    this.next = this.awaited;
    this.awaitRun();
    this.ask();
  }

  /** The hand moves by keys: where none comes any more it has let go. @param {() => void} letGo */
  awaitKeys(letGo) {
    clearTimeout(this.keys);
    this.keys = setTimeout(letGo, BETWEEN_KEYS);
  }

  /** Another step is shown while the hand holds something: it holds it there. @param {number} step */
  follow(step) {
    if (!this.held || this.answer?.draft.step === step) return;
    this.next = this.held;
    this.ask();
  }

  /** The hand has let go: its last place becomes the run. */
  letGo() {
    const { held, player } = this;
    clearTimeout(this.keys);
    if (!held) return;
    this.held = null;
    this.awaited = held;
    this.released = performance.now();
    this.settled = () => {
      this.settled = null;
      if (player.gone()) return;
      const draft = this.answer?.hold === held ? this.answer.draft : null;
      // What was only to be looked at is back.
      if (draft && !Object.keys(draft.link).length) {
        this.forget();
        return;
      }
      this.keep(held);
      // Nobody makes it the run.
      if (player.host.onLetGo?.(this.before, draft?.link ?? {}, draft?.heading ?? "") === false) {
        this.giveUp();
        return;
      }
      this.beginAtHeld(held);
      this.awaitRun();
    };
    if (!this.asking && !this.next) this.settled();
    // Where there are no drafts nothing else is painted until the run is there.
    if (this.refused === player.timeline) player.panels.showNumbers();
  }

  /** It is to be the run, behind all that was let go of before. @param {Hold} hold */
  keep(hold) {
    const { before, player } = this;
    // Of two places of the same the last counts.
    const isAgain = before.length > this.told && ["rate", "start"].includes(hold.what) && before.at(-1)?.what === hold.what;
    before.splice(before.length - Number(isAgain), Number(isAgain), { ...hold, step: player.step });
  }

  /**
   * The step at which weights were let go of that begin a run; null for none, and when the address is that of this run,
   * which may be there a moment later. Until then it is that of the run before, and Back leads to its step.
   */
  get stepBefore() {
    const there = this.told && settings() !== this.toldAt ? this.told : 0;
    return this.before.slice(there).find(begins)?.step ?? null;
  }

  /** Weights that were held begin a run, themselves or by the boundary; what is shown is its first step. @param {Hold} hold */
  beginAtHeld(hold) {
    if (!begins(hold)) return;
    this.player.transport.step = 0;
    if (this.answer) this.answer.draft.step = 0;
    this.player.rest.begin();
  }

  /** The host is told of all of it now. */
  tell() {
    this.told = this.before.length;
    this.toldAt = settings();
    return [...this.before];
  }

  /** What it was told of is in the run that comes. */
  heard() {
    this.before.splice(0, this.told);
    this.told = 0;
  }

  /** What was let go of does not become a run. */
  giveUp() {
    this.player.transport.step = this.stepBefore ?? this.player.step;
    this.before = [];
    this.told = 0;
    this.forget();
  }

  /** The run of what the hand has let go of is to come; a host that is busy has not even been asked for it. */
  awaitRun() {
    this.timer = setTimeout(() => (this.player.host.busy?.() ? this.awaitRun() : this.giveUp()), PATIENCE);
  }

  /** All is as it was before the hand came. */
  putBack() {
    clearTimeout(this.keys);
    this.held = null;
    this.settled = null;
    this.forget();
  }

  /** Show the timeline again. */
  forget() {
    this.foreseen = null;
    this.player.panels.finish(this.drop());
  }

  /** Another run comes. */
  giveWay() {
    this.byHand = this.isWaiting || Boolean(this.player.rate.variants?.busy);
    this.drop();
  }

  /** Leave the draft: what it has moved of what stands still is drawn anew when its panel is drawn next. */
  drop() {
    clearTimeout(this.timer);
    const { answer, foreseen, player } = this;
    this.answer = null;
    this.foreseen = null;
    // What has been let go of is not made a run yet.
    if (!this.settled) this.awaited = this.before.at(-1) ?? null;
    // Another run comes while the hand holds something: it goes on in that one, as soon as it is there.
    this.next = this.held ?? (this.settled ? null : this.awaited);
    if (this.awaited && !this.settled) this.awaitRun();
    queueMicrotask(() => {
      foreseen?.();
      this.ask();
    });
    if (!answer) return [];
    const touched = (player.timeline?.panels ?? []).filter((panel) => {
      const moving = new Set(panel.slices.map(({ trace }) => trace));
      return answer.draft.slices(panel.name, panel.figure?.data ?? []).some(({ trace }) => !moving.has(trace));
    });
    for (const { name } of touched) player.panels.forgetLook(name);
    return touched;
  }

  /** The numbers of all steps; where the hand has moved something, those that it makes of this one. */
  get scalars() {
    return { ...this.player.timeline?.scalars, ...this.shown?.scalars };
  }

  async ask() {
    if (this.asking || !this.next) return;
    const { player } = this;
    if (this.refused === player.timeline) {
      this.next = null;
      player.panels.showNumbers();
      return;
    }
    const hold = this.next;
    const { step, timeline } = player;
    this.next = null;
    this.asking = true;
    const answer = await fetchBytes(this.addressOf(hold, step)).catch((error) => error);
    this.unanswered = answer instanceof UnansweredError;
    this.asking = false;
    if (player.gone()) return;
    if (player.timeline !== timeline) {
      this.next ??= this.held ?? this.awaited;
      if (this.next) this.ask();
      else this.settled?.();
      return;
    }
    // Nothing waits for the hand that has put it back.
    if (!this.isWaiting) return;
    if (answer.length) {
      this.pause = LATER;
      this.answer = { draft: readDraft(open(answer), step), hold };
      // The server works while the page draws.
      const goesOn = this.next !== null;
      if (goesOn) this.ask();
      player.panels.repaint();
      if (goesOn) return;
    } else if (answer instanceof Error && !this.unanswered) {
      this.refused = timeline;
      this.next = null;
      player.panels.showNumbers();
    } else if (this.unanswered && !this.held) {
      // The run that is asked for next says what is wrong.
      this.next = null;
    } else {
      if (this.unanswered) player.panels.showNumbers();
      this.next ??= hold;
      // However often the hand moves meanwhile, a busy server is left alone.
      this.asking = true;
      await new Promise((resolve) => setTimeout(resolve, this.pause));
      this.asking = false;
      this.pause = Math.min(2 * this.pause, LATEST);
      // Whoever has put it back waits for nothing.
      if (!this.isWaiting || (this.settled && performance.now() - this.released > ENOUGH)) this.next = null;
    }
    if (this.next) this.ask();
    else this.settled?.();
  }

  /** @param {Hold} hold @param {number} step */
  addressOf(hold, step) {
    const address = inLanguage(new URL(this.player.host.draftAddress?.() ?? ""));
    const { before } = this;
    const place = before.indexOf(hold);
    for (const { what, at, step: then = step } of [...before.slice(0, place < 0 ? before.length : place), { ...hold, step }]) {
      address.searchParams.append("draft_step", String(then));
      address.searchParams.append("hold", what);
      address.searchParams.append("hold_at", at.map((number) => number.toPrecision(8)).join(","));
    }
    return address.href;
  }

  /** The rate that was let go of, which the run that is shown has not; nothing for none. */
  get rateBefore() {
    return this.before.findLast(({ what }) => what === "rate")?.at[0];
  }
}
