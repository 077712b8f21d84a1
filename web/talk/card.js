/**
 * What is said of a talk's moment, beside the player: the same parts as a lesson's moment has (see lesson.js, and
 * ui/export/templates/lesson.html), made here, for no server knows these words.
 */

/** @import { Facts } from "../lesson.js" */
/** @import { Known } from "./asking.js" */
/** @import { Moment, Talk } from "./list.js" */

import { element } from "../dom.js";
import { _ } from "../words.js";
import { rightNumber } from "./asking.js";
import { asNodes, asText } from "./words.js";
import { asFile } from "./writer.js";

/**
 * What the browser knows of what was answered is kept by this name: each talk has its own, and no lesson can have it, for a
 * colon stands in no lesson's name.
 * @param {Talk} talk
 */
export function nameOf(talk) {
  // FNV-1a: a browser has a better digest only where the page came by https.
  let digest = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(asFile(talk))) digest = Math.imul(digest ^ byte, 0x01000193);
  return `talk:${(digest >>> 0).toString(16)}`;
}

/** What the browser half of a lesson needs of it. @param {Talk} talk @param {Moment} moment @param {Known} known @returns {Facts} */
export function factsOf(talk, moment, { numbers, at, sample, code }) {
  const { question, task, id } = moment;
  const ways = { choose: (question?.answers.length ?? 0) > 1, number: question?.number, point: question?.point, code };
  // Where nobody can answer, nobody is asked.
  const asked = question?.words.trim() && ways[question.kind];
  return {
    ...{ name: nameOf(talk), id, moments: talk.moments.map((each) => each.id), mixed: false, served: true, task: task !== null },
    question:
      asked && question
        ? {
            kind: question.kind,
            question: asText(question.words, numbers),
            answers: question.answers.map(({ text }) => asText(text, numbers)),
            correct: question.answers.flatMap(({ right }, i) => (right ? [i] : [])),
            point: question.point,
            ...{ sample, code, at, plays: question.plays, covers: question.covers },
          }
        : null,
  };
}

/**
 * The words of a moment.
 * @param {Talk} talk @param {number} at from 1 on @param {Known} known
 * @param {{moment: (at: number) => string, way: (at: number) => string, list: string}} addresses of the moments, of their
 *   tasks' solutions, and of the list
 */
export function cardOf(talk, at, known, addresses) {
  const { moments } = talk;
  const { numbers, problems } = known;
  const moment = moments[at - 1];
  const paragraphs = moment.words.split("\n").filter((line) => line.trim());
  // Of some moments nothing is said: they have a title, and no column of words.
  const bare = ![...paragraphs, ...problems].length && !moment.question && !moment.task && !moment.code;
  return element(
    "section",
    { class: bare ? "gx-lesson gx-bare" : "gx-lesson", "aria-label": _("Talk"), ...(moment.code ? { "data-code": "" } : {}) },
    line(talk, at, addresses),
    element("h2", { tabindex: "-1" }, moment.title || _("Moment {n}", { n: at })),
    ...[...paragraphs, ...problems].map((text) => element("p", {}, ...asNodes(text, numbers))),
    ...programs(moment, known),
    element("div", { class: "gx-lesson-question" }),
    ...said(moment, known),
    ...taskOf(moment, numbers, addresses.way(at), addresses.moment(at)),
    waysOn(at, moments.length, addresses.moment),
    tools(),
    onPaper(at, moments.length),
  );
}

/** All moments, by their numbers. @param {Talk} talk @param {number} at @param {{moment: (at: number) => string, list: string}} addresses */
function line({ title, moments }, at, addresses) {
  const items = moments.map((each, i) => {
    const link = element("a", { href: addresses.moment(i + 1), title: each.title }, String(i + 1));
    if (i + 1 === at) link.setAttribute("aria-current", "step");
    link.append(element("span", { class: "gx-unseen" }));
    return element("li", {}, link);
  });
  const back = element(
    "a",
    { class: "gx-all-lessons", href: addresses.list, title: _("End, and back to the list") },
    _("My talk"),
  );
  const name = element("strong", {}, title);
  return element(
    "nav",
    { class: "gx-moments", "aria-label": _("Moments of this talk") },
    back,
    name,
    element("ol", {}, ...items),
  );
}

