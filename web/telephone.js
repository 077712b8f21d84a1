/** The telephone: a screen for one hand, or any window as narrow. Style sheets name the same windows. */

const TELEPHONE = "(max-width: 860px), (pointer: coarse) and (max-height: 500px)";
/** Held across. */
const LANDSCAPE = "(orientation: landscape) and (max-height: 500px)";
/**
 * Smaller panels with a chart are not worth seeing, in pixels; held across, there is room for more; with a question there is one
 * that somebody points into, and where the page has to be scrolled for that it has this much, where it is there.
 */
const LEAST = { portrait: 196, landscape: 200, asked: 180, scrolled: 272 };
/** Between panels, in pixels. */
const GAP = 8;

/**
 * How high panels were while somebody was asked, and in which window and at which place: so they stay with the answer.
 * @type {WeakMap<HTMLElement, {place: string, panel: number}>}
 */
const whileAsked = new WeakMap();

export function isTelephone() {
  return matchMedia(TELEPHONE).matches;
}

/**
 * How high a panel with a chart is, in pixels: two of them stand between what is above them and the bar, above each other
 * or, where it lies, beside each other. What is too high above them scrolls away.
 * @param {{height: number, top: number, head: number, foot: number, asked: number, landscape: boolean, single?: boolean}} window
 *   its height; where the panels begin; what covers its upper and its lower edge, and of that the question; whether one
 *   panel has all of that
 */
export function heightOfPanel({ height, top, head, foot, asked, landscape, single }) {
  const share = (/** @type {number} */ above) =>
    Math.floor((height - above - foot - asked - GAP) / (landscape ? 1 : 2)) - (landscape ? 0 : GAP / 2);
  const seen = share(top);
  if (!single && seen >= (landscape ? LEAST.landscape : LEAST.portrait)) return seen;
  // One panel has the room of two; and what is asked about stands above the question, alone if need be.
  const alone = height - top - foot - asked - GAP;
  if ((asked || single) && alone >= LEAST.asked) return Math.min(alone, 2 * LEAST.portrait);
  const scrolled = asked ? Math.min(height - head - foot - asked - 2 * GAP, LEAST.scrolled) : 0;
  return Math.max(share(head + GAP), scrolled, LEAST.portrait);
}

/** Give a player's panels their height. @param {HTMLElement} section @param {number} top where the panels begin @param {HTMLElement} question */
export function fitTelephone(section, top, question) {
  const style = getComputedStyle(section);
  const pixels = (/** @type {string} */ name) => parseFloat(style.getPropertyValue(name)) || 0;
  const asked = question.hidden || getComputedStyle(question).position !== "fixed" ? 0 : question.offsetHeight;
  const place = [innerWidth, innerHeight, top].join();
  const before = whileAsked.get(section);
  const fitting = heightOfPanel({
    height: innerHeight,
    top,
    head: pixels("--gx-head"),
    foot: pixels("--gx-deck"),
    asked,
    landscape: matchMedia(LANDSCAPE).matches,
    // What was said to an answer needs its room below the panel.
    single: (asked > 0 || question.hidden) && section.querySelectorAll(".gx-panel:not(.gx-left-out)").length === 1,
  });
  const panel = !asked && before?.place === place ? before.panel : fitting;
  if (asked) whileAsked.set(section, { place, panel });
  section.style.setProperty("--gx-half", `${panel}px`);
  section.style.setProperty("--gx-asked", `${asked}px`);
}
