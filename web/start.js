/*
 * What travels with the full page's own messages: it finds where the app is, and fetches the player from there. A host
 * may put the app below any path and strip that again, so only the browser knows it; and it may answer whatever else is
 * asked for with a page of its own.
 */

/** Where the app is, with a slash at its end: the place that Streamlit's own program came from. */
function place() {
  // A host that keeps Streamlit's files elsewhere says itself where the app is.
  const told = self.__streamlit?.BACKEND_BASE_URL;
  if (told) return told.replace(/\/*$/, "/");
  const entry = document.querySelector('script[type="module"][src*="static/js/"]');
  // It is two folders below; and all pages are one below.
  return (entry ? new URL("../../", entry.src) : new URL("./", location.href)).href;
}

const coming = import(new URL("$player", place()).href).then((player) => {
  player.standAt(place());
  return player;
});
coming.catch(() => {});

export default async (component) => {
  const player = await coming.catch(() => null);
  if (player) player.$mount(component);
  // Then it is sent as the page itself is: the player asks for that.
  else if ("$mount" === "mount") component.setTriggerValue("missing", "program");
};
