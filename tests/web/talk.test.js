/** A talk: the list, its file, its link; and whatever a file or a link of somebody's says. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { knownOf, note } from "../../web/progress.js";
import { nameOf } from "../../web/talk/card.js";
import { fileOf, hasTalk, LONGEST_LINK, linkOf } from "../../web/talk/link.js";
import {
  bareMoment,
  EMPTY,
  hasRoom,
  keepTalk,
  readTalk,
  withChange,
  withMoment,
  withMomentAt,
  withoutMoment,
} from "../../web/talk/list.js";
import { readTalkFile } from "../../web/talk/reader.js";
import { pieces } from "../../web/talk/words.js";
import { asFile } from "../../web/talk/writer.js";
import { EIGHT } from "./talk_of_eight.js";

const FILE = readFileSync(new URL("./talk-of-eight.md", import.meta.url), "utf8");
const PAGE = "https://host.example/app/talk";
const titles = (/** @type {import("../../web/talk/list.js").Talk} */ talk) => talk.moments.map(({ title }) => title);

beforeEach(() => {
  keepTalk(EMPTY);
});

test("moments are added, moved, changed and taken away, and the talk before stays what it was", () => {
  let talk = EMPTY;
  for (const title of ["One", "Two", "Two", "Zwei!", "…"]) talk = withMoment(talk, bareMoment(title, "?v=2"));
  assert.deepEqual(
    talk.moments.map(({ id }) => id),
    ["one", "two", "two-2", "zwei", "moment"],
  );
  assert.deepEqual(titles(withMomentAt(talk, "one", 2)), ["Two", "Two", "One", "Zwei!", "…"]);
  assert.deepEqual(titles(withMomentAt(talk, "zwei", -1)), ["Zwei!", "One", "Two", "Two", "…"]);
  assert.deepEqual(withMomentAt(talk, "none", 2), talk);
  assert.deepEqual(titles(withoutMoment(talk, "two")), ["One", "Two", "Zwei!", "…"]);
  // What a browser knows it by stays.
  assert.equal(withChange(talk, "two", { title: "Three" }).moments[1].id, "two");
  assert.deepEqual(EMPTY.moments, []);
});

test("it is kept, and there is room for thirty moments", () => {
  let talk = EMPTY;
  while (hasRoom(talk)) talk = withMoment(talk, bareMoment("Again", "?v=2"));
  keepTalk(talk);
  assert.equal(readTalk().moments.length, 30);
  assert.deepEqual(readTalk(), talk);
});

test("a talk is written as a file, and the file is the talk again", () => {
  assert.equal(asFile(EIGHT), FILE);
  const { talk, problems } = readTalkFile(FILE);
  assert.deepEqual(problems, []);
  assert.equal(talk && asFile(talk), FILE);
});

test("whatever is typed into it, its file is read again, or says in which line it cannot be", () => {
  const strange = [
    "a\nlink: ?v=2",
    "## x {#y}",
    "- [x] b",
    "\\",
    "{",
    "\u2028note: x",
    "\ud800",
    "\u202ebidi",
    "---",
    "…".repeat(900),
  ];
  for (const text of strange) {
    const moment = { ...bareMoment(text, "?v=2"), words: text, note: text };
    const answers = [
      { text, right: true, said: "" },
      { text: "b", right: false, said: text },
    ];
    const question = { ...EIGHT.moments[2].question, words: text, answers };
    const talk = withMoment(EMPTY, { ...moment, question: /** @type {any} */ (question) });
    const read = readTalkFile(asFile({ ...talk, title: text, about: text }));
    assert.equal(read.talk === null, read.problems.length > 0, text);
    assert.ok(read.talk === null || read.talk.moments.length === 1, text);
  }
});

test("a talk goes through a link", async () => {
  const link = await linkOf(PAGE, FILE);
  const { hash } = new URL(link ?? "");
  assert.ok(hash.length < 2_000, hash);
  assert.ok(hasTalk(hash));
  assert.equal(await fileOf(hash), FILE);
});

test("one that is too long for a link has none", async () => {
  const words = Array.from({ length: 4_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7_919) % 20_000))).join(" ");
  assert.equal(await linkOf(PAGE, words), null);
});

/** A link to a file that somebody else has packed. @param {string | Uint8Array<ArrayBuffer>} text */
async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(/** @type {any} */ (new CompressionStream("deflate-raw")));
  return `#talk=${Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url")}`;
}

/** A file with this in the place of its words. @param {string} words @param {string} link */
const file = (words, link = "?v=2") => `---\ntitle: T\nabout: A\n---\n\n## M {#m}\nlink: ${link}\n\n${words}\n`;
const ONE = file("Words.");

/** What is no talk: a sentence says so. @type {[string, string | Promise<string>][]} */
const REFUSED = [
  ["nothing", "#talk="],
  ["another name", "#talks=abc"],
  ["no hash", ""],
  ["no letters of ours", "#talk=<script>alert(1)</script>"],
  ["percent", "#talk=%3Cscript%3E"],
  ["spaces", "#talk=a b"],
  ["plus and slash", "#talk=a+b/c="],
  ["one letter", "#talk=a"],
  ["no compression", `#talk=${Buffer.from("plain text").toString("base64url")}`],
  ["gzip instead", "#talk=H4sIAAAAAAAAAysuKcrMSwcAQ7gcpAYAAAA"],
  ["cut off", packed(FILE).then((link) => link.slice(0, -20))],
  ["too long", `#talk=${"A".repeat(LONGEST_LINK)}`],
  ["a bomb", packed("a".repeat(2_000_000))],
  ["a bomb of lines", packed("\n".repeat(2_000_000))],
  ["no letters at all", packed(new Uint8Array([0xff, 0xfe, 0x80, 0x81]))],
];

