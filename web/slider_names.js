/**
 * Streamlit's sliders have their name twice for the ear, "Learning rate Learning rate": as their own, and as that of the
 * group around them. Their own is enough.
 */

const TWICE = ".stSlider input[aria-label][aria-labelledby]";

function nameOnce() {
  for (const slider of document.querySelectorAll(TWICE)) slider.removeAttribute("aria-labelledby");
}

/** Those that are there, and later ones when they come: Streamlit loads its sliders when one is needed. @param {AbortSignal} signal ends it */
export function nameSlidersOnce(signal) {
  nameOnce();
  const watcher = new MutationObserver(nameOnce);
  watcher.observe(document.querySelector(".stApp") ?? document.body, { childList: true, subtree: true });
  signal.addEventListener("abort", () => watcher.disconnect());
}
