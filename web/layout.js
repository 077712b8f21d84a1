/** Which panels are to be seen, how large they are, and how much of the window the player fills. */

/** @import { Player } from "./player.js" */

import { addressNames } from "./address.js";
import { scrollParent } from "./dom.js";
import { Lecture } from "./lecture.js";
import { fitTelephone, isTelephone } from "./telephone.js";
import { _ } from "./words.js";

/** Panels that somebody may choose to see large at once, and those that may be shown so. */
const LARGE = 2;
const MOST = 3;
/** The least height of a player, and in a lecture, in pixels. */
const LEAST = 560;
const LEAST_IN_LECTURE = 300;
/** So long after the last change of the window's size the charts take theirs, in milliseconds. */
const SETTLED = 60;

export class Layout {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** The panels that are shown alone; none means all. */
    this.alone = addressNames("panel");
    /** Panels that are shown at all; none means all. */
    this.only = new Set(addressNames("show"));
    this.lectureMode = new Lecture(player, this);
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(player.parts.panels);
    this.above = new ResizeObserver(() => this.fit());
    this.lookAbove();
    const onResize = () => {
      this.lectureMode.scale();
      this.fit();
    };
    addEventListener("resize", onResize, { signal: player.leave.signal });
  }

  /** What stands above it grows and shrinks with the page: then it begins elsewhere. */
  lookAbove() {
    const { root } = this.player;
    this.above.disconnect();
    this.above.observe(scrollParent(root).firstElementChild ?? root);
  }

  /** Whether it is a lecture. */
  get lecture() {
    return this.lectureMode.on;
  }

  /** How much larger text is than usual, as the style sheet has it; "" where it is not. */
  get scale() {
    return this.player.parts.section.style.getPropertyValue("--gx-scale");
  }

  /** Whether there is something large to leave. */
  get isLarge() {
    return this.alone.length > 0 || this.lecture;
  }

  /** The names of all panels that the timeline has. */
  get known() {
    return (this.player.timeline?.panels ?? []).map((panel) => panel.name);
  }

  /** Whether a panel is left out. Where none is known that should stay, all stay. @param {string} name */
  leavesOut(name) {
    return this.known.some((each) => this.only.has(each)) && !this.only.has(name);
  }

  /** The panels that are not left out. */
  get shown() {
    return this.known.filter((name) => !this.leavesOut(name));
  }

  /** Show one panel alone, or with Shift two; the same once more shows all. @param {number} place @param {boolean} also */
  showAlone(place, also) {
    const name = this.known[place];
    if (name && this.leavesOut(name)) return;
    if (place >= 0 && !name) return;
    const others = this.alone.filter((each) => each !== name);
    if (name === undefined) this.alone = [];
    else if (also) this.alone = this.alone.includes(name) ? others : [...others.slice(1 - LARGE), name];
    else this.alone = this.alone.join() === name ? [] : [name];
    this.layOut();
    this.player.panels.draw();
    this.resize();
    this.player.rest.begin();
  }

  /** Large panels, where there are any, fill the place of all. */
  layOut() {
    const { parts, panels, question } = this.player;
    const { known, shown } = this;
    if (known.length) this.alone = this.alone.filter((name) => known.includes(name)).slice(0, MOST);
    if (this.lecture && known.length) this.lectureMode.choose();
    parts.panels.dataset.alone = String(this.alone.length);
    question.cover();
    const count = shown.length;
    if (count < known.length) parts.panels.dataset.shown = String(count);
    else delete parts.panels.dataset.shown;
    parts.panels.style.setProperty("--gx-columns", String(count < 4 ? count : Math.ceil(Math.sqrt(count))));
    for (const [name, { figure, button, heading }] of panels.entries) {
      figure.classList.toggle("gx-left-out", this.leavesOut(name));
      const large = this.alone.includes(name);
      figure.classList.toggle("gx-large", large);
      button.setAttribute("aria-pressed", String(large));
      button.setAttribute("aria-label", _("Show alone: {panel}", { panel: heading.textContent ?? "" }));
      const key = { key: known.indexOf(name) + 1 };
      button.title = large ? _("Show all panels ({key})", key) : _("Show this panel alone ({key})", key);
    }
    parts.section.classList.toggle("gx-has-large", this.alone.length > 0);
  }

  /** Out of the lecture, or back to all panels. */
  leaveLarge() {
    if (this.lecture) this.lectureMode.toggle();
    else this.showAlone(-1, false);
  }

  /** Fill the window below where the player begins. */
  fit() {
    const { parts, root } = this.player;
    if (isTelephone()) {
      const top = parts.panels.getBoundingClientRect().top + scrollParent(root).scrollTop;
      fitTelephone(parts.section, top, parts.predict);
      return;
    }
    const top = parts.section.getBoundingClientRect().top + scrollParent(root).scrollTop;
    const least = this.lecture ? LEAST_IN_LECTURE : LEAST;
    parts.section.style.height = `max(${least}px, calc(100dvh - ${Math.ceil(top)}px - 12px))`;
  }

  /** The charts take the size that they have now. */
  resize() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { Plotly, panels } = this.player;
      if (!Plotly) {
        panels.repaint();
        return;
      }
      // Other letters: then everything is drawn anew.
      if (this.scale !== panels.scaleOfCharts) panels.recolour();
      else for (const { chart, look } of panels.entries.values()) if (look) chart?.resize();
      panels.letScroll();
    }, SETTLED);
  }

  close() {
    this.lectureMode.leave();
    this.watcher.disconnect();
    this.above.disconnect();
  }
}
