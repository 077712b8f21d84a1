/** The button of a panel whose points can be added one by one; what it does comes with the first touch. */

/** @import { Player } from "./player.js" */

import { element, keepFocus } from "./dom.js";
import { _ } from "./words.js";

/** What adds them. */
export const sweepModule = () => import("./sweep.js");

/** @param {Player} player @param {string} name of the panel */
export function sweepButton(player, name) {
  const title = _("From the first sample to the last, in a few seconds");
  const button = element("button", { type: "button", class: "gx-sweep", title }, _("Add one by one"));
  keepFocus(button);
  const fail = () => player.fail(_("A part of this page could not be loaded."));
  button.addEventListener("click", () => sweepModule().then(({ sweep }) => sweep(player, name), fail));
  return button;
}
