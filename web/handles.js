/**
 * Handles: points of a chart that can be taken by the hand and moved, with a mouse, a finger or the arrow keys. Each is a
 * button over its point, so that it has a cursor and the focus, and Plotly's own drags do not begin there.
 */

/**
 * @import { Chart } from "./chart.js"
 * @import { Panel } from "./codec.js"
 */

import { element } from "./dom.js";
import { pointAt } from "./drawing.js";
import { clickBoard, DRAG } from "./gestures.js";
import { digits } from "./numbers.js";
import { _ } from "./words.js";

/** What can be held, and what it is called. @type {Record<string, [string, string]>} */
const NAMES = {
  start: [_("Start"), _("Drag the start, or move it with the arrow keys")],
  weights: [_("Weights"), _("Take the weights off the path: drag, or move them with the arrow keys")],
  middle: [_("Boundary"), _("Move the boundary: drag, or use the arrow keys")],
  end: [_("End of the boundary"), _("Turn the boundary: drag, or use the arrow keys")],
  sample: [_("Sample"), _("Drag the sample, or move it with the arrow keys; + and − choose another")],
  "other end": [_("Other end of the boundary"), _("Turn the boundary: drag, or use the arrow keys")],
};
/**
 * A sample's handle is that of the sample below the mouse, and its hand says which one it holds. Whoever comes to it by key
 * finds the first sample, and others from there.
 */
const SAMPLE = "sample";
/** @type {Map<string, number>} */
const OTHERS = new Map([
  ["+", 1],
  ["=", 1],
  ["-", -1],
]);
/** Where the weights are so near to their start, in pixels, the start is taken by a ring around them. */
const NEAR = 24;
/** An arrow key moves by so large a share of the picture, and with Shift. */
const STEP = 0.01;
const FAR = 0.05;
/** @type {Map<string, [number, number]>} */
const ARROWS = new Map([
  ["ArrowLeft", [-1, 0]],
  ["ArrowRight", [1, 0]],
  ["ArrowDown", [0, -1]],
  ["ArrowUp", [0, 1]],
]);

export class Handles {
  /** @param {Chart} chart */
  constructor(chart) {
    this.chart = chart;
    /** By what they hold. @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    /** Where what is held is, and which sample; null where nothing is. @type {{what: string, sample: number, x: number, y: number} | null} */
    this.held = null;
    /** The pointer that holds it; null where none does: keys may. And how far from its point that has taken it.
     * @type {number | null} */
    this.pointer = null;
    this.grip = { x: 0, y: 0 };
    /** Where it went down, in pixels. */
    this.down = { x: 0, y: 0 };
    /** Whether the mouse is on a sample's handle: then it has not left the sample. */
    this.onSample = false;
    /** Whether the pointer that has gone down last has not moved. */
    this.clicked = true;
    // Beside the chart: what is in a picture nobody hears of.
    this.layer = element("div", { class: "gx-handles" });
    chart.place.before(this.layer);
  }

  /** Stand where the points are. @param {Panel} panel */
  place(panel) {
    const { place, player } = this.chart;
    const { xaxis, yaxis } = place._fullLayout ?? {};
    if (!xaxis || !player.drafts.possible) return;
    for (const what of Object.keys(panel.handles)) {
      const button = this.buttons.get(what) ?? this.add(what);
      const at = this.held?.what === what ? this.held : this.now(panel, what);
      const left = xaxis.d2p(at.x);
      const top = yaxis.d2p(at.y);
      const seen = left >= 0 && left <= xaxis._length && top >= 0 && top <= yaxis._length;
      // Before the first step the weights are the start.
      const waits = what === SAMPLE && player.marked < 0 && !this.held;
      button.classList.toggle("gx-waiting", waits);
      // What is held stays in the hand, though another run, with another window, has come meanwhile.
      button.hidden = this.held?.what !== what && (!(seen || waits) || (what === "weights" && player.step === 0 && !this.held));
      if (waits) button.setAttribute("aria-label", _("Choose a sample"));
      if (what === SAMPLE && seen) button.setAttribute("aria-label", _("Sample {sample}", { sample: player.marked }));
      // Said at rest, not at every movement.
      if (seen && !this.held) button.setAttribute("aria-description", _("{x}, {y}", { x: digits(at.x, 4), y: digits(at.y, 4) }));
      if (seen) button.style.translate = `${xaxis._offset + left}px ${yaxis._offset + top}px`;
      if (what === "weights")
        this.buttons.get("start")?.classList.toggle("gx-around", !button.hidden && this.isNearStart(panel, at));
    }
  }

