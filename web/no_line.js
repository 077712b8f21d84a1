/**
 * Streamlit is there, and its line to the server is not: a proxy or a firewall lets no WebSocket through, and Streamlit
 * tries for ever and says nothing. The page has no controls then, or it is empty. So the visitor is told, and led to the
 * same moment in the light view, which needs no such line.
 */

import { here } from "./address.js";
import { element } from "./dom.js";
import facts from "./facts.js";
import { lightLink } from "./links.js";
import { SCRIPT } from "./race.js";
import { _ } from "./words.js";

/** So long Streamlit may take for its first word from the server, in milliseconds. */
const PATIENCE = 8000;
/** It is looked again after so many milliseconds. */
const OFTEN = 1000;
/** What Streamlit's script does as long as nothing has come. */
const NOTHING = "initial";

/** Tell whoever waits in vain; whatever comes later, takes that back. */
export function awaitLine() {
  /** Since when Streamlit is there. @type {number | undefined} */
  let since;
  /** @type {HTMLElement | undefined} */
  let notice;
  const look = setInterval(() => {
    const state = document.querySelector(`[${SCRIPT}]`)?.getAttribute(SCRIPT);
    if (!state) return;
    since ??= performance.now();
    if (state !== NOTHING) {
      clearInterval(look);
      notice?.remove();
    } else if (!notice && performance.now() - since > PATIENCE) {
      notice = makeNotice();
      document.body.append(notice);
    }
  }, OFTEN);
}

/** Where the same is to be seen without a line; a page that has no light view leads to the usual one, of the same run. */
function away() {
  const link = here();
  return (lightLink(link, facts.light) ?? new URL(`view${link.search}`, link)).href;
}

function makeNotice() {
  const words = _("This page gets no live connection to its server: a proxy or a firewall may hold up WebSockets.");
  const link = element("a", { href: away() }, _("Go on in the light view, which needs none"));
  // The visitor may have stepped meanwhile.
  link.addEventListener("click", () => (link.href = away()));
  return element("div", { class: "gx-no-line", role: "alert" }, element("p", {}, words), element("p", {}, link));
}
