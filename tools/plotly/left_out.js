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
  // A legend's entries hide nothing here, and no button or slider of Plotly's own changes a figure.
  "components/legend/handle_click.js": "exports.handleItemClick = exports.handleTitleClick = () => {};",
  "plots/command.js": "",
  // What was done with a chart and can be undone: of no step, as Plotly has it unless it is told another number.
  "lib/queue.js": "exports.add = exports.startSequence = exports.stopSequence = () => {};",
  // Contours that are coloured as a heat map is, in smooth colours.
  "traces/heatmap/plot.js": "module.exports = () => {};",
  // Scatter's groups beside bars, and a contour of counts.
  "traces/bar/cross_trace_calc.js": "",
  "traces/histogram2d/calc.js": "",
};

/** Whose rules are left out of Plotly's style sheet: buttons and dialogs that are never there. */
export const UNSTYLED = /modebar|data-title|cloud-dialog/;
