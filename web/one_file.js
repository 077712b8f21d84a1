/** A light view that is one file: its timeline stands in the page itself. */

import { part } from "./dom.js";
import { view } from "./light_view.js";

/** Show it. */
export function open() {
  return view(part(document, ".gx-view"));
}
