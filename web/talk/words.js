/**
 * What may stand in the words of a talk: text, *emphasis*, `code`, [a link](?of=ours) and {a number of the run}; see
 * ui/lessons/words.py. All else is text, and nothing is ever markup.
 */

import { below } from "../address.js";
import { element } from "../dom.js";

const PIECES = /`([^`]+)`|\*(\S(?:[^*]*\S)?)\*|\[([^\][]+)\]\(([^)]*)\)/g;
const NUMBER = /\{([^{}:]*)(?::([0-9]{1,2}))?\}/g;
/** Digits of a number whose author does not say how many. */
const DIGITS = 4;

/** @typedef {{kind: "text" | "code" | "em" | "link", text: string, target: string}} Piece */

/** The words in parts. @param {string} text @returns {Piece[]} */
export function pieces(text) {
  /** @type {Piece[]} */
  const found = [];
  const say = (/** @type {Piece["kind"]} */ kind, /** @type {string} */ said, target = "") => {
    if (said) found.push({ kind, text: said, target });
  };
  let at = 0;
  for (const match of text.matchAll(PIECES)) {
    const [whole, code, emphasis, link, target] = match;
    say("text", text.slice(at, match.index));
    if (code !== undefined) say("code", code);
    else if (emphasis !== undefined) say("em", emphasis);
    else say("link", link, target);
    at = match.index + whole.length;
  }
  say("text", text.slice(at));
  return found;
}

/** The numbers in the words, each as it stands there without its braces. @param {string} text */
export function numbersIn(text) {
  return [...text.matchAll(NUMBER)].map(([, name, digits]) => `${name}:${digits ?? DIGITS}`);
}

/** Whether each brace is a number's. @param {string} text */
export function bracesFit(text) {
  return !/[{}]/.test(text.replace(NUMBER, ""));
}

/** How many words there are. @param {string} text */
export function countWords(text) {
  const said = pieces(text).map((piece) => piece.text.replace(NUMBER, "0"));
  return said.join("").split(/\s+/).filter(Boolean).length;
}

/** How many letters there are, as Python counts them. @param {string} text */
export function countLetters(text) {
  return [...text].length;
}

/** The words with their numbers, as far as they are known. @param {string} text @param {Record<string, string>} numbers */
export function filled(text, numbers) {
  return text.replace(NUMBER, (whole, name, digits) => numbers[`${name}:${digits ?? DIGITS}`] ?? whole);
}

/** The words without any marks. @param {string} text @param {Record<string, string>} numbers */
export function asText(text, numbers) {
  return pieces(text)
    .map((piece) => filled(piece.text, numbers))
    .join("");
}

/** The words as nodes: whatever somebody has written, it is text in them. @param {string} text @param {Record<string, string>} numbers */
export function asNodes(text, numbers) {
  return pieces(text).map((piece) => {
    const said = filled(piece.text, numbers);
    if (piece.kind === "text") return said;
    if (piece.kind !== "link") return element(piece.kind, {}, said);
    // It leads to a moment of ours, whatever stands in it.
    return element("a", { href: below(`view?${new URLSearchParams(piece.target)}`) }, said);
  });
}