/** Code to be read, with what is said to each line. @param {Moment} moment @param {Known} known */
function programs({ lines }, { worked, numbers }) {
  const words = [...lines];
  const code = (/** @type {string} */ text) => element("code", {}, text);
  return worked.map(({ heading, head, lines }) =>
    element(
      "ol",
      { class: "gx-program gx-worked", "aria-label": heading },
      element("li", { class: "gx-where" }, code(heading)),
      element("li", {}, code(head)),
      ...lines.map((text) =>
        element("li", { class: "gx-inner" }, code(text), element("span", {}, ...asNodes(words.shift() ?? "", numbers))),
      ),
    ),
  );
}

/** What may be said to an answer, hidden until it is given. @param {Moment} moment @param {Known} known */
function said({ question }, { numbers, right, whole }) {
  if (!question) return [];
  const { answers, number, after } = question;
  const rights = answers.filter(({ right }) => right).map(({ text, said }) => (said ? `${text}: ${said}` : text));
  const value = numbers[rightNumber(number)];
  const known = value ? [_("It is {number}.", { number: value })] : right ? [right] : rights;
  const program = element("template", { "data-said": "unknown" });
  program.content.append(element("p", {}, element("code", { class: "gx-whole" }, whole)));
  return [
    ...answers.map((answer, i) => hidden(`said-${i}`, answer.said ? [answer.said] : [], numbers)),
    whole ? program : hidden("unknown", known, numbers),
    hidden("after", after ? [after] : [], numbers),
  ];
}

/** @param {string} name @param {string[]} texts @param {Record<string, string>} numbers */
function hidden(name, texts, numbers) {
  const made = element("template", { "data-said": name });
  made.content.append(...texts.map((text) => element("p", {}, ...asNodes(text, numbers))));
  return made;
}

/** @param {Moment} moment @param {Record<string, string>} numbers @param {string} way @param {string} anew */
function taskOf({ task }, numbers, way, anew) {
  if (!task) return [];
  const hints = task.hints.map((hint) => element("li", { hidden: "" }, ...asNodes(hint, numbers)));
  return [
    element(
      "div",
      { class: "gx-lesson-task" },
      element("p", {}, element("strong", {}, _("Your task.")), " ", ...asNodes(task.words, numbers)),
      element("p", { class: "gx-done", role: "status" }),
      element("ol", { class: "gx-hints", "aria-live": "polite" }, ...hints),
      element(
        "p",
        { class: "gx-answers" },
        element("button", { type: "button", class: "gx-hint" }, _("A hint")),
        element("a", { class: "gx-way", href: way }, _("Show me")),
        element("a", { class: "gx-anew", href: anew, hidden: "" }, _("Try it yourself")),
      ),
    ),
  ];
}

/** Back and on. @param {number} at @param {number} count @param {(at: number) => string} moment */
function waysOn(at, count, moment) {
  const back = element("a", { rel: "prev", href: moment(at - 1), title: _("The moment before (P, Page ↑)") }, _("Back"));
  const on = element("a", { rel: "next", href: moment(at + 1), title: _("The next moment (N, Page ↓)") }, _("Next"));
  return element("p", { class: "gx-ways-on" }, ...(at > 1 ? [back] : []), ...(at < count ? [on] : []));
}

/** What a browser's print says that has not waited for the worksheet. @param {number} at @param {number} count */
function onPaper(at, count) {
  const said = _("On this page is moment {n} of {count}. “Print worksheet” beside the list has all of them.", { n: at, count });
  return element("p", { class: "gx-on-paper" }, element("span", {}, said));
}

/** What a speaker has besides. */
function tools() {
  const tool = (/** @type {string} */ name, /** @type {string} */ words, /** @type {string} */ title) =>
    element("button", { type: "button", "data-tool": name, title }, words);
  return element(
    "p",
    { class: "gx-talk-tools" },
    tool("draw", _("Draw"), _("Draw on the picture, until the next step (D)")),
    tool("blank", _("Blank screen"), _("Make the screen black, and back (B)")),
    tool("notes", _("Notes and clock"), _("In a second window, for the speaker alone")),
  );
}
