/**
 * A chart on a telephone that is low: what it draws has the room. What stands around that, names along axes and a legend,
 * comes when the panel is shown alone.
 */

import { isTelephone } from "./telephone.js";

/** A chart is low where it is lower than this, in pixels; lower than the second, the numbers of a scale of colours would lie over each other. */
const LOW = 260;
const LOW_FOR_SCALE = 170;
/** How much of a margin an axis's name takes, in pixels; and what stays above a plot where no legend is. */
const NAME = { b: 16, l: 16 };
const TOP = 8;

/** How low a chart of this height is: 0 where it has room for all, 1, or 2. @param {number} height */
export function lowness(height) {
  if (!isTelephone() || height >= LOW) return 0;
  return height < LOW_FOR_SCALE ? 2 : 1;
}

/** Leave out what a low chart has no room for. @param {any[]} data @param {any} layout */
export function spareRoom(data, layout) {
  const low = lowness(layout.height);
  if (low === 0) return;
  if (low === 2) for (const trace of data) if (trace.colorbar) trace.showscale = false;
  if (layout.scene) return;
  const margin = { ...layout.margin };
  if (layout.showlegend) margin.t = TOP;
  layout.showlegend = false;
  for (const [axis, side] of /** @type {const} */ ([
    ["xaxis", "b"],
    ["yaxis", "l"],
  ])) {
    if (!layout[axis]?.title?.text) continue;
    layout[axis].title = { ...layout[axis].title, text: "" };
    margin[side] -= NAME[side];
  }
  layout.margin = margin;
}
