/**
 * The worksheet of a talk: the same as a lesson's (see ui/lessons/worksheet.py and ui/export/templates/worksheet_paper.html),
 * made here, for no server knows these words.
 */

/** @import { Sheet } from "../printing.js" */
/** @import { Known } from "./asking.js" */
/** @import { Moment, Talk } from "./list.js" */

import { below } from "../address.js";
import { element, only } from "../dom.js";
import { _, inLanguage } from "../words.js";
import { askAbout, queryOf, rightNumber } from "./asking.js";
import { asNodes } from "./words.js";
import { asFile } from "./writer.js";

/** Lines to write on: behind a question, below what there is to choose from, and behind a task. */
const LINES = 5;
const FEW_LINES = 2;
const OF_A_TASK = 3;
/** What is said to the server of a question that names nothing to be covered. */
const USUAL = "usual";

/** @param {Talk} talk @returns {Sheet} */
export function sheetOf(talk) {
  const make = async () => {
    const known = await Promise.all(talk.moments.map(askAbout));
    const sheet = new DocumentFragment();
    const style = only(document, "template.gx-worksheet", HTMLTemplateElement).content.cloneNode(true);
    sheet.append(style, element("div", { class: "paper" }, questions(talk, known), answers(talk, known)));
    return sheet;
  };
  return { of: asFile(talk), make };
}

/** @param {Talk} talk */
const nameOf = ({ title }) => title || _("My talk");

/** @param {Moment} moment @param {number} i */
const headingOf = ({ title }, i) => element("h2", {}, `${i + 1}. ${title || _("Moment {n}", { n: i + 1 })}`);

/** A paragraph. @param {string} text @param {Known} known @param {string} kind of it */
function said(text, { numbers }, kind = "") {
  return element("p", kind ? { class: kind } : {}, ...asNodes(text, numbers));
}

/** @param {Talk} talk @param {Known[]} known */
function questions(talk, known) {
  const header = element("header", {}, element("h1", {}, nameOf(talk)), element("p", {}, talk.about));
  header.append(element("p", { class: "name" }, _("Name")));
  const moments = talk.moments.map((moment, i) =>
    element(
      "section",
      {},
      headingOf(moment, i),
      // Of code there is nothing to be seen.
      ...(moment.code ? [] : [picture(moment)]),
      ...moment.words.split("\n").flatMap((text) => (text.trim() ? [said(text, known[i])] : [])),
      ...known[i].problems.map((text) => element("p", {}, text)),
      ...programs(moment, known[i]),
      ...question(moment, known[i]),
      ...task(moment, known[i]),
    ),
  );
  return element("main", {}, header, ...moments);
}

/** As it is before the answer. @param {Moment} moment */
function picture({ link, title, question }) {
  const address = new URL(below("preview.png"));
  const query = queryOf(link);
  if (question) query.set("covers", question.covers.join(",") || USUAL);
  address.search = query.toString();
  return element("img", { src: inLanguage(address).href, alt: title, width: "1200", height: "630" });
}

/** Code to be read. @param {Moment} moment @param {Known} known */
function programs({ lines }, known) {
  const words = [...lines];
  const code = (/** @type {string} */ text) => element("code", {}, text);
  return known.worked.map(({ heading, head, lines }) => {
    const explained = lines.map((text) =>
      element("li", { class: "inner" }, code(text), element("br"), ...asNodes(words.shift() ?? "", known.numbers)),
    );
    return element("ol", { class: "program" }, element("li", {}, code(heading)), element("li", {}, code(head)), ...explained);
  });
}

/** @param {Moment} moment @param {Known} known @returns {HTMLElement[]} */
function question({ question }, known) {
  if (!question?.words.trim()) return [];
  const asked = said(question.words, known, "question");
  if (question.point && known.sample < 0) asked.append(" ", element("span", {}, _("Draw it in the picture.")));
  const choices = question.answers.map(({ text }) => element("li", {}, ...asNodes(text, known.numbers)));
  if (question.kind === "code" && known.code) return [asked, ...toBuild(known.code)];
  if (question.kind !== "choose") return [asked, room(LINES)];
  return [asked, element("ul", { class: "choices" }, ...choices), room(FEW_LINES)];
}

