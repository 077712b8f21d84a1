/**
 * The sidebar's learning rate. It is Streamlit's own, which makes the run of it when the hand has let go; until that is
 * there all follows it as it follows the slider beside the map.
 */

/** @import { Player } from "./player.js" */

const SAID = "aria-valuetext";

/** @param {Player} player */
export function followSidebar(player) {
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      // What a preset or the address sets comes with a run of its own.
      if (!(target instanceof Element) || target !== document.activeElement || !target.closest(".st-key-lr")) continue;
      const rate = Number(target.getAttribute(SAID)?.replace(",", "."));
      const { drafts, transport } = player;
      if (!rate || drafts.awaited?.at[0] === rate || !drafts.possible || player.rate.row.hidden) continue;
      if (transport.playing || player.gone()) continue;
      drafts.foresee("rate", [rate]);
    }
  });
  // Streamlit draws it anew as it likes.
  observer.observe(document.body, { attributeFilter: [SAID], subtree: true });
  player.leave.signal.addEventListener("abort", () => observer.disconnect());
}
