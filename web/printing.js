/**
 * What is printed of a lesson or a talk is its worksheet, not the moment that is shown: it is laid below the page, with a
 * look of its own, and seen on paper alone. A browser's menu does not wait for anything, so that the worksheet is fetched
 * while nobody asks for anything else. Where it has not come, the moment is printed, and says so.
 */

import { element, part } from "./dom.js";
import { _ } from "./words.js";

export const NO_WORKSHEET = _("The worksheet could not be fetched: there is no connection to the server, or it has a problem.");

/**
 * The last one that was asked for: of what it is, and where it stands, which is null until it has come.
 * @type {{of: string, asked: Promise<HTMLElement>, place: HTMLElement | null} | null}
 */
let last = null;

/**
 * A worksheet: of what it is, and how it is made, as what stands in its page.
 * @typedef {{of: string, make: () => Promise<DocumentFragment>}} Sheet
 */

/** Print a worksheet. Throws an Error where it cannot be had. @param {Sheet} sheet */
export async function printSheet(sheet) {
  const place = await makeOnce(sheet);
  lay(place);
  const pictures = place.shadowRoot?.querySelectorAll("img") ?? [];
  // One that does not come leaves its words.
  await Promise.all([...pictures].map((picture) => picture.decode().catch(() => {})));
  print();
}

/** Whoever prints means the worksheet; where that does not come, what is shown. @param {Sheet} sheet @param {AbortSignal} signal */
export function listenToPrint(sheet, signal) {
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    printSheet(sheet).catch(() => print());
  };
  document.addEventListener("keydown", press, { signal });
  // What lies there when this has been told is printed by a browser's menu too.
  addEventListener("beforeprint", () => last?.of === sheet.of && last.place && lay(last.place), { signal });
  signal.addEventListener("abort", () => clear(sheet.of));
  // A telephone, which hardly prints, is spared the pictures.
  if (matchMedia("(pointer: fine)").matches) whenIdle(() => signal.aborted || makeOnce(sheet).catch(() => {}));
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

/** @param {Sheet} sheet @returns {Promise<HTMLElement>} */
function makeOnce({ of, make }) {
  if (last?.of === of) return last.asked;
  const asked = make().then((sheet) => {
    const place = element("div", { class: "gx-paper" });
    place.attachShadow({ mode: "open" }).append(sheet);
    one.place = place;
    return place;
  });
  /** @type {NonNullable<typeof last>} */
  const one = { of, asked, place: null };
  last?.place?.remove();
  last = one;
  // Whoever asks again may have it.
  asked.catch(() => {
    if (last === one) last = null;
  });
  return asked;
}

/** No other one is printed with it, whoever has gone on meanwhile. @param {HTMLElement} place */
function lay(place) {
  for (const other of document.querySelectorAll("body > .gx-paper")) if (other !== place) other.remove();
  if (!place.isConnected) document.body.append(place);
}

/** What is shown now is something else. @param {string} of */
function clear(of) {
  if (last?.of === of) last.place?.remove();
}

/** @param {() => void} act */
function whenIdle(act) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act);
  else setTimeout(act, 1000);
}
