/**
 * How the bytes of a timeline come: from the server, from the text of the page, or by a script, where nothing can be
 * fetched. Whatever goes wrong is an Error with a sentence for the user.
 */

import { element } from "./dom.js";
import { _ } from "./words.js";

/** What the server calls its timelines, and what it answers where there is nothing to say. */
const BYTES = "application/octet-stream";
const NOTHING = 204;

/** Nobody has answered, or somebody who could not: it may be asked again. */
export class UnansweredError extends Error {}

/** The folded timeline from the server, or a step's details, of which there may be none. @param {string} address */
export async function fetchBytes(address) {
  const response = await fetch(address).catch(() => null);
  if (!response) throw new UnansweredError(_("The run could not be fetched: there is no connection to the server."));
  if (response.status >= 500) throw new UnansweredError(_("The run could not be fetched: the server has a problem."));
  if (!response.ok) throw new Error(_("The run could not be fetched: the server has a problem."));
  if (response.status === NOTHING) return new Uint8Array();
  // Some hosts answer what they do not know with a page of their own.
  if (response.headers.get("content-type") !== BYTES)
    throw new Error(_("The run could not be fetched: another server answered."));
  return new Uint8Array(await response.arrayBuffer());
}

/** Bytes that stand in the page as text. @param {string} text base64 of what gzip made */
export async function unzip(text) {
  return gunzip(fromText(text));
}

/** Bytes that are written as text. @param {string} text base64 */
export function fromText(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** What gzip made shorter. @param {Uint8Array<ArrayBuffer>} bytes */
export async function gunzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * What a script of a static site has brought, unpacked (see packed.js). From a stick nothing can be fetched, but a
 * script can be loaded.
 * @param {string} address
 * @returns {Promise<Uint8Array>}
 */
export function loadPart(address) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: address });
    // It has only just run: nothing else has come between.
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).gxPart));
    script.addEventListener("error", () => reject(new Error(_("The run could not be loaded."))));
    document.head.append(script);
  });
}
