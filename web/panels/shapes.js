/** Products as rectangles: whose dimensions fit, and whose do not. */

/** @import { Shown } from "./kind.js" */

import { element } from "../dom.js";

/** An array's rectangle, in units of the style sheet. @param {any} part */
function rectangle({ height, width, cut }) {
  const made = element("span", { class: "gx-rectangle", "data-cut": cut });
  made.style.setProperty("--gx-rows", String(height));
  made.style.setProperty("--gx-columns", String(width));
  return made;
}

/** Products as rectangles. @param {HTMLElement} place @param {any} content @returns {Shown} */
export default function make(place, content) {
  const box = element("div", { class: "gx-shapes" });
  place.replaceChildren(box);
  /** An array, or the sign between two. */
  const factor = (/** @type {any} */ part) =>
    typeof part === "string"
      ? element("span", { class: "gx-sign" }, part)
      : element(
          "span",
          { class: "gx-array" },
          rectangle(part),
          element("b", {}, part.label),
          element("small", {}, part.dimensions),
        );
  return {
    show(stage) {
      box.replaceChildren(
        ...content.stages[stage].map((/** @type {any} */ product) =>
          element(
            "div",
            { class: product.fits ? "gx-product" : "gx-product gx-misfit" },
            element("div", { class: "gx-parts" }, ...product.parts.map(factor)),
            element("p", {}, product.note),
          ),
        ),
      );
    },
  };
}