/** Code to be put together: the heap, and what each place may have, or a line to write on. @param {NonNullable<Known["code"]>} code */
function toBuild({ functions, heap }) {
  const code = (/** @type {string} */ text, kind = "") => element("code", kind ? { class: kind } : {}, text);
  const texts = new Map(functions.flatMap(({ places }) => places.flat().map(({ id, text }) => [id, text])));
  const programs = functions.map(({ heading, head, places }) => {
    const free = () => element("li", { class: "inner free" });
    const chosen = places.map((lines) =>
      heap.length ? free() : element("li", { class: "inner" }, ...lines.map(({ text }) => code(text, lines[1] ? "choice" : ""))),
    );
    return element("ol", { class: "program" }, element("li", {}, code(heading)), element("li", {}, code(head)), ...chosen);
  });
  const lines = heap.map((id) => element("li", {}, code(texts.get(id) ?? "")));
  return [...(lines.length ? [element("ul", { class: "heap" }, ...lines)] : []), ...programs];
}

/** @param {Moment} moment @param {Known} known @returns {HTMLElement[]} */
function task({ task }, known) {
  if (!task) return [];
  const words = said(task.words, known, "question");
  words.append(" ", element("span", {}, _("You need the app for this: what did you find?")));
  return [words, room(OF_A_TASK)];
}

/** @param {number} lines to write on */
function room(lines) {
  return element("div", { class: "room" }, ...Array.from({ length: lines }, () => element("hr")));
}

/** On a page of their own. @param {Talk} talk @param {Known[]} known */
function answers(talk, known) {
  const sections = talk.moments.flatMap((moment, i) => {
    const words = [...right(moment, known[i]), ...solution(moment, known[i]), ...note(moment, known[i])];
    return words.length ? [element("section", {}, headingOf(moment, i), ...words)] : [];
  });
  const heading = element("h1", {}, _("{title}: answers", { title: nameOf(talk) }));
  return element("aside", { "aria-label": _("Answers") }, heading, ...sections);
}

/** @param {Moment} moment @param {Known} known @returns {HTMLElement[]} */
function right({ question }, known) {
  if (!question) return [];
  const value = known.numbers[rightNumber(question.number)];
  const chosen = question.answers.filter(({ right }) => right);
  const rights = chosen.map(({ text, said }) => _("“{words}”", { words: text }) + (said ? ` ${said}` : ""));
  const words = value ? [_("It is {number}.", { number: value })] : known.right ? [known.right] : rights;
  const whole = known.whole ? [element("p", { class: "right" }, element("code", { class: "gx-whole" }, known.whole))] : [];
  const after = question.after ? [said(question.after, known)] : [];
  return [...(whole.length ? whole : words.map((text) => said(text, known, "right"))), ...after];
}

/** @param {Moment} moment @param {Known} known @returns {HTMLElement[]} */
function solution({ link, task }, known) {
  if (!task) return [];
  const usual = queryOf(link);
  const changed = [...queryOf(task.way || link)].filter(([name, value]) => name !== "show" && usual.get(name) !== value);
  const way = changed.map(([name, value]) => `${name} = ${value}`).join(", ");
  const hints = task.hints.map((hint) => said(hint, known));
  return [...hints, ...(way ? [element("p", { class: "right" }, _("One way: {way}", { way }))] : [])];
}

/** @param {Moment} moment @param {Known} known @returns {HTMLElement[]} */
function note({ note }, { numbers }) {
  if (!note) return [];
  const [before, behind] = _("For the teacher: {note}", { note: "\u0000" }).split("\u0000");
  return [element("p", { class: "note" }, before, ...asNodes(note, numbers), behind ?? "")];
}
