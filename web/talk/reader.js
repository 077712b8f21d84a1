/**
 * A talk's file, by whomever it is: the talk, or a sentence with its line for every mistake in it. It is read as
 * ui/lessons/reader.py reads a lesson, and a test holds both equal; what a link says, and which numbers a run has, only
 * the server knows.
 */

/** @import { Moment, Question, Talk, Task } from "./list.js" */
/** @import { Block, Part, Problem } from "./lines.js" */

import { _ } from "../words.js";
import { CHOICES, GAPS, ID, LETTERS, LONGEST, LONGEST_LINE, MOMENTS, PARTS, STEPS, WORDS } from "./limits.js";
import { readLines } from "./lines.js";
import { bracesFit, countLetters, countWords, pieces } from "./words.js";

const COVERED = /^[a-z]{1,20}$/;
const MIXED = "mixed";
/** A name of a number, of a place to point at, a condition: no honest one is longer. */
const NAMED = 200;

/** Read a file. @param {string} text @returns {{talk: Talk | null, problems: Problem[]}} */
export function readTalkFile(text) {
  // A text has no fewer units than letters: the longest are not even counted.
  if (text.length > 2 * LONGEST || countLetters(text) > LONGEST) {
    return { talk: null, problems: [[1, _("A lesson has at most 60,000 characters.")]] };
  }
  const parts = readLines(text);
  const reading = new Reading(parts.problems);
  const [title, about] = /** @type {const} */ (["title", "about"]).map((key) => reading.short(key, parts.head.get(key)));
  const order = parts.head.get("order");
  if (order && order.text !== MIXED) {
    reading.complain(order.line, _("The order: is mixed, or left out: then it is that of the file."));
  }
  const moments = parts.moments.map((part) => reading.moment(part));
  const ids = parts.moments.map((part) => part.id);
  for (const [i, { id, line }] of parts.moments.entries()) {
    if (ids.indexOf(id) < i)
      reading.complain(line, _("There is already a moment {id}.", { id: `{#${[...id].slice(0, 40).join("")}}` }));
  }
  if (!moments.length) reading.complain(1, _("A lesson has at least one moment: ## Its title {#its-id}."));
  if (moments.length > MOMENTS)
    reading.complain(parts.moments[MOMENTS].line, _("A lesson has at most {most} moments.", { most: MOMENTS }));
  const { problems } = reading;
  problems.sort(([one], [other]) => one - other);
  return { talk: problems.length ? null : { title, about, mixed: order !== undefined, moments }, problems };
}

/** What is wrong so far. */
class Reading {
  /** @param {Problem[]} problems */
  constructor(problems) {
    this.problems = problems;
  }

  /** @param {number} line @param {string} sentence */
  complain(line, sentence) {
    this.problems.push([line, sentence]);
  }

  /** What the head says behind a word. @param {"title" | "about"} key @param {Block | undefined} block */
  short(key, block) {
    const letters = countLetters(block?.text ?? "");
    const most = LETTERS[key];
    if (!block?.text) this.complain(block?.line ?? 1, _("The head has no {key}.", { key }));
    else if (letters > most)
      this.complain(block.line, _("The {key} has at most {most} characters, not {letters}.", { key, most, letters }));
    return block?.text ?? "";
  }

