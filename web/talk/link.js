/**
 * A talk as a link: its file, compressed, behind the # of the address, where no server sees it. What comes that way is
 * anybody's: it is a text of a file, or a sentence.
 */

import { _ } from "../words.js";
import { LONGEST } from "./limits.js";

/** An address is not longer than so many letters: mail programs and messengers cut longer ones off. */
export const LONGEST_LINK = 4_096;
const NAME = "talk";
const WRITTEN = /^[A-Za-z0-9_-]+$/;
const broken = () => _("The talk in this link cannot be read: a part of the link is missing, or it is not a talk.");

/** The link of a talk, or null where it would be too long. @param {string} address of the page of talks @param {string} file */
export async function linkOf(address, file) {
  const bytes = await pass(new TextEncoder().encode(file), new CompressionStream("deflate-raw"), Infinity);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const text = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const link = new URL(address);
  link.search = "";
  link.hash = `${NAME}=${text}`;
  return link.href.length > LONGEST_LINK ? null : link.href;
}

/** Whether an address has a talk in it, or something that says so. @param {string} hash of the address */
export function hasTalk(hash) {
  return hash.startsWith(`#${NAME}=`);
}

/** The file in a link. Throws an Error with a sentence where there is none. @param {string} hash of the address */
export async function fileOf(hash) {
  const text = hash.slice(NAME.length + 2);
  if (hash.length > LONGEST_LINK) throw new Error(_("The talk in this link is longer than a link can be."));
  if (!hasTalk(hash) || !WRITTEN.test(text)) throw new Error(broken());
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    // A letter has up to four bytes. Whoever has packed more must not fill our memory.
    const file = await pass(bytes, new DecompressionStream("deflate-raw"), 4 * LONGEST);
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    throw new Error(broken());
  }
}

/** Bytes behind a stream that changes them. @param {Uint8Array<ArrayBuffer>} bytes @param {GenericTransformStream} stream @param {number} most */
async function pass(bytes, stream, most) {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(/** @type {any} */ (stream))
    .getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new Error("It is longer than any talk.");
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
