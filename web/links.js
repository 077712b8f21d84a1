/** Links to the moment that is shown: whom they reach, the light view's, and the HTML that puts it into another page. */

import { _ } from "./words.js";

/** An address that is longer than so many letters is not written below its code: nobody would type it. */
const TYPED_AT_MOST = 72;

/**
 * Who cannot open an address, and what to do about it, in a sentence; "" where anybody can.
 * @param {{protocol: string, hostname: string}} address
 */
export function reach({ protocol, hostname }) {
  if (protocol === "file:") return _("This page is a file on this computer, so no link leads others to it: send them the file.");
  const own = /^(localhost|.*\.localhost|127[\d.]+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;
  const near =
    /^([^.[]+|.*\.(local|lan|home|internal|intranet|home\.arpa)|(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.[\d.]+|\[(f[cd]|fe[89ab]).*)$/;
  if (own.test(hostname)) {
    return _(
      "Nobody else can open this: {hostname} is this computer itself. Open the app by this computer’s address on the network (start it with --server.address 0.0.0.0), and share from there.",
      { hostname },
    );
  }
  return near.test(hostname) ? _("Only people on the same network as {hostname} can open this.", { hostname }) : "";
}

/** An address as it is written below its code. @param {URL} address */
export function legible({ href, host, pathname }) {
  const whole = href.replace(/^https?:\/\//, "");
  return whole.length <= TYPED_AT_MOST ? whole : `${host}${pathname}`;
}

/**
 * The picture of a link, as a chat shows it; the server knows it by the link's query.
 * @param {URL} link @param {string[]} pages first the one at the bare address
 */
export function pictureLink(link, pages) {
  const page = link.pathname.replace(/^.*\//, "") || pages[0];
  const picture = new URL("preview.png", link);
  picture.search = link.search;
  if (page !== "view" && page !== pages[0]) picture.searchParams.set("page", page);
  return picture;
}

/** Where the server says what a chat shows of a link beside its picture. @param {URL} link */
export function cardLink(link) {
  const card = new URL("oembed", link);
  card.searchParams.set("url", link.href);
  return card;
}

/**
 * The light view of a page of the app, or null where it has none.
 * @param {URL} link @param {string[]} pages those that have one, first the one at the bare address
 */
export function lightLink(link, pages) {
  const page = link.pathname.replace(/^.*\//, "") || pages[0];
  const light = new URL("view", link);
  light.search = link.search;
  if (page === "view") return light;
  if (!pages.includes(page) || link.protocol === "file:") return null;
  if (page !== pages[0]) light.searchParams.set("page", page);
  return light;
}

/**
 * A page that stands for a whole link, as a link of its own: what the page begins with, and what its address says otherwise.
 * @param {URL} link of the light view @param {URLSearchParams} beginning
 */
export function whole(link, beginning) {
  const made = new URL("view", link);
  made.search = beginning.toString();
  for (const [name, value] of link.searchParams) {
    if (["lesson", "at"].includes(name)) continue;
    if (value) made.searchParams.set(name, value);
    else made.searchParams.delete(name);
  }
  return made;
}

/** HTML that puts a light view into another page. @param {URL} light */
export function embedding(light) {
  const address = new URL(light);
  address.searchParams.set("embed", "true");
  const source = address.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${source}" title="Gradient Explorer" loading="lazy" allow="fullscreen" style="width: 100%; height: 640px; border: 0"></iframe>`;
}