  /** @param {Part} part @returns {Moment} */
  moment(part) {
    const { line, title, id } = part;
    if (title && !ID.test(id)) {
      this.complain(line, _("A moment’s id begins with a small letter; letters, digits and hyphens follow."));
    }
    if (countLetters(title) > LETTERS.title)
      this.complain(line, _("A title has at most {most} characters.", { most: LETTERS.title }));
    const blocks = new Map(part.blocks.map((block) => [block.key, block]));
    const link = blocks.get("link");
    if (!link) this.complain(line, _("A moment shows something: its link: is missing."));
    const paragraphs = part.blocks.filter(({ key }) => key === "");
    for (const block of paragraphs) this.words(block.line, block.text, "");
    const total = paragraphs.reduce((sum, { text }) => sum + (text.length > 2 * LONGEST_LINE ? 0 : countWords(text)), 0);
    if (total > WORDS[""])
      this.complain(line, _("A moment has at most {most} words, not {said}.", { most: WORDS[""], said: total }));
    const code = this.code(blocks.get("code"));
    const lines = this.lines(part, blocks);
    const question = this.question(part, blocks);
    const task = this.task(part, blocks);
    if (question && task) this.complain(line, _("A moment has a question or a task, and not both."));
    const note = blocks.get("note");
    return {
      id,
      title,
      link: link ? this.link(link) : "",
      words: paragraphs.map(({ text }) => text).join("\n"),
      ...{ code, lines },
      question,
      task,
      note: note ? this.said(note) : "",
    };
  }

  /** @param {Block} block */
  link({ line, text }) {
    // Whatever else stands in it is asked for as a page of ours.
    if (!text.startsWith("?")) this.complain(line, _("The link cannot be used: it begins with ?, as Share gives it."));
    if (new URLSearchParams(text).has("predict")) {
      this.complain(line, _("A lesson’s question belongs in its own lines, not in the link."));
    }
    return text;
  }

  /** What a block says. @param {Block} block @param {string} [kind] */
  said({ line, text, key }, kind = key) {
    this.words(line, text, kind);
    return text;
  }

  /** Look at words of a kind. @param {number} line @param {string} text @param {string} kind */
  words(line, text, kind) {
    if (!text) this.complain(line, _("There should be words here, and there are none."));
    if (countLetters(text) > LONGEST_LINE) {
      this.complain(line, _("That has at most 2,000 characters."));
      return;
    }
    const said = kind ? countWords(text) : 0;
    if (kind && said > WORDS[kind])
      this.complain(line, _("That has at most {most} words, not {said}.", { most: WORDS[kind], said }));
    if (!bracesFit(text)) this.complain(line, _("A brace begins or ends a number, like {L} or {dW[0]:5}; this one does not."));
    for (const { kind: of, target } of pieces(text)) {
      if (of === "link" && !target.startsWith("?")) {
        this.complain(line, _("A link in a lesson begins with ?, and leads to a moment of this app."));
      }
    }
  }

  /** Which code is meant. @param {Block | undefined} block */
  code(block) {
    const named = block ? block.text.split(",").map((name) => name.trim()) : [];
    if (block && !(named.every((name) => PARTS.includes(name)) && new Set(named).size === named.length)) {
      this.complain(block.line, _("A code: names {parts}, each once, separated by commas.", { parts: PARTS.join(", ") }));
    }
    return named.join(", ");
  }

  /** What is said to each line of code that is to be read. @param {Part} part @param {Map<string, Block>} blocks */
  lines(part, blocks) {
    const lines = part.blocks.filter(({ key }) => key === "line");
    if (blocks.has("code") && !blocks.has("gaps")) return lines.map((block) => this.said(block));
    if (lines.length) {
      this.complain(lines[0].line, _("“line:” explains code that is to be read, and there is none here."));
    }
    return [];
  }

  /** Which gaps code has that is asked for. @param {Map<string, Block>} blocks */
  gaps(blocks) {
    const gaps = blocks.get("gaps");
    if (gaps && !GAPS.includes(gaps.text))
      this.complain(gaps.line, _("The gaps are {one} or {other}.", { one: GAPS[0], other: GAPS[1] }));
    if (gaps && !blocks.has("code")) this.complain(gaps.line, _("“gaps:” belongs to a code:, and there is none here."));
    return gaps?.text ?? "";
  }

  /** A name of the server's vocabulary. @param {Block | undefined} block */
  named(block) {
    if (block && block.text.length > NAMED) this.complain(block.line, _("That is too long."));
    return block?.text ?? "";
  }

