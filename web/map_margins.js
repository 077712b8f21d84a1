/**
 * A map has equal units on both axes, and seldom the shape of its panel. Its margins take what is left over: Plotly would
 * leave it between the map and what belongs to it, the scale of colours at its side and the legend above.
 */

import { legendWidth, plotArea } from "./sketch.js";

/** Make a layout's margins so large that its map fills what is between them. @param {any[]} data @param {any} layout */
export function fitMargins(data, layout) {
  if (layout.yaxis?.constrain !== "domain") return;
  const { l, b } = layout.margin;
  // Its legend goes to the left as far as it needs: so it may have one row.
  const legend = layout.legend && { ...layout.legend, x: -1 };
  const { left, top, width, height } = plotArea(data, structuredClone({ ...layout, ...(legend ? { legend } : {}) }));
  // Where there is no room at all, Plotly decides.
  if (width <= 0 || height <= 0) return;
  // Upwards nothing is left over: below the map nothing comes between.
  const over = layout.height - top - height - b;
  layout.margin = { ...layout.margin, l: left, r: layout.width - left - width, t: top - over, b: b + 2 * over };
  // Of the legend as much may stand left of the map as has no room above it.
  if (!layout.legend) return;
  const before = Math.min(Math.max(legendWidth(data, layout) - width, 1), Math.max(left - l, 1));
  layout.legend = { ...layout.legend, x: -before / width };
}
