/**
 * Inside a step the transport goes through its stages; here is all else that there is to choose then: the sample whose
 * numbers are shown, and the step of the run.
 */

/**
 * @import { Inside } from "./codec.js"
 * @import { Player } from "./player.js"
 */

import { addressNumber, readAddress } from "./address.js";
import { element, keepFocus, only, part, unparted } from "./dom.js";
import { nearest } from "./numbers.js";
import { WaitingQuestion } from "./waiting_question.js";
import { _ } from "./words.js";

/** The buttons of the transport, when they go from stage to stage. */
const STAGE_BUTTONS = [
  ["first", _("First stage"), _("First stage (Home)")],
  ["back", _("Stage back"), _("Stage back (↑)")],
  ["forward", _("Stage forward"), _("Stage forward (↓)")],
  ["last", _("Last stage"), _("Last stage (End)")],
];

/** The stage that the address names, in capitals or small letters. @param {Inside} inside */
const linkedStage = ({ codes }) => Math.max(codes.indexOf(readAddress("stage").toLowerCase()), 0);

export class InsideStep {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** The place of the chosen sample in the timeline's samples. */
    this.sample = 0;
    /** The number of the sample that the user chose last. */
    this.wish = 0;
    /** The step of the run that the user wants to see, and the one that was asked for last; null where there is none.
     * @type {number | null} */
    this.wanted = null;
    /** @type {number | null} */
    this.asked = null;
    this.waiting = new WaitingQuestion(player, () => player.host.busy?.() ?? false);
    /** Whether the address has been read. */
    this.entered = false;
  }

  /** What there is inside the step that is shown; null along a run. */
  get known() {
    return this.player.timeline?.inside ?? null;
  }

  /** Become a player of the stages inside a step, or of the steps of a run. @param {Inside | null} inside */
  enter(inside) {
    if (!inside) return;
    const { root, transport, parts } = this.player;
    // An answer to an earlier question: the latest one is still under way.
    const late = this.wanted !== null && this.wanted !== inside.step && this.wanted <= inside.last;
    if (late) {
      this.ask();
    } else {
      this.wanted = null;
      this.asked = null;
    }
    const step = this.outerStep();
    step.value = String(this.wanted ?? inside.step);
    step.max = String(inside.last);
    part(root, ".gx-outer-last").textContent = _("of {last}", { last: inside.last });
    for (const [name, label, title] of STAGE_BUTTONS) {
      const button = part(root, `[data-do=${name}]`);
      button.setAttribute("aria-label", label);
      button.title = title;
    }
    parts.scrubber.setAttribute("aria-label", _("Stage"));
    parts.scrubber.title = _("Drag to any stage");
    this.nameStages(inside);
    this.player.marked = -1;
    this.field().max = String(inside.samples[inside.samples.length - 1]);
    if (!this.entered) {
      this.entered = true;
      transport.step = linkedStage(inside);
      this.wish = addressNumber("sample");
    }
    this.grant(inside);
  }

  /** The rail: a name a stage below the scrubber. @param {Inside} inside */
  nameStages({ names }) {
    const { stages } = this.player.parts;
    stages.hidden = false;
    if ([...stages.children].map((each) => each.textContent).join() === names.join()) return;
    stages.replaceChildren(
      ...names.map((name, stage) => {
        // The Tab key goes to the scrubber, and the arrows from there.
        const button = element("button", { type: "button", tabindex: "-1", title: _("Go to {name}", { name }) }, name);
        keepFocus(button);
        button.addEventListener("click", () => this.player.transport.stopAt(stage));
        return button;
      }),
    );
  }

  /** Say on the rail which stage is shown. @param {number} stage */
  mark(stage) {
    [...this.player.parts.stages.children].forEach((button, i) => {
      if (i === stage) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  /** The wished sample, or where this batch has not got it, the nearest that it has; and a word on that. @param {Inside} inside */
  grant(inside) {
    this.sample = nearest(inside.samples, this.wish);
    const given = inside.samples[this.sample];
    this.field().value = String(given);
    const known = { wanted: this.wish, given };
    const other = given === this.wish ? "" : ` ${_("Sample {wanted} is not among them: {given} is the nearest.", known)}`;
    this.player.parts.note.textContent = unparted(`${this.player.timeline?.note ?? ""}${other}`);
  }

  /** Show another sample, by its place in the timeline's samples. @param {number} sample */
  choose(sample) {
    this.sample = sample;
    const inside = this.known;
    if (inside) {
      this.wish = inside.samples[sample];
      this.grant(inside);
    }
    this.player.panels.repaint();
    this.player.transport.go(this.player.step);
  }

  /** Choose the sample that was typed: the next one, the one before, or the nearest that there is. @param {HTMLInputElement} field */
  chooseTyped(field) {
    const wanted = Number(field.value || NaN);
    const samples = this.known?.samples ?? [];
    const now = samples[this.sample];
    let place = samples.indexOf(wanted);
    if (place < 0 && Math.abs(wanted - now) === 1) place = this.sample + (wanted - now);
    else if (place < 0) place = Number.isFinite(wanted) ? nearest(samples, wanted) : this.sample;
    this.choose(Math.min(Math.max(place, 0), samples.length - 1));
  }

  /** Ask for another step of the run. @param {number} way */
  stepOutside(way) {
    const inside = this.known;
    if (inside) this.goOutside((this.wanted ?? inside.step) + way);
  }

  /** @param {number} step */
  goOutside(step) {
    const inside = this.known;
    const { onOutside } = this.player.host;
    if (!inside || !onOutside || !Number.isFinite(step)) return;
    this.wanted = Math.min(Math.max(Math.round(step), 0), inside.last);
    this.outerStep().value = String(this.wanted);
    this.ask();
  }

  /** Ask for the step that is wanted, as soon as the host may be told anything. */
  ask() {
    this.waiting.ask(() => {
      const { known, wanted } = this;
      // What was asked for last may be under way still.
      if (!known || wanted === null || wanted === (this.asked ?? known.step)) return;
      this.asked = wanted;
      this.player.host.onOutside?.(wanted);
    });
  }

  /** Go where the address bar says. @param {Inside} inside */
  follow(inside) {
    this.player.transport.go(linkedStage(inside));
    this.choose(nearest(inside.samples, addressNumber("sample")));
    this.goOutside(addressNumber("step"));
  }

  /** The field for the sample. */
  field() {
    return only(this.player.root, ".gx-outer-sample", HTMLInputElement);
  }

  /** The field for the step of the run; made when it is first needed. */
  outerStep() {
    const { root, parts } = this.player;
    const there = root.querySelector(".gx-outer input");
    if (there instanceof HTMLInputElement) return there;
    parts.bar.append(parts.outer.content.cloneNode(true));
    for (const [name, way] of Object.entries({ back: -1, forward: 1 })) {
      const button = part(root, `[data-outer=${name}]`);
      keepFocus(button);
      button.addEventListener("click", () => this.stepOutside(way));
    }
    const step = only(root, ".gx-outer input", HTMLInputElement);
    step.addEventListener("change", () => {
      const now = this.wanted ?? this.known?.step ?? 0;
      this.goOutside(step.value === "" ? now : Number(step.value));
    });
    const sample = this.field();
    sample.addEventListener("change", () => this.chooseTyped(sample));
    return step;
  }
}
