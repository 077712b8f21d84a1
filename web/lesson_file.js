/** A whole lesson in one file: its moments stand in the page itself, and each takes the place of the one before. */

import { view } from "./light_view.js";
import { copyOf, fetchPage, keepStanding } from "./moments.js";

/** Show the moment that the address names, or the first. */
export async function open() {
  const places = keepStanding();
  const place = places.includes(location.hash) ? location.hash : places[0];
  const page = await fetchPage(new URL(place, location.href).href);
  const root = copyOf(page);
  document.title = page.title;
  document.body.prepend(root);
  return view(root);
}
