/** A talk as the text of a file: docs/lessons.md says what stands in it, and reader.js and ui/lessons/reader.py read it. */

/** @import { Answer, Moment, Talk } from "./list.js" */

import { _ } from "../words.js";

/** What would mean something at the beginning of a paragraph. */
const MEANS = /^([a-z]+:|- |#|---|```|\\)/;

/**
 * What is on one line of a file: no letter that ends a line or that turns others round.
 * @param {string} text
 */
export function onOneLine(text) {
  return text
    .replace(/[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .replace(/\ufeff/g, "")
    .trim();
}

/** What is said to an answer whose author says nothing. @param {Answer} answer */
function usualSaid({ text, right }) {
  return right ? _("“{text}” is right.", { text }) : _("“{text}” is not right.", { text });
}

/** @param {Talk} talk */
export function asFile(talk) {
  const about = onOneLine(talk.about) || _("A talk.");
  const head = ["---", `title: ${onOneLine(talk.title) || _("My talk")}`, `about: ${about}`];
  if (talk.mixed) head.push("order: mixed");
  return [...head, "---", ...talk.moments.flatMap((moment, i) => ["", ...asLines(moment, i)]), ""].join("\n");
}

/** @param {Moment} moment @param {number} place */
function asLines({ title, id, link, words, code, lines: explained, question, task, note }, place) {
  const paragraphs = words.split("\n").map(onOneLine).filter(Boolean);
  const lines = [`## ${onOneLine(title) || _("Moment {n}", { n: place + 1 })} {#${id}}`, `link: ${onOneLine(link)}`];
  for (const paragraph of paragraphs) lines.push("", paragraph.replace(MEANS, "\\$&"));
  const say = (/** @type {string} */ key, /** @type {string} */ text) => {
    if (onOneLine(text)) lines.push(`${key}: ${onOneLine(text)}`);
  };
  const more = lines.length;
  say("code", code);
  for (const each of explained) say("line", each);
  if (question) {
    lines.push(`question: ${onOneLine(question.words)}`.trim());
    if (question.kind === "choose") lines.push(...question.answers.flatMap(answerLines));
    else if (question.kind === "code") say("gaps", question.gaps);
    else say(question.kind, question[question.kind]);
    say("covers", question.covers.join(", "));
    if (question.plays !== 1) say("plays", question.plays === null ? "all" : String(question.plays));
    say("after", question.after);
  }
  if (task) {
    say("task", task.words);
    say("until", task.until);
    for (const hint of task.hints) say("hint", hint);
    say("way", task.way);
  }
  say("note", note);
  if (lines.length > more) lines.splice(more, 0, "");
  return lines;
}

/** @param {Answer} answer */
function answerLines({ text, right, said }) {
  const answer = { text: onOneLine(text), right };
  return [`- [${right ? "x" : " "}] ${answer.text}`, `  ${onOneLine(said) || usualSaid({ ...answer, said: "" })}`];
}
