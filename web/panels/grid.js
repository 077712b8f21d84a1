/** A table whose cells are templates. */

/** @import { Numbers, Shown } from "./kind.js" */

import { element, rewrite } from "../dom.js";
import { lineSample } from "../line_sample.js";

/** A table whose cells are templates. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
export default function make(place, content, numbers) {
  /** @type {[HTMLElement, string][]} */
  const moving = [];
  const rows = content.rows.map((/** @type {string[]} */ cells, /** @type {number} */ i) =>
    element(
      "tr",
      content.lit.includes(i) ? { class: "gx-lit" } : {},
      ...cells.map((template, column) => {
        const hint = content.hints[i]?.[column];
        const cell = element(column ? "td" : "th", { ...(column ? {} : { scope: "row" }), ...(hint ? { title: hint } : {}) });
        if (!column) cell.append(...(content.styles[i] ? [lineSample(content.styles[i])] : []), template);
        else moving.push([cell, template]);
        return cell;
      }),
    ),
  );
  const head = content.head.map((/** @type {string} */ name, /** @type {number} */ column) => {
    const about = content.about[column];
    return element("th", { scope: "col", ...(about ? { title: about } : {}) }, name);
  });
  // Where it finds no room it scrolls: by keys too.
  place.tabIndex = 0;
  place.replaceChildren(
    element("table", { class: "gx-grid" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
  );
  return {
    show() {
      for (const [cell, template] of moving) rewrite(cell, numbers.fill(template));
    },
  };
}
