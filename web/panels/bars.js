/** A table of numbers, each with a bar from zero. */

/** @import { Numbers, Shown } from "./kind.js" */

import { element, rewrite } from "../dom.js";
import { digits } from "../numbers.js";

/** As many digits as are read at a glance. */
const DIGITS = 4;

/** A table of numbers, each with a bar from zero. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
export default function make(place, content, numbers) {
  /** @type {[HTMLElement, HTMLElement, string][]} */
  const moving = [];
  const cells = (/** @type {any} */ column, /** @type {number} */ row) => {
    const number = element("td", {});
    const bar = element("i", { class: `gx-length gx-${column.kind}` });
    bar.style.setProperty("--limit", String(column.limit));
    moving.push([number, bar, column.scalars[row]]);
    return [number, element("td", { class: "gx-lengths", "aria-hidden": "true" }, bar)];
  };
  const head = content.columns.map((/** @type {any} */ column) =>
    element("th", { scope: "colgroup", colspan: "2" }, column.head),
  );
  const rows = content.names.map((/** @type {string} */ name, /** @type {number} */ row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...content.columns.flatMap((/** @type {any} */ column) => cells(column, row)),
    ),
  );
  const table = element(
    "table",
    { class: "gx-bars" },
    element("thead", {}, element("tr", {}, element("td", {}), ...head)),
    element("tbody", {}, ...rows),
  );
  table.style.setProperty("--rows", String(rows.length));
  place.replaceChildren(table);
  return {
    show() {
      for (const [number, bar, name] of moving) {
        const value = numbers.now(name);
        rewrite(number, digits(value, DIGITS));
        bar.style.setProperty("--value", String(value));
      }
    },
  };
}
