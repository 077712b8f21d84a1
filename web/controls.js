/** The bar of the player: its buttons, which repeat while they are held, its scrubber and its speeds. */

/** @import { Player } from "./player.js" */

import { keepFocus } from "./dom.js";
import { SPEEDS } from "./transport.js";
import { _ } from "./words.js";

/** Holding a button: the wait before it repeats, and the time between two repeats, in milliseconds. */
const HOLD = 400;
const REPEAT = 60;

/** Wire up the bar. @param {Player} player @param {AbortSignal} signal */
export function listenToControls(player, signal) {
  const { scrubber, speed } = player.parts;
  for (const value of SPEEDS) speed.add(new Option(`${value}×`, String(value), value === 1, value === 1));
  speed.addEventListener("change", () => player.transport.setSpeed(Number(speed.value)), { signal });
  scrubber.addEventListener("input", () => player.transport.stopAt(Number(scrubber.value)), { signal });
  for (const button of player.root.querySelectorAll("[data-do]")) listenToButton(player, /** @type {HTMLElement} */ (button));
}

/** Say at the bar whether the player plays. @param {Player} player @param {boolean} playing */
export function showPlaying({ parts }, playing) {
  const { section, play } = parts;
  section.classList.toggle("gx-playing", playing);
  play.setAttribute("aria-label", playing ? _("Pause") : _("Play"));
  play.title = playing ? _("Pause (Space)") : _("Play (Space)");
}

/** @param {Player} player @param {HTMLElement} button */
function listenToButton(player, button) {
  const name = button.dataset.do ?? "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let repeated = false;
  const release = () => {
    clearTimeout(timer);
    clearInterval(timer);
  };
  keepFocus(button);
  button.addEventListener("pointerdown", (event) => {
    repeated = false;
    if (event.button !== 0 || !["back", "forward"].includes(name)) return;
    timer = setTimeout(() => {
      repeated = true;
      timer = setInterval(() => player.act(name), REPEAT);
    }, HOLD);
  });
  for (const type of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(type, release);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (!repeated) player.act(name);
    repeated = false;
  });
}