for (const [name, link] of REFUSED) {
  test(`a link that is no talk is a sentence: ${name}`, async () => {
    await assert.rejects(fileOf(await link), /^Error: The talk in this link [^\n]+\.$/);
  });
}

/** What is no talk either, once it is unpacked, and the line with the mistake. @type {[string, string, number][]} */
const WRONG = [
  ["empty", "", 1],
  ["a page", "<!doctype html><script>alert(1)</script>", 1],
  ["JSON", '{"title": "T", "moments": []}', 1],
  ["only a head", "---\ntitle: T\nabout: A\n---\n", 1],
  ["no end of the head", "---\ntitle: T\nabout: A\n", 1],
  ["more in the head", ONE.replace("about: A", "about: A\nscript: alert(1)"), 4],
  ["a link elsewhere", file("W", "https://elsewhere.invalid/?v=2"), 7],
  ["a link without a scheme", file("W", "//elsewhere.invalid/?v=2"), 7],
  ["a link that runs", file("W", "javascript:alert(1)"), 7],
  ["a link of data", file("W", "data:text/html,<script>alert(1)</script>"), 7],
  ["a path", file("W", "../../etc/passwd"), 7],
  ["a question in the link", file("W", "?v=2&predict=1~a~b~c"), 7],
  ["a link in words elsewhere", file("[here](https://elsewhere.invalid)"), 9],
  ["a link in words that runs", file("[here](javascript:alert(1))"), 9],
  ["a link in words that runs, in capitals", file("[here](JaVaScRiPt:alert)"), 9],
  ["a link in words of data", file("[here](data:text/html,x)"), 9],
  ["braces", file("{constructor"), 9],
  ["sixty-one words", file("word ".repeat(61)), 6],
  ["a long word", file("a".repeat(2_001)), 9],
  ["a long title", ONE.replace("## M", `## ${"M".repeat(61)}`), 6],
  ["a long link", file("W", `?v=2&title=${"a".repeat(2_000)}`), 7],
  ["an id that is markup", ONE.replace("{#m}", '{#m"onload="x}'), 6],
  ["an id twice", `${ONE}\n## N {#m}\nlink: ?v=2\n`, 11],
  ["thirty-one moments", ONE + Array.from({ length: 30 }, (_, i) => `\n## N {#n${i}}\nlink: ?v=2\n`).join(""), 98],
  ["six answers", file(`question: Q\n${Array.from({ length: 6 }, (_, i) => `- [x] a${i}\n  b${i}\n`).join("")}`), 9],
  ["one answer", file("question: Q\n- [x] a\n  b"), 9],
  ["nothing right", file("question: Q\n- [ ] a\n  b\n- [ ] c\n  d"), 9],
  ["a word that there is not", file("script: alert(1)"), 9],
  ["all steps there are", file("question: Q\nnumber: L\nplays: 99999"), 11],
  ["a long name of a number", file(`question: Q\nnumber: ${"L".repeat(300)}`), 10],
];

for (const [name, text, line] of WRONG) {
  test(`a file that is no talk says its line: ${name}`, () => {
    const { talk, problems } = readTalkFile(text);
    assert.equal(talk, null);
    assert.equal(problems[0][0], line, JSON.stringify(problems));
    for (const [, sentence] of problems) assert.match(sentence, /^[^\n]+[.}]$/);
  });
}

test("markup is words, whatever it looks like", () => {
  const { talk } = readTalkFile(file("<img src=x onerror=alert(1)> **b** ![i](?v=2) <a href='javascript:x'>y</a> &lt;"));
  const said = pieces(talk?.moments[0].words ?? "");
  assert.deepEqual(new Set(said.map(({ kind }) => kind)), new Set(["text", "em", "link"]));
  assert.ok(said.every(({ kind, target }) => kind !== "link" || target === "?v=2"));
});

test("what is kept under our name is only what we could have written", () => {
  for (const found of ["null", "[]", '"x"', "{}", '{"moments": 1}', '{"moments": [1, null, {"id": "x"}]}', "broken"]) {
    keepTalk(JSON.parse(found === "broken" ? "null" : found));
    assert.deepEqual(readTalk().moments, [], found);
  }
  const moment = { id: "m", link: "?v=2", title: 3, words: ["x"], question: { kind: "<b>", answers: [1], plays: "all" } };
  keepTalk(/** @type {any} */ ({ title: {}, moments: [moment, moment, { id: "n", link: "https://elsewhere.invalid" }] }));
  const [kept, ...others] = readTalk().moments;
  assert.deepEqual(others, []);
  assert.deepEqual([kept.title, kept.words, kept.question?.kind, kept.question?.plays], ["", "", "choose", 1]);
});

test("what was answered in a talk is no other talk's, and no lesson's", () => {
  const other = { ...EIGHT, title: "My talk" };
  note(nameOf(EIGHT), "one", { answer: "Down" });
  assert.deepEqual(knownOf(nameOf(EIGHT), "one"), { answer: "Down" });
  assert.deepEqual(knownOf(nameOf(other), "one"), {});
  // As it was opened from its file it is the same talk.
  assert.equal(nameOf(readTalkFile(FILE).talk ?? EMPTY), nameOf(EIGHT));
  // What a lesson's file may be called: ui/lessons/reader.py.
  assert.doesNotMatch(nameOf(EIGHT), /^[a-z0-9][a-z0-9-]*$/);
});
