/**
 * What is printed of a lesson or a talk is its worksheet, not the moment that is shown: it is laid below the page and seen on
 * paper alone, with a look of its own. A browser's menu does not wait until it has come: then it prints the moment, and
 * says so.
 */

import { element, part } from "./dom.js";
import { _ } from "./words.js";

export const NO_WORKSHEET = _("The worksheet could not be fetched: there is no connection to the server, or it has a problem.");

/** What lies there now, and of what it is the worksheet. @type {{of: string, place: HTMLElement} | null} */
let laid = null;

/**
 * A worksheet: of what it is, and how it is made, as what stands in its page.
 * @typedef {{of: string, make: () => Promise<DocumentFragment>}} Sheet
 */

/** Print a worksheet. Throws an Error where it cannot be had. @param {Sheet} sheet */
export async function printSheet(sheet) {
  await lay(sheet);
  print();
}

/** The key that prints means the worksheet; where that does not come, what is shown. @param {Sheet} sheet @param {AbortSignal} signal */
export function listenToPrint(sheet, signal) {
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    printSheet(sheet).catch(() => print());
  };
  document.addEventListener("keydown", press, { signal });
  signal.addEventListener("abort", () => clear(sheet.of));
}

/** A worksheet that stands at an address. @param {string} address @returns {Sheet} */
export function sheetAt(address) {
  const make = async () => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(NO_WORKSHEET);
    // Whatever is parsed here does not run.
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const image of page.images) image.src = new URL(image.getAttribute("src") ?? "", response.url).href;
    const sheet = new DocumentFragment();
    const paper = element("div", { class: "paper" }, part(page, "main"), part(page, "aside"));
    sheet.append(...page.querySelectorAll("style"), paper);
    return sheet;
  };
  return { of: address, make };
}

/** @param {Sheet} sheet */
async function lay({ of, make }) {
  if (laid?.of === of) return;
  const sheet = await make();
  laid?.place.remove();
  const place = element("div", { class: "gx-paper" });
  place.attachShadow({ mode: "open" }).append(sheet);
  document.body.append(place);
  laid = { of, place };
  const pictures = place.shadowRoot?.querySelectorAll("img") ?? [];
  // One that does not come leaves its words.
  await Promise.all([...pictures].map((picture) => picture.decode().catch(() => {})));
}

/** What is shown now is something else. @param {string} of */
function clear(of) {
  if (laid?.of !== of) return;
  laid.place.remove();
  laid = null;
}
