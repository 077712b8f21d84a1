/**
 * Streamlit's sliders have their name twice for the ear, "Learning rate Learning rate": as their own, and as that of the
 * group around them. Their own is enough.
 */

const TWICE = ".stSlider input[aria-label][aria-labelledby]";

function nameOnce() {
  for (const slider of document.querySelectorAll(TWICE)) slider.removeAttribute("aria-labelledby");
}

/** From now on: those that are there, and later ones when somebody comes to them. @param {AbortSignal} signal ends it */
export function nameSlidersOnce(signal) {
  nameOnce();
  document.addEventListener("focusin", nameOnce, { signal });
}
