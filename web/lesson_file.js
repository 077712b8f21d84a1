/**
 * A whole lesson in one file: its moments stand in the page itself, and each takes the place of the one before. Whoever
 * prints it has its worksheet.
 */

import { only, part } from "./dom.js";
import { view } from "./light_view.js";
import { copyOf, fetchPage, readEnclosed } from "./moments.js";
import { statesOf } from "./progress.js";
import { nextOpen, orderOf } from "./visit_order.js";

/** Show the moment that the address names, or the first. */
export async function open() {
  const places = readEnclosed();
  const place = places.includes(location.hash) ? location.hash : await firstOf(places);
  const page = await fetchPage(new URL(place, location.href).href);
  const root = copyOf(page);
  document.title = page.title;
  document.body.prepend(root);
  lay();
  return view(root);
}

/** Where somebody begins who names no moment. @param {string[]} places */
async function firstOf(places) {
  const { root } = await fetchPage(new URL(places[0], location.href).href);
  const { name, moments, mixed } = JSON.parse(root.dataset.lesson ?? "{}");
  if (!mixed) return places[0];
  const order = orderOf(name, moments);
  return `#${order[Math.max(nextOpen(statesOf(name, order), -1), 0)]}`;
}

/** The worksheet lies below the page, and is seen on paper alone: with a look of its own, which is not the page's. */
function lay() {
  const sheet = only(document, "template.gx-worksheet", HTMLTemplateElement);
  part(document, ".gx-paper").attachShadow({ mode: "open" }).append(sheet.content.cloneNode(true));
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".gx-on-paper button")) print();
  });
}
