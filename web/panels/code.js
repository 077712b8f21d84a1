/** Source code: the lines that run at this stage are lit. */

/** @import { Shown } from "./kind.js" */

import { element } from "../dom.js";

/** Source code: the lines that run at this stage are lit. @param {HTMLElement} place @param {any} content @returns {Shown} */
export default function make(place, content) {
  const lines = content.lines.map((/** @type {string} */ line) => element("li", {}, element("code", {}, line || " ")));
  const list = element("ol", { class: "gx-code", tabindex: "0" }, ...lines);
  place.replaceChildren(list);
  let last = -1;
  return {
    show(stage) {
      if (stage === last) return;
      last = stage;
      const active = content.active[stage] ?? content.active[0];
      const lit = new Set(active);
      lines.forEach((/** @type {HTMLElement} */ line, /** @type {number} */ i) => {
        line.classList.toggle("gx-lit", lit.has(i));
        if (lit.has(i)) line.setAttribute("aria-current", "step");
        else line.removeAttribute("aria-current");
      });
      // Within the panel only: the page itself must not scroll.
      const first = lines[active[0]];
      if (first) list.scrollTop = first.offsetTop - list.clientHeight / 3;
    },
  };
}