  /** @param {Part} part @param {Map<string, Block>} blocks @returns {Question | null} */
  question(part, blocks) {
    const choices = part.blocks.filter(({ key }) => key.startsWith("- "));
    const answers = choices.map((block) => this.choice(block));
    const asked = blocks.get("question");
    const after = blocks.get("after");
    if (!asked) {
      for (const key of ["number", "point", "gaps", "covers", "plays", "after"]) {
        const block = blocks.get(key);
        if (block) this.complain(block.line, _("“{key}:” belongs to a question:, and there is none here.", { key }));
      }
      if (choices.length) this.complain(choices[0].line, _("Answers belong to a question:, and there is none here."));
      return null;
    }
    const ways = ["number", "point", "gaps"].filter((key) => blocks.has(key)).length + Number(choices.length > 0);
    if (ways !== 1) this.complain(asked.line, _("A question has either answers, or a number:, a point:, or gaps:."));
    if (choices.length) this.checkChoices(choices, asked.line);
    const [number, point] = ["number", "point"].map((key) => this.named(blocks.get(key)));
    const gaps = this.gaps(blocks);
    return {
      kind: number ? "number" : point ? "point" : gaps ? "code" : "choose",
      words: this.said(asked),
      answers,
      ...{ number, point, gaps },
      covers: this.covers(blocks.get("covers")),
      plays: this.plays(blocks.get("plays")),
      after: after ? this.said(after) : "",
    };
  }

  /** @param {Block} block */
  choice(block) {
    const { line, said, saidLine, key } = block;
    if (!said) this.complain(line, _("The reply to this answer is missing: it goes below it, indented by two spaces."));
    else this.words(saidLine, said, "said");
    return { text: this.said(block, "answer"), right: key === "- [x]", said };
  }

  /** @param {Block[]} choices @param {number} line */
  checkChoices(choices, line) {
    const [least, most] = CHOICES;
    if (choices.length < least || choices.length > most) {
      this.complain(line, _("A question has {least} to {most} answers, not {given}.", { least, most, given: choices.length }));
    }
    if (!choices.some(({ key }) => key === "- [x]")) {
      this.complain(line, _("None of the answers is marked as right, with - [x]."));
    }
    for (const [i, { text, said, line, saidLine }] of choices.entries()) {
      const before = choices.slice(0, i);
      if (text && before.some((each) => each.text === text)) this.complain(line, _("This answer is here already."));
      if (said && before.some((each) => each.said === said)) {
        this.complain(saidLine, _("Another answer here has the same reply already."));
      }
    }
  }

  /** @param {Block | undefined} block */
  covers(block) {
    const names = block ? block.text.split(",").map((name) => name.trim()) : [];
    if (block && !names.every((name) => COVERED.test(name))) {
      const sentence = _("What is covered: panels by name, arrows, or none, separated by commas.");
      this.complain(block.line, sentence);
    }
    return names;
  }

  /** @param {Block | undefined} block @returns {number | null} */
  plays(block) {
    if (!block) return 1;
    if (block.text === "all") return null;
    if (/^[0-9]{1,4}$/.test(block.text) && Number(block.text) <= STEPS) return Number(block.text);
    this.complain(block.line, _("What is played is all, or a number of steps from 0 to 5,000."));
    return 1;
  }

  /** @param {Part} part @param {Map<string, Block>} blocks @returns {Task | null} */
  task(part, blocks) {
    const hints = part.blocks.filter(({ key }) => key === "hint").map((block) => this.said(block));
    const wanted = blocks.get("task");
    const [until, way] = ["until", "way"].map((key) => blocks.get(key));
    if (!wanted) {
      for (const key of ["until", "hint", "way"]) {
        const block = blocks.get(key);
        if (block) this.complain(block.line, _("“{key}:” belongs to a task:, and there is none here.", { key }));
      }
      return null;
    }
    if (!until) this.complain(wanted.line, _("A task needs its until: too."));
    if (!way) this.complain(wanted.line, _("A task needs its way: too."));
    return { words: this.said(wanted), until: this.named(until), hints, way: way ? this.link(way) : "" };
  }
}
