/** The first stop of the Tab key where much stands before the player: a link past settings, navigation or code to it. */

import { element, part } from "./dom.js";
import { _ } from "./words.js";

/** Offer it, once; a style sheet hides it from the eye until it has the focus, and from all where there is no player. */
export function offerSkip() {
  if (document.querySelector(".gx-skip")) return;
  const link = element("a", { class: "gx-skip", href: "#player" }, _("Skip to the player"));
  link.addEventListener("click", (event) => {
    // The address says what is shown, and nothing else.
    event.preventDefault();
    const player = /** @type {HTMLElement | null} */ (document.querySelector(".gx"));
    // Between two pages there is none; then nothing can be skipped to.
    if (!player) return;
    const play = part(player, "[data-do=play]");
    const stop = play.checkVisibility() ? play : player;
    if (stop === player) player.tabIndex = -1;
    stop.focus();
  });
  document.body.prepend(link);
}