  /** Whether one of two handles would lie on the other. @param {Panel} panel @param {{x: number, y: number}} weights where they are */
  isNearStart(panel, weights) {
    const { xaxis, yaxis } = this.chart.place._fullLayout;
    const start = this.held?.what === "start" ? this.held : this.now(panel, "start");
    return Math.hypot(xaxis.d2p(weights.x) - xaxis.d2p(start.x), yaxis.d2p(weights.y) - yaxis.d2p(start.y)) < NEAR;
  }

  /** @param {string} what */
  add(what) {
    const [name, title] = NAMES[what];
    const button = element("button", { type: "button", class: "gx-handle", "data-hold": what, "aria-label": name, title });
    this.buttons.set(what, button);
    this.layer.append(button);
    this.listenToPointer(button, what);
    this.listenToArrows(button, what);
    if (what === SAMPLE) this.listenToSample(button);
    return button;
  }

  /** A sample stays lit as long as the mouse is on its handle; a click there is one on the sample. @param {HTMLButtonElement} button */
  listenToSample(button) {
    const { chart } = this;
    button.addEventListener("pointerenter", () => {
      this.onSample = true;
    });
    button.addEventListener("pointerleave", () => {
      this.onSample = false;
      if (!this.held) chart.player.mark(-1);
    });
    button.addEventListener("focus", () => {
      if (chart.player.marked < 0) this.choose(0);
    });
    button.addEventListener("blur", () => chart.player.mark(-1));
    button.addEventListener("keydown", ({ key, altKey, ctrlKey, metaKey }) => {
      const by = altKey || ctrlKey || metaKey ? undefined : OTHERS.get(key);
      if (by && !this.held) this.choose(by);
    });
    button.addEventListener("click", (event) => {
      if (chart.panel?.board) clickBoard(chart, event);
      else if (this.clicked) chart.player.pin(chart.player.marked);
    });
  }

  /** Light the sample so many behind the one that is lit, or the first, and say which it is. @param {number} by */
  choose(by) {
    const { place, player } = this.chart;
    const rows = new Set(place._fullData.flatMap((/** @type {any} */ { customdata }) => Array.from(customdata ?? [])));
    const samples = [...rows].filter((row) => row >= 0).sort((a, b) => a - b);
    const at = player.marked < 0 ? 0 : samples.indexOf(player.marked) + by;
    player.mark(samples[(at + samples.length) % samples.length] ?? -1);
    requestAnimationFrame(() => {
      const button = this.buttons.get(SAMPLE);
      if (!button || player.marked < 0) return;
      player.screenReader.say(
        _("{what}, at {place}", { what: button.ariaLabel ?? "", place: button.getAttribute("aria-description") ?? "" }),
      );
    });
  }

