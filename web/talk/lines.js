/** The lines of a talk's file as blocks, as ui/lessons/lines.py reads them: a test holds both equal. */

import { _ } from "../words.js";
import { LONGEST_LINE } from "./limits.js";
import { countLetters } from "./words.js";

const HEAD = ["title", "about", "order"];
/** What may stand in a moment, and whether more than once. @type {Map<string, boolean>} */
const KEYS = new Map([
  ["link", false],
  ["code", false],
  ["line", true],
  ...["question", "number", "point", "gaps", "covers", "plays", "after", "task", "until"].map(
    (key) => /** @type {[string, boolean]} */ ([key, false]),
  ),
  ["hint", true],
  ["way", false],
  ["note", false],
]);
/** What ends a line elsewhere than here, is not to be seen, or turns the letters behind it round. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const KEY = /^([a-z]+): *(.*)$/;
const CHOICE = /^- \[([ xX])\] +(.*)$/;
const MARKED = /^(- .*|#.*|---+|```.*)$/;

/**
 * What stands behind a word, or a paragraph (""), or an answer to choose ("- [ ]", "- [x]"). said: below an answer
 * @typedef {{key: string, line: number, text: string, said: string, saidLine: number}} Block
 * @typedef {{title: string, id: string, line: number, blocks: Block[]}} Part a moment's heading and its blocks
 * @typedef {[line: number, sentence: string]} Problem
 * @typedef {{head: Map<string, Block>, moments: Part[], problems: Problem[]}} Parts
 */

/** @param {string} key @param {number} line @param {string} text @returns {Block} */
function block(key, line, text) {
  return { key, line, text, said: "", saidLine: 0 };
}

/** The parts of a file. @param {string} text @returns {Parts} */
export function readLines(text) {
  /** @type {Parts} */
  const parts = { head: new Map(), moments: [], problems: [] };
  const seen = text.replace(/^\ufeff/, "").replace(UNSEEN, (letter) => ("\n\r\t".includes(letter) ? letter : " "));
  const lines = seen.split(/\r\n|[\n\r]/);
  if (lines.at(-1) === "") lines.pop();
  for (const [i, line] of lines.entries()) {
    if (countLetters(line) <= LONGEST_LINE) continue;
    parts.problems.push([i + 1, _("A line has at most 2,000 characters.")]);
    lines[i] = [...line].slice(0, LONGEST_LINE).join("");
  }
  /** @type {Block | null} */
  let now = null;
  for (let at = readHead(lines, parts); at < lines.length; at++) {
    const line = lines[at];
    if (!line.trim()) now = null;
    else if (line.startsWith("##")) {
      now = null;
      beginMoment(line, at + 1, parts);
    } else if (!parts.moments.length) parts.problems.push([at + 1, _("Here a moment begins: ## Its title {#its-id}.")]);
    else now = readLine(line, at + 1, parts, now);
  }
  return parts;
}

/** Read the head: how many lines it has. @param {string[]} lines @param {Parts} parts */
function readHead(lines, parts) {
  if (!lines.length || lines[0].trimEnd() !== "---") {
    parts.problems.push([1, _("A lesson begins with its head: ---, title: …, about: …, and --- again.")]);
    return 0;
  }
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at].trimEnd();
    if (line === "---") return at + 1;
    if (!line) continue;
    const [, key, text] = KEY.exec(line) ?? [];
    if (!HEAD.includes(key)) {
      parts.problems.push([at + 1, _("The head has title: … and about: … and order: …, and nothing else.")]);
    } else if (parts.head.has(key)) parts.problems.push([at + 1, _("There are two lines {key}: in the head.", { key })]);
    else parts.head.set(key, block(key, at + 1, text));
  }
  parts.problems.push([lines.length, _("The head does not end: --- is missing below it.")]);
  return lines.length;
}

/** @param {string} line @param {number} number @param {Parts} parts */
function beginMoment(line, number, parts) {
  const heading = line.trimEnd();
  const mark = heading.lastIndexOf("{#");
  const id = heading.slice(mark + 2, -1);
  const fine = heading.startsWith("## ") && heading.endsWith("}") && mark > 2 && !id.includes("}");
  if (!fine) parts.problems.push([number, _("A moment begins with ## Its title {#its-id}.")]);
  // A moment without a name is still one: what stands below is its own.
  const title = fine ? heading.slice(3, mark).trim() : "";
  parts.moments.push({ title, id: fine ? id : "", line: number, blocks: [] });
}

/**
 * Read a line of a moment: the block that goes on in the next line, null for none.
 * @param {string} whole @param {number} number @param {Parts} parts @param {Block | null} now
 */
function readLine(whole, number, parts, now) {
  const { blocks } = parts.moments[parts.moments.length - 1];
  if (whole.startsWith("  ") && now?.key.startsWith("- ")) {
    now.saidLine ||= number;
    now.said = `${now.said} ${whole.trim()}`.trim();
    return now;
  }
  let line = whole.trim();
  // Behind a \ it is words, whatever it looks like.
  const marked = line.startsWith("\\") ? "" : line;
  line = line.replace(/^\\/, "");
  const choice = CHOICE.exec(marked);
  const [, key, text] = KEY.exec(marked) ?? [];
  if (choice) now = block(choice[1] === " " ? "- [ ]" : "- [x]", number, choice[2]);
  else if (key) {
    if (!KEYS.has(key)) {
      const known = [...KEYS.keys()].join(", ");
      parts.problems.push([number, _("There is no “{key}:” in a lesson, only {known}.", { key: key.slice(0, 20), known })]);
    } else if (!KEYS.get(key) && blocks.some((each) => each.key === key)) {
      parts.problems.push([number, _("There is a second “{key}:” in this moment.", { key })]);
    }
    now = block(key, number, text);
  } else if (MARKED.test(marked)) {
    parts.problems.push([number, _("That is not part of a lesson: it has paragraphs, - [ ] answers, and words like link:.")]);
    return null;
  } else if (now?.key.startsWith("- ")) {
    parts.problems.push([number, _("The reply to an answer goes below it, indented by two spaces.")]);
    return null;
  } else if (now) {
    now.text = `${now.text} ${line}`.trim();
    return now;
  } else now = block("", number, line);
  blocks.push(now);
  return now;
}
