/** What Plotly's modules import and no chart of ours needs: the module's name below plotly.js/src, and what stands for it. */

/** @type {Record<string, string>} */
export const LEFT_OUT = {
  // Boxes and lassos that select points, and shapes that a reader draws.
  "components/selections/index.js": "exports.clearOutline = require('../shapes/handle_outline').clearOutline;",
  "components/selections/draw_newselection/attributes.js": "",
  "components/shapes/draw_newshape/attributes.js": "",
  // The mode bar's buttons: its attributes stay, for the drawing reads them.
  "components/modebar/buttons.js": "",
  "components/modebar/manage.js": "module.exports = () => {};",
  // Scatter's groups beside bars, and a contour of counts.
  "traces/bar/cross_trace_calc.js": "",
  "traces/histogram2d/calc.js": "",
};
