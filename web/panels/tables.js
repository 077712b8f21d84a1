/** The arrays that a stage reads and writes: a row a sample, which can be chosen. */

/** @import { Numbers, Shown } from "./kind.js" */

import { element } from "../dom.js";
import { digits } from "../numbers.js";
import { _ } from "../words.js";

/** How many rows of an array a table shows. */
const ROWS = 8;

/** Arrays. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
export default function make(place, content, numbers) {
  const box = element("div", { class: "gx-tables" });
  place.replaceChildren(box);
  const { scalar } = numbers;
  /** The samples that have a row: the first ones, and in the last row one that is not among them. @param {number} shown */
  const rowsWith = (shown) => {
    const first = numbers
      .samples()
      .slice(0, ROWS)
      .map((_each, i) => i);
    return first.includes(shown) ? first : [...first.slice(0, ROWS - 1), shown];
  };
  /** @param {any} table @param {number[]} rows */
  const rowsOf = (table, rows) => {
    const cell = (/** @type {number} */ value) => element("td", {}, digits(value, 6));
    if (table.per === "weight") {
      return table.columns.map((/** @type {string} */ name, /** @type {number} */ i) =>
        element("tr", {}, element("th", { scope: "row" }, table.head[i]), cell(scalar(name, 0))),
      );
    }
    const samples = numbers.samples();
    const made = rows.map((i) => {
      const about = {
        role: "row",
        tabindex: "-1",
        "data-sample": String(i),
        title: _("sample {sample}: click to choose it", { sample: samples[i] }),
      };
      const row = element("tr", about);
      row.append(
        element("th", { scope: "row" }, String(samples[i])),
        ...table.columns.map((/** @type {string} */ name) => cell(scalar(name, i))),
      );
      return row;
    });
    // There are more samples than rows: the last row is free for any of them.
    const more = element("tr", { class: "gx-more" }, element("td", { colspan: String(table.columns.length + 1) }, "…"));
    if (samples.length <= rows.length) return made;
    const [before, last] = rows.slice(-2);
    return last === before + 1 ? [...made, more] : [...made.slice(0, -1), more, ...made.slice(-1)];
  };
  const rowOf = (/** @type {Event} */ event) => (event.target instanceof Element ? event.target.closest("[data-sample]") : null);
  const choose = (/** @type {Event} */ event) => {
    const row = rowOf(event);
    if (row) numbers.choose(Number(row.getAttribute("data-sample")));
  };
  box.addEventListener("click", choose);
  // One stop of the Tab key a table; inside of it the arrows go from row to row.
  box.addEventListener("keydown", (event) => {
    const row = rowOf(event);
    const way = { ArrowUp: -1, ArrowDown: 1 }[/** @type {"ArrowUp"} */ (event.key)];
    if (!row || event.shiftKey || (!way && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!way) {
      choose(event);
      return;
    }
    const rows = [...(row.closest("table")?.querySelectorAll("[data-sample]") ?? [])];
    const next = rows[rows.indexOf(row) + way];
    if (next instanceof HTMLElement) next.focus();
  });
  // The mouse and the focus show a sample everywhere, as long as they are on it.
  for (const type of ["pointerover", "focusin"]) {
    box.addEventListener(type, (event) => {
      const row = rowOf(event);
      numbers.mark(row ? Number(row.getAttribute("data-sample")) : focused());
    });
  }
  box.addEventListener("pointerleave", () => numbers.mark(focused()));
  box.addEventListener("focusout", () => numbers.mark(-1));
  /** The sample whose row has the focus; -1 for none. */
  const focused = () => {
    const row = box.contains(document.activeElement) ? document.activeElement?.closest("[data-sample]") : null;
    return row ? Number(row.getAttribute("data-sample")) : -1;
  };
  let made = "";
  return {
    show(stage, chosen, marked) {
      const rows = rowsWith(rowsWith(chosen).includes(marked) ? chosen : marked);
      // The rows stay where they are while the mouse is on them.
      if (made !== `${numbers.token()} ${stage} ${rows}`) {
        made = `${numbers.token()} ${stage} ${rows}`;
        const table = [...box.children].findIndex((child) => child.contains(document.activeElement));
        const sample = focused();
        box.replaceChildren(
          ...content.stages[stage].map((/** @type {any} */ table) => {
            const head = table.per === "sample" ? [_("row"), ...table.head] : [];
            return element(
              "table",
              { class: table.writes ? "gx-writes" : "gx-reads", ...(table.per === "sample" ? { role: "grid" } : {}) },
              element(
                "caption",
                {},
                table.writes ? _("writes {array}", { array: table.title }) : _("reads {array}", { array: table.title }),
              ),
              element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
              element("tbody", {}, ...rowsOf(table, rows)),
            );
          }),
        );
        // Whoever was on a row stays on it.
        if (sample >= 0)
          /** @type {HTMLElement | null} */ (box.children[table]?.querySelector(`[data-sample="${sample}"]`))?.focus();
      }
      for (const each of box.children) {
        const stop = each.querySelector(`[data-sample="${rows.includes(chosen) ? chosen : rows[0]}"]`);
        for (const row of each.querySelectorAll("[data-sample]")) row.setAttribute("tabindex", row === stop ? "0" : "-1");
      }
      for (const row of box.querySelectorAll("[data-sample]")) {
        const sample = Number(row.getAttribute("data-sample"));
        row.setAttribute("aria-selected", String(sample === chosen));
        row.classList.toggle("gx-marked", sample === marked);
      }
    },
  };
}
