/** A pointer on the picture: a dot that is seen from the last row, and what it draws stays until the next step. */

import { svg } from "../dom.js";

/** A point is noted when the pointer has moved by so many pixels. */
const APART = 2;

export class Pen {
  /** @param {HTMLElement} place over which it draws */
  constructor(place) {
    this.dot = svg("circle", { r: 9, class: "gx-pen-dot", visibility: "hidden" });
    this.paper = svg("svg", { class: "gx-pen", "aria-hidden": "true" });
    this.place = place;
    /** What is drawn now, and where it has come to. @type {SVGPolylineElement | null} */
    this.line = null;
    this.x = 0;
    this.y = 0;
    this.paper.append(this.dot);
    this.listen();
  }

  get isOn() {
    return this.paper.isConnected;
  }

  /** Draw from now on, or no longer; whether it does. */
  toggle() {
    this.clear();
    if (this.isOn) this.paper.remove();
    else this.place.append(this.paper);
    return this.isOn;
  }

  /** What was drawn vanishes. */
  clear() {
    this.line = null;
    this.paper.replaceChildren(this.dot);
  }

  listen() {
    const { paper, dot } = this;
    paper.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      paper.setPointerCapture(event.pointerId);
      const line = svg("polyline", { points: "" });
      this.line = line;
      dot.before(line);
      this.draw(event, true);
    });
    paper.addEventListener("pointermove", (event) => this.draw(event, false));
    for (const type of ["pointerup", "pointercancel"]) {
      paper.addEventListener(type, () => {
        this.line = null;
      });
    }
    paper.addEventListener("pointerleave", () => dot.setAttribute("visibility", "hidden"));
  }

  /** @param {PointerEvent} event @param {boolean} first */
  draw({ clientX, clientY }, first) {
    const { paper, dot, line } = this;
    const box = paper.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top];
    dot.setAttribute("cx", String(x));
    dot.setAttribute("cy", String(y));
    dot.setAttribute("visibility", "visible");
    if (!line || (!first && Math.abs(x - this.x) + Math.abs(y - this.y) < APART)) return;
    this.x = x;
    this.y = y;
    // A line of one point is not to be seen.
    const point = `${x.toFixed(1)},${y.toFixed(1)}`;
    line.setAttribute("points", `${line.getAttribute("points")} ${first ? `${point} ` : ""}${point}`.trim());
  }
}
