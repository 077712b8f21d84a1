/** A piece of a chart's line beside words, as a legend shows it. */

import { svg } from "./dom.js";

/** How a dash is drawn in 28 units of length. @type {Record<string, string>} */
const DASHES = { solid: "", dash: "7 4", dot: "2 3", dashdot: "8 3 2 3" };

/** @param {[string, string]} style its colour and its dash */
export function lineSample([colour, dash]) {
  const picture = svg("svg", { viewBox: "0 0 28 8", class: "gx-dash", "aria-hidden": "true" });
  picture.append(svg("path", { d: "M0 4H28", stroke: colour, "stroke-dasharray": DASHES[dash] }));
  return picture;
}
