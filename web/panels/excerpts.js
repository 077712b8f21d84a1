/** The code of a stage: covered until it is asked for, and without its types and guards until they are. */

/** @import { Shown } from "./kind.js" */

import { element, keepFocus } from "../dom.js";
import { _ } from "../words.js";

/** The stages whose code has been asked for: another step or sample covers nothing again. @type {Set<number>} */
const uncovered = new Set();
/** Whether the source is shown as it stands, with types and guards. */
let whole = false;

/** Code to be tried first. @param {HTMLElement} place @param {any} content @returns {Shown} */
export default function make(place, content) {
  const task = element("p");
  const show = element("button", { type: "button" }, _("Show the code"));
  const cover = element("div", { class: "gx-cover" }, task, show);
  const list = element("ol", { class: "gx-code", tabindex: "0" });
  const types = element("button", { type: "button", title: _("The source as it stands") }, _("Types and guards"));
  const box = element("div", { class: "gx-excerpt" }, list, types);
  place.replaceChildren(cover, box);
  /** The stage that is shown; -1 before the first. */
  let now = -1;
  const write = () => {
    const excerpt = content.stages[now];
    const covered = !uncovered.has(now);
    const hadFocus = box.contains(document.activeElement);
    cover.hidden = !covered;
    box.hidden = covered;
    task.textContent = excerpt.task;
    types.setAttribute("aria-pressed", String(whole));
    list.replaceChildren();
    // Whoever reads code by key goes on from stage to stage.
    if (covered && hadFocus) show.focus();
    if (covered) return;
    for (const [source, plain, lit] of excerpt.lines) {
      const text = whole ? source : plain;
      if (!text) continue;
      list.append(element("li", lit ? { class: "gx-lit", "aria-current": "step" } : {}, element("code", {}, text)));
    }
  };
  keepFocus(types);
  show.addEventListener("click", () => {
    uncovered.add(now);
    write();
    list.focus();
  });
  types.addEventListener("click", () => {
    whole = !whole;
    write();
  });
  return {
    show(stage) {
      if (stage === now) return;
      now = stage;
      write();
    },
  };
}
