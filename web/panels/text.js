/** Formulas, a line each. */

/** @import { Numbers, Shown } from "./kind.js" */

import { element } from "../dom.js";

/** Formulas, a line each. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
export default function make(place, content, numbers) {
  const box = element("div", { class: "gx-formula" });
  place.replaceChildren(box);
  return {
    show(stage) {
      box.replaceChildren(
        ...(content.stages[stage] ?? content.stages[0])
          .filter((/** @type {string[]} */ [, , when]) => !when || numbers.now(when))
          .map((/** @type {string[]} */ [role, template]) => element("p", { class: `gx-${role}` }, numbers.fill(template))),
      );
    },
  };
}
