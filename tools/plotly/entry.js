/**
 * Plotly with nothing in it but what our pages draw: what is registered here is what a figure may have.
 *
 * It stands for plotly.js's own src/core.js, which registers all components. A figure that needs one more gets it by a
 * line below and `make plotly`; tests/ui/test_plotly.py says when one does.
 */

import "plotly.js/build/plotcss.js";
import annotations from "plotly.js/src/components/annotations/index.js";
import colorbar from "plotly.js/src/components/colorbar/index.js";
import colorscale from "plotly.js/src/components/colorscale/index.js";
import fx from "plotly.js/src/components/fx/index.js";
import legend from "plotly.js/src/components/legend/index.js";
import modebar from "plotly.js/src/components/modebar/index.js";
import english from "plotly.js/src/locale-en.js";
import american from "plotly.js/src/locale-en-us.js";
import api from "plotly.js/src/plot_api/plot_api.js";
import toImage from "plotly.js/src/plot_api/to_image.js";
import { register } from "plotly.js/src/registry.js";
import downloadImage from "plotly.js/src/snapshot/download.js";
import contour from "plotly.js/src/traces/contour/index.js";
import scatter from "plotly.js/src/traces/scatter/index.js";

export { version } from "plotly.js/src/version.js";

// Plotly calls its own functions by their names.
for (const [name, fn] of Object.entries({ ...api, toImage, downloadImage })) register({ moduleType: "apiMethod", name, fn });
register([scatter, contour]);
/** A component of which no figure has any; Plotly's drawing counts them all the same. @param {string} name */
const none = (name) => ({
  moduleType: "component",
  name,
  supplyLayoutDefaults: (/** @type {any} */ _, /** @type {any} */ layout) => {
    layout[name] = [];
  },
});
register([none("images"), none("shapes")]);
// Hovering comes behind the legend, whose defaults it reads. Without the mode bar's defaults nothing is drawn.
register([annotations, colorscale, colorbar, legend, fx, modebar]);
register([english, american]);

export const { animate, newPlot, purge, react, redraw, relayout, restyle } = api;
/** What the mouse is over; as in Plotly's own program. */
export const Fx = { unhover: fx.unhover };
export { downloadImage, toImage };
