/** A button that takes back what a tap on a chart has done. It stands on the chart until something else is done. */

import { element } from "./dom.js";
import { _ } from "./words.js";

export class Undo {
  /** @param {AbortSignal} signal ends it */
  constructor(signal) {
    this.button = element("button", { type: "button", class: "gx-undo" }, _("Undo"));
    this.act = () => {};
    this.button.addEventListener("click", () => {
      this.withdraw();
      this.act();
    });
    const other = (/** @type {Event} */ event) => {
      const chart = this.button.parentElement;
      // What comes behind the tap itself is nothing new.
      if (chart && event.target instanceof Node && !chart.contains(event.target)) this.withdraw();
    };
    for (const type of ["click", "change", "keydown"]) document.addEventListener(type, other, { signal, capture: true });
  }

  /** @param {Element | null} panel where the tap was @param {() => void} act what takes it back */
  offer(panel, act) {
    this.act = act;
    panel?.append(this.button);
  }

  withdraw() {
    this.button.remove();
  }
}
