/**
 * From one page of the light view to another without loading it: page and timeline are fetched ahead, and take the place of
 * what is shown. Where they do not come, the browser loads the page, as it follows any link.
 */

/** @import { LightView } from "./light_view.js" */

import { below } from "./address.js";
import { fetchBytes, unzip } from "./bytes.js";
import { part } from "./dom.js";
import { loadPlotly } from "./plotly.js";
import { _ } from "./words.js";

/**
 * A page that has been fetched. address: its own, where the one that was asked for leads on to it · root: what is shown of it,
 * to be copied · timeline: folded
 * @typedef {{address: string, root: HTMLElement, title: string, timeline: Promise<Uint8Array>}} Page
 */

/** The browser remembers so many pages: the one that is shown, and those around it. */
const MOST_PAGES = 4;
/** By their addresses, the newest last. @type {Map<string, Promise<Page>>} */
const pages = new Map();

/** Pages that are enclosed in this one, by what leads to them: a file asks nobody. @type {Map<string, HTMLElement>} */
const enclosed = new Map();

/** Read the pages that are enclosed in this one → what leads to them. */
export function readEnclosed() {
  for (const template of document.querySelectorAll("template.gx-moment")) {
    if (!(template instanceof HTMLTemplateElement)) continue;
    enclosed.set(template.dataset.place ?? "", part(template.content, ".gx-view"));
  }
  return [...enclosed.keys()];
}

/** Whether the pages that a link leads to are enclosed in this one. @param {string} address */
export function isEnclosed(address) {
  return enclosed.has(new URL(address, location.href).hash);
}

/** Let the address of a file name one of its pages: opened again, it begins there. @param {string} address */
export function name(address) {
  try {
    history.replaceState(null, "", new URL(address, location.href).hash);
  } catch {
    // In a frame of somebody's it begins at its first.
  }
}

/** A page and its timeline, fetched once. @param {string} address @returns {Promise<Page>} */
export async function fetchPage(address) {
  const root = enclosed.get(new URL(address, location.href).hash);
  if (root) {
    const title = part(root, "h1").textContent ?? "";
    return { address, root, title, timeline: unzip(part(root, ".gx-timeline").textContent ?? "") };
  }
  const known = pages.get(address) ?? fetchAnew(address);
  pages.delete(address);
  pages.set(address, known);
  known.catch(() => pages.delete(address));
  for (const oldest of [...pages.keys()].slice(0, -MOST_PAGES)) pages.delete(oldest);
  return known;
}

/** @param {string} address @returns {Promise<Page>} */
async function fetchAnew(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(_("The server has a problem."));
  // Whatever is parsed here does not run.
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  const root = part(parsed, ".gx-view");
  const timeline = fetchBytes(below(root.dataset.timeline ?? ""));
  timeline.catch(() => pages.delete(address));
  // Charts in space need more of Plotly than others.
  loadPlotly(root.dataset.plotly ?? "").catch(() => {});
  return { address: response.url, root, title: parsed.title, timeline };
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