  /** @param {HTMLButtonElement} button @param {string} what */
  listenToPointer(button, what) {
    const { place, player } = this.chart;
    const isTheOne = (/** @type {PointerEvent} */ { pointerId }) => pointerId === this.pointer;
    const end = (/** @type {PointerEvent} */ event) => {
      if (!isTheOne(event)) return;
      // Also of what Tab has left meanwhile.
      this.pointer = null;
      if (!this.held) return;
      if (!this.clicked) player.drafts.letGo();
      this.held = null;
    };
    button.addEventListener("pointerdown", (event) => {
      // A swipe that begins on it is the page's: a finger takes what it has tapped before.
      const tapped = document.activeElement === button;
      if (this.held || event.button !== 0 || (event.pointerType === "touch" && !tapped)) return;
      const { panel } = this.chart;
      if (!panel) return;
      button.setPointerCapture(event.pointerId);
      // Not every browser gives it the focus; Esc has to find it.
      button.focus();
      this.clicked = true;
      this.pointer = event.pointerId;
      this.down = { x: event.clientX, y: event.clientY };
      const [now, at] = [this.now(panel, what), pointAt(place, event)];
      // Wherever it is taken, it does not jump to the hand.
      this.grip = { x: now.x - at.x, y: now.y - at.y };
      this.held = { what, sample: player.marked, ...now };
    });
    button.addEventListener("pointermove", (event) => {
      if (!this.held || !isTheOne(event)) return;
      // A menu of the browser's may swallow that it is let go: the next move tells.
      if (!event.buttons) {
        end(event);
        return;
      }
      if (this.clicked && Math.hypot(event.clientX - this.down.x, event.clientY - this.down.y) < DRAG) return;
      this.clicked = false;
      const { x, y } = pointAt(place, event);
      this.move(what, { x: x + this.grip.x, y: y + this.grip.y });
    });
    button.addEventListener("pointerup", end);
    button.addEventListener("lostpointercapture", end);
    button.addEventListener("pointercancel", (event) => {
      if (isTheOne(event)) this.putBack();
    });
    // A long press, or another button of the mouse, lets go of nothing.
    button.addEventListener("contextmenu", (event) => {
      if (this.pointer !== null) event.preventDefault();
    });
  }

  /** @param {HTMLButtonElement} button @param {string} what */
  listenToArrows(button, what) {
    const { player, place } = this.chart;
    const end = () => {
      if (!this.held || player.drafts.held?.what !== what) return;
      player.drafts.letGo();
      this.held = null;
    };
    button.addEventListener("keydown", (event) => {
      const arrow = event.altKey || event.ctrlKey || event.metaKey ? undefined : ARROWS.get(event.key);
      if (event.key === "Escape" && this.held) this.putBack();
      else if (event.key === "Enter") end();
      // A mouse that has left another sample has left none lit.
      else if (arrow && what === SAMPLE && player.marked < 0) this.choose(0);
      else if (arrow) {
        const { panel } = this.chart;
        if (!panel) return;
        const { xaxis, yaxis } = place._fullLayout;
        const { x, y } = this.held ?? this.now(panel, what);
        const share = event.shiftKey ? FAR : STEP;
        const across = xaxis.range[1] - xaxis.range[0];
        const up = yaxis.range[1] - yaxis.range[0];
        this.move(what, { x: x + arrow[0] * share * across, y: y + arrow[1] * share * up });
        if (this.pointer === null) player.drafts.awaitKeys(end);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    button.addEventListener("blur", end);
  }

  /** Where a handle's point is; a gap where there is none now. @param {Panel} panel @param {string} what */
  now({ handles }, what) {
    const [trace, point] = handles[what];
    const { x, y } = this.chart.place._fullData?.[trace] ?? {};
    return { x: Number(x?.[point] ?? NaN), y: Number(y?.[point] ?? NaN) };
  }

  /** The handle goes where the hand is, inside of the picture; all else follows. @param {string} what @param {{x: number, y: number}} to */
  move(what, to) {
    const { place, panel, player } = this.chart;
    const { xaxis, yaxis } = place._fullLayout;
    const within = (/** @type {number} */ value, /** @type {number[]} */ range) =>
      Math.min(Math.max(value, Math.min(...range)), Math.max(...range));
    const [x, y] = [within(to.x, xaxis.range), within(to.y, yaxis.range)];
    const sample = this.held?.sample ?? player.marked;
    this.held = { what, sample, x, y };
    if (panel) this.place(panel);
    player.drafts.move(what, what === SAMPLE ? [sample, x, y] : [x, y]);
  }

  putBack() {
    this.held = null;
    this.pointer = null;
    this.chart.player.drafts.putBack();
  }
}
