/** Lecture mode: large text, thick lines, nothing around, and only as many panels as can be read from the last row. */

/**
 * @import { Layout } from "./layout.js"
 * @import { Player } from "./player.js"
 */

import { readAddress } from "./address.js";
import { isTelephone } from "./telephone.js";
import { LECTURE } from "./theme.js";

/** A place that is so many times as wide as high has room for two panels, or for as many as its page has chosen. */
const ROOM_FOR_TWO = 1.5;
/** Smaller than this part of its size nobody reads a text, on however small a screen. */
const LEAST = 0.55;

export class Lecture {
  /** @param {Player} player @param {Layout} layout */
  constructor(player, layout) {
    this.player = player;
    this.layout = layout;
    this.on = false;
    const wanted = readAddress("lecture") === "true";
    // A lecture is for a projector: on a telephone it would hide most of the page. A window as narrow may be shown by one.
    const telephone = isTelephone() && matchMedia("(pointer: coarse)").matches;
    if (wanted && telephone) layout.alone = [];
    this.set(wanted && !telephone);
  }

  /** @param {boolean} on */
  set(on) {
    this.on = on;
    document.documentElement.classList.toggle("gx-lecture", on);
    this.player.parts.lecture.setAttribute("aria-pressed", String(on));
    this.scale();
  }

  /** Text is as large a part of the screen on every screen. */
  scale() {
    const { style } = this.player.parts.section;
    if (!this.on) {
      for (const name of ["scale", "least"]) style.removeProperty(`--gx-${name}`);
      return;
    }
    const part = Math.max(Math.min(innerHeight, 0.75 * innerWidth) / LECTURE.lines, LEAST);
    style.setProperty("--gx-scale", (LECTURE.scale * part).toFixed(3));
    style.setProperty("--gx-least", `${(LECTURE.least * part).toFixed(2)}px`);
  }

  toggle() {
    const { layout, player } = this;
    this.set(!this.on);
    if (!this.on) layout.alone = [];
    // The places first: what is drawn is drawn for its new size, and what is hidden is drawn when it comes back.
    layout.fit();
    layout.layOut();
    player.panels.recolour();
    layout.resize();
    player.rest.begin();
  }

  /** Two panels can be read from the last row, or where there is no room beside it one; seldom more of them. */
  choose() {
    if (!this.layout.alone.length) this.layout.alone = this.choice;
  }

  get choice() {
    const { clientWidth: width, clientHeight: height } = this.player.parts.panels;
    const { shown } = this.layout;
    const wanted = (this.player.timeline?.lecture ?? []).filter((name) => shown.includes(name));
    return [...new Set([...wanted, ...shown])].slice(0, width < ROOM_FOR_TWO * height ? 1 : Math.max(wanted.length, 2));
  }

  /** Whether panels are large only because it is a lecture: nobody has chosen them. */
  get hasChosen() {
    return this.on && this.layout.alone.join() === this.choice.join();
  }

  /** What stands on another page says itself whether it is a lecture. */
  leave() {
    if (!document.querySelector(".gx, .lecture-button")) document.documentElement.classList.remove("gx-lecture");
  }
}
