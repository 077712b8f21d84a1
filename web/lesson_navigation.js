/** Where somebody goes on in a lesson: by a key or by the browser's history, also where its program was not there yet. */

export class LessonNavigation {
  /** What leads there; null as long as a lesson's program is on its way. @type {((way: string) => void) | null} */
  leads = null;
  wished = "";

  /** By a key: whoever is too early is not forgotten. @param {"prev" | "next"} way */
  go(way) {
    if (this.leads) this.leads(way);
    else this.wished = way;
  }

  /** From now on it can be followed. @param {(way: string) => void} leads */
  lead(leads) {
    this.leads = leads;
    const { wished } = this;
    this.wished = "";
    if (wished) leads(wished);
  }
}

/**
 * Where the browser's history leads to another moment than the one that is shown, go there. It may have done so before
 * anybody listened: between a page and its program somebody can go back.
 * @param {() => string} place of which moment the address is @param {string} mine which one is shown
 * @param {() => void} go @param {AbortSignal} signal @param {EventTarget} target
 */
export function followHistory(place, mine, go, signal, target = globalThis) {
  const follow = (/** @type {Event} */ event) => {
    if (place() === mine) return;
    // Nothing of what is shown may look for its step in that address.
    event.stopImmediatePropagation();
    go();
  };
  target.addEventListener("popstate", follow, { signal, capture: true });
  if (place() !== mine) go();
}
