/*
 * What travels with the full page's own messages: it finds where the app is, and fetches the player from there. A host
 * may put the app below any path and strip that again, so only the browser knows it; and it may answer whatever else is
 * asked for with a page of its own.
 */

/** Where the player's module is, and which of its functions is wanted: both are put in by ui/bridge/component.py. */
const PLAYER = "$player";
const MOUNT = String("$mount");

/** Where the app is, with a slash at its end: the place that Streamlit's own program came from. */
function place() {
  // A host that keeps Streamlit's files elsewhere says itself where the app is.
  const { __streamlit: host } = /** @type {{__streamlit?: {BACKEND_BASE_URL?: string}}} */ (globalThis);
  if (host?.BACKEND_BASE_URL) return `${host.BACKEND_BASE_URL.replace(/\/+$/, "")}/`;
  const entry = document.querySelector('script[type="module"][src*="static/js/"]');
  // It is two folders below; and all pages are one below.
  return (entry instanceof HTMLScriptElement ? new URL("../../", entry.src) : new URL("./", location.href)).href;
}

const coming = import(new URL(PLAYER, place()).href).then((player) => {
  player.standAt(place());
  return player;
});
coming.catch(() => {});

/** @param {{setTriggerValue: (name: string, value: any) => void}} component */
export default async (component) => {
  const player = await coming.catch(() => null);
  if (player) return player[MOUNT](component);
  // Then it is sent as the page itself is: the player asks for that.
  if (MOUNT === "mount") component.setTriggerValue("missing", "program");
  return undefined;
};
