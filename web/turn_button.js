/** The button that says whether fingers turn a 3-D chart or scroll the page. */

/** @import { Chart } from "./chart.js" */

import { element, keepFocus } from "./dom.js";
import { _ } from "./words.js";

/** A button that lets fingers turn a 3-D chart; a swipe over it would scroll the page else. @param {Chart} chart @param {HTMLElement} figure */
export function turnButton(chart, figure) {
  const button = element("button", { type: "button", class: "gx-turn", "aria-pressed": "false" }, _("Turn"));
  keepFocus(button);
  button.addEventListener("click", () => {
    chart.turns = !chart.turns;
    button.setAttribute("aria-pressed", String(chart.turns));
    figure.classList.toggle("gx-turning", chart.turns);
  });
  return button;
}
