/**
 * From one page of the light view to another without loading it: page and timeline are fetched ahead, and take the place of
 * what is shown. Where they do not come, the browser loads the page, as it follows any link.
 */

/** @import { LightView } from "./light_view.js" */

import { below } from "./address.js";
import { fetchBytes } from "./bytes.js";
import { part } from "./dom.js";
import { loadPlotly } from "./plotly.js";

/**
 * A page that has been fetched. root: what is shown of it, to be copied · timeline: folded
 * @typedef {{root: HTMLElement, title: string, timeline: Promise<Uint8Array>}} Page
 */

/** So many pages are kept: the one that is shown, and those around it. */
const KEPT = 4;
/** By their addresses, the newest last. @type {Map<string, Promise<Page>>} */
const pages = new Map();

/** A page and its timeline, fetched once. @param {string} address @returns {Promise<Page>} */
export function fetchPage(address) {
  const known = pages.get(address) ?? fetchAnew(address);
  pages.delete(address);
  pages.set(address, known);
  known.catch(() => pages.delete(address));
  for (const oldest of [...pages.keys()].slice(0, -KEPT)) pages.delete(oldest);
  return known;
}

/** @param {string} address @returns {Promise<Page>} */
async function fetchAnew(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error("The server has a problem.");
  // Whatever is parsed here does not run.
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  const root = part(parsed, ".gx-view");
  const timeline = fetchBytes(below(root.dataset.timeline ?? ""));
  timeline.catch(() => pages.delete(address));
  // Charts in space need more of Plotly than others.
  loadPlotly(root.dataset.plotly ?? "").catch(() => {});
  return { root, title: parsed.title, timeline };
}

/** Show a page in the place of another. @param {LightView} shown @param {Page} page @param {HTMLElement} [root] a copy of its own */
export function turnTo(shown, page, root = copyOf(page)) {
  document.title = page.title;
  shown.giveWayTo(root, page.timeline);
  scrollTo(0, 0);
}

/** What is shown of a page. @param {Page} page */
export function copyOf(page) {
  return /** @type {HTMLElement} */ (document.importNode(page.root, true));
}
