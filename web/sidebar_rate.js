/**
 * The sidebar's learning rate. It is Streamlit's own, which makes the run of it when the hand has let go; until that is
 * there all follows it as it follows the slider beside the map.
 */

/** @import { Player } from "./player.js" */

const SAID = "aria-valuetext";
/** Where numbers are written in the language's own way, it is another widget to Streamlit. */
const SLIDER = ".st-key-lr, .st-key-lr-shown";

/** @param {Player} player */
export function followSidebar(player) {
  const { drafts, transport } = player;
  const follow = (/** @type {Node} */ slider) => {
    // What a preset or the address sets comes with a run of its own.
    if (!(slider instanceof Element) || slider !== document.activeElement || !slider.closest(SLIDER)) return;
    const rate = Number(slider.getAttribute(SAID)?.replace(",", "."));
    const { rate: shown } = player.timeline ?? {};
    if (!rate || !shown || !drafts.possible || player.rate.row.hidden || transport.playing || player.gone()) return;
    const { held, settled, awaited } = drafts;
    // The hand in the picture goes first.
    if (held || settled || (awaited && (awaited.what !== "rate" || awaited.at[0] === rate))) return;
    if (shown.notches[shown.now] !== rate) drafts.foresee("rate", [rate], () => follow(slider));
    else if (awaited) drafts.forget();
  };
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) follow(target);
  });
  // Streamlit draws it anew as it likes.
  observer.observe(document.body, { attributeFilter: [SAID], subtree: true });
  player.leave.signal.addEventListener("abort", () => observer.disconnect());
}
