/** Fingers on a chart: a swipe is the page's, a tap is a click, and only a drawn point can be taken along. */

/** @import { Chart } from "./chart.js" */

import { element } from "./dom.js";

/** A finger takes a point that is so near, in pixels. */
const REACH = 22;

/**
 * A point that a finger holds: where it is in the chart's units, and the ring that follows the finger.
 * @typedef {{x: number, y: number, ring: HTMLElement}} Grip
 */

/** Plotly would take every touch for a drag or a click: it sees none of them. What is left of a tap are the mouse's events. @param {Chart} chart */
export function listenToFingers(chart) {
  const { place } = chart;
  const keep = (/** @type {TouchEvent} */ event) => {
    if (chart.turns) return;
    event.stopPropagation();
    // The page does not scroll below a point that is taken along.
    if (event.type === "touchstart" && chart.grip && event.touches.length === 1) event.preventDefault();
  };
  for (const type of ["touchstart", "touchmove", "touchend", "touchcancel"]) {
    place.addEventListener(type, keep, { capture: true, passive: false });
  }
  const note = (/** @type {PointerEvent} */ event) => {
    chart.touched = event.pointerType === "touch";
  };
  place.addEventListener("pointerdown", note, { capture: true });
}

/** The point of a chart that a finger takes, if there is one below it. @param {Chart} chart @param {PointerEvent} event @returns {Grip | null} */
export function gripAt({ place, panel }, event) {
  const plot = place.querySelector(".nsewdrag")?.getBoundingClientRect();
  if (!panel || !plot) return null;
  const { xaxis, yaxis } = place._fullLayout;
  /** @type {{x: number, y: number} | null} */
  let found = null;
  let nearest = REACH;
  place._fullData.forEach((/** @type {any} */ trace, /** @type {number} */ index) => {
    const drawn = panel.board ? trace.type === "scatter" && trace.mode === "markers" : index === panel.drags;
    if (!drawn) return;
    for (let i = 0; i < trace.x.length; i++) {
      const [x, y] = [trace.x[i], trace.y[i]];
      const away = Math.hypot(plot.left + xaxis.d2p(x) - event.clientX, plot.top + yaxis.d2p(y) - event.clientY);
      // A gap is no point.
      if (x === null || y === null || !(away <= nearest)) continue;
      nearest = away;
      found = { x, y };
    }
  });
  if (!found) return null;
  const ring = element("div", { class: "gx-grip" });
  place.append(ring);
  /** @type {Grip} */
  const grip = { .../** @type {{x: number, y: number}} */ (found), ring };
  follow(grip, place, event);
  return grip;
}

/** The ring goes where the finger is: below it the point itself is not to be seen. @param {Grip} grip @param {HTMLElement} place @param {PointerEvent} event */
export function follow({ ring }, place, event) {
  const { left, top } = place.getBoundingClientRect();
  ring.style.translate = `${event.clientX - left}px ${event.clientY - top}px`;
}
