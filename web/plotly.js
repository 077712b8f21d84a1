/** Plotly's JavaScript: loaded once a page, from a route, or with the page's own messages where there is none. */

import { below } from "./address.js";
import { element, turn } from "./dom.js";
import { _ } from "./words.js";

/** How Plotly is told to draw. */
export const PLOTLY_OPTIONS = { displayModeBar: false, responsive: false, doubleClick: "reset", showTips: false };

/** Where Plotly comes from → its program, or the promise of it. @type {Map<string, Promise<any>>} */
const known = new Map();
/** What is on its way. @type {Set<string>} */
const brought = new Set();
/** Where nothing can be fetched: how a program comes that is called so. @type {((name: string) => Promise<any>) | null} */
let carrier = null;

/** The programs come with the page's messages. @param {(name: string) => Promise<any>} arrival */
export function carry(arrival) {
  carrier = arrival;
}

/** Whether the programs come with the page's messages: there are no routes of ours then. */
export function isCarried() {
  return carrier !== null;
}

/** Whether this one is here, or will run as soon as it is. @param {string} source */
export function hasPlotly(source) {
  return known.has(source);
}

/** The program, where it stands in the page already. @returns {any} */
function inPage() {
  return /** @type {any} */ (globalThis).Plotly;
}

/**
 * Plotly's JavaScript, loaded once a page.
 * @param {string} source
 */
export function loadPlotly(source) {
  const there = known.size ? null : inPage();
  if (there) known.set(source, Promise.resolve(there));
  const before = known.get(source);
  if (before) return before;
  const loading = (carrier ? carrier(source) : fetchPlotly(source)).then(async (program) => {
    // It has just run: what it draws is another task.
    await turn();
    return program;
  });
  known.set(source, loading);
  loading.catch(() => known.delete(source));
  return loading;
}

/** Have it on its way, and not run yet: until there is a first picture nobody has the time. @param {string} source */
export function bringPlotly(source) {
  if (carrier || inPage() || known.has(source) || brought.has(source)) return;
  brought.add(source);
  document.head.append(element("link", { rel: "preload", as: "script", href: below(source) }));
}

/** @param {string} source @returns {Promise<any>} */
function fetchPlotly(source) {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error(_("The charts' program could not be loaded.")));
    const script = document.createElement("script");
    script.src = below(source);
    const before = inPage();
    script.onload = () => {
      // A host's own page, instead of what was asked for, is a script with an error in it: it has brought nothing.
      const now = inPage();
      if (now && now !== before) resolve(now);
      else failed();
    };
    script.onerror = failed;
    document.head.append(script);
  });
}
