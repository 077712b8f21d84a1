/** The learning rate beside a panel: a slider whose places Python has chosen, and what the rate means. All follows it. */

/** @import { Player } from "./player.js" */

import { element, write } from "./dom.js";
import { nearest } from "./numbers.js";
import { _, localized } from "./words.js";

/** @typedef {{panel: string, notches: number[], now: number, stable: number | null, said: string, longest: string}} Rate */

export class RateSlider {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** The runs at its places, where a page without a server has brought them. @type {import("./variants.js").Variants | null} */
    this.variants = null;
    this.input = element("input", {
      type: "range",
      class: "gx-slider",
      min: "0",
      step: "1",
      "aria-label": _("Learning rate"),
      title: _("Drag to any learning rate ([ and ]): everything follows"),
    });
    this.output = element("b", { class: "gx-rate-now", "aria-hidden": "true" });
    this.said = element("span");
    this.room = element("span", { class: "gx-rate-said" }, this.said);
    this.track = element("span", { class: "gx-rate-track" }, this.input);
    this.row = element(
      "div",
      { class: "gx-rate" },
      element("label", {}, `${_("Learning rate")} `, this.track, this.output),
      this.room,
    );
    /** Whether a pointer holds it; and whether what it holds has been put back: then it holds nothing. */
    this.pressed = false;
    this.isBack = false;
    this.listen();
  }

  /** @returns {Rate | null} */
  get rate() {
    return this.player.timeline?.rate ?? null;
  }

  listen() {
    const { input } = this;
    input.addEventListener("pointerdown", ({ button }) => {
      this.pressed = button === 0;
      this.isBack = false;
    });
    input.addEventListener("input", () => this.move());
    // Wherever the hand is then. What a browser takes over, it does to scroll: that was no hand's.
    for (const type of ["pointerup", "pointercancel"]) {
      const end = () => {
        if (!this.pressed) return;
        if (type === "pointercancel") this.putBack();
        else this.letGo();
        this.pressed = false;
        this.isBack = false;
        this.show();
        this.player.screenReader.soon();
      };
      document.addEventListener(type, end, { signal: this.player.leave.signal });
    }
    input.addEventListener("blur", () => this.letGo());
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.putBack()) return;
      this.isBack = this.pressed;
      this.show();
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** The slider of this timeline, in its panel. */
  offer() {
    const { rate, player } = this;
    this.row.hidden = !rate || !(player.drafts.possible || this.variants);
    player.parts.section.classList.toggle("gx-has-rate", !this.row.hidden);
    const entry = rate && player.panels.entries.get(rate.panel);
    if (!entry || !rate) return;
    if (this.row.parentElement !== entry.figure) entry.heading.parentElement?.after(this.row);
    this.input.max = String(rate.notches.length - 1);
    this.track.classList.toggle("gx-has-stable", rate.stable !== null);
    this.track.style.setProperty("--gx-stable", String((rate.stable ?? 0) / (rate.notches.length - 1)));
    const about = _("The mark is the largest stable rate. λ₁: the curvature in the steepest direction");
    // The longest that any rate says: what is below does not move while a hand goes from one to the other.
    this.room.dataset.longest = rate.longest;
    for (const each of [this.track, this.room]) each.title = rate.stable === null ? "" : about;
    this.show();
  }

  /** The rate that is shown: the run's own, or that under the hand. */
  show() {
    const { rate, player } = this;
    if (!rate) return;
    const { held, awaited, shown, answer, rateBefore } = player.drafts;
    const left = awaited?.what === "rate" ? awaited.at[0] : held?.what === "rate" ? undefined : rateBefore;
    const moved = [held, answer?.hold].some((hold) => hold?.what === "rate") || this.variants?.busy;
    // In the sidebar it stands at places that may lie between those here.
    if (left !== undefined) this.input.value = String(nearest(rate.notches, left));
    else if (!moved) this.input.value = String(rate.now);
    const value = left ?? rate.notches[Number(this.input.value)];
    this.input.style.setProperty("--gx-share", `${(100 * Number(this.input.value)) / (rate.notches.length - 1)}%`);
    write(this.output, localized(String(value)));
    const isOwn = value === rate.notches[rate.now];
    if (isOwn) write(this.said, rate.said);
    else if (shown?.said && answer?.hold.what === "rate") write(this.said, shown.said);
    // Said at rest: a screen reader reads both at every change, and a pointer that moves changes them at every pixel.
    if (this.pressed) return;
    this.input.setAttribute("aria-valuetext", localized(String(value)));
    this.input.setAttribute("aria-description", this.said.textContent ?? "");
  }

  move() {
    const { rate, player } = this;
    if (!rate) return;
    if (this.isBack) {
      this.show();
      return;
    }
    if (this.variants) this.variants.hold(Number(this.input.value));
    else player.drafts.move("rate", [rate.notches[Number(this.input.value)]]);
    this.show();
    if (!this.pressed) player.drafts.awaitKeys(() => this.letGo());
  }

  letGo() {
    if (this.player.drafts.held?.what === "rate") this.player.drafts.letGo();
    this.variants?.letGo();
  }

  /** All is as it was before the hand came → whether it held anything. */
  putBack() {
    const { drafts } = this.player;
    if (drafts.held?.what !== "rate") return this.variants?.putBack() ?? false;
    drafts.putBack();
    return true;
  }

  /** A notch down or up. @param {string} name what a key stands for */
  act(name) {
    const by = name === "slower" ? -1 : name === "faster" ? 1 : 0;
    if (!by || !this.rate || this.row.hidden || this.player.question.open) return;
    this.input.value = String(Number(this.input.value) + by);
    this.move();
  }
}
