/** The task on top of a page, and the question in the way of the next step. */

/**
 * @import { LessonQuestion } from "./lesson_question.js"
 * @import { Player } from "./player.js"
 * @import { Predict } from "./predict.js"
 */

import { readAddress } from "./address.js";
import { element, part } from "./dom.js";
import { givenAnswer, LETTERS, noteAnswer, readPredict, rememberAnswer } from "./predict.js";
import { _ } from "./words.js";

/** Panels that show a whole run at once: before an answer is given they would tell it. */
const TELLING = ["loss", "losses", "norms", "table", "sweep"];
/** What shows on a loss surface where the next step will go. */
const ARROWS = ["gradient", "update"];
const BROKEN = _("The question in this link is not usable: it needs a step, its words and at least two answers.");

export class Question {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.place = player.parts.predict;
    this.asked = readPredict(readAddress("predict"));
    /** Whether the link has a question that nobody can be asked. */
    this.broken = !this.asked && readAddress("predict").trim() !== "";
    this.answer = givenAnswer(this.asked);
    /** A lesson's question, which says itself how it is answered. @type {LessonQuestion | null} */
    this.posed = null;
    this.showTask();
    this.show();
  }

  /** Ask a lesson's question instead of the link's. @param {LessonQuestion} posed */
  pose(posed) {
    this.posed = posed;
    this.asked = { at: posed.at, question: posed.question, answers: [], correct: [] };
    this.broken = false;
    this.answer = posed.given;
    posed.light(this.answer !== "");
    this.show();
  }

  /** Title and task, on top of everything. */
  showTask() {
    const place = part(this.player.root, ".gx-task");
    const title = readAddress("title").slice(0, LETTERS.title);
    const task = readAddress("task").slice(0, LETTERS.task);
    place.hidden = !title && !task;
    place.replaceChildren(...(title ? [element("strong", {}, title)] : []), ...(task ? [` ${task}`] : []));
  }

  /** Whether a question stands open. */
  get open() {
    return this.asked !== null && !this.answer;
  }

  /** The last step that may be seen now. */
  get furthest() {
    return this.asked && this.open ? this.asked.at : Infinity;
  }

  /** How far a player may go that wants to go to `step`; at the question it is reminded of that. @param {number} step */
  allowed(step) {
    if (step <= this.furthest) return step;
    this.insist();
    return this.furthest;
  }

  /** The question, where the eye is; or what was said to it, and whether that is correct, where its author has marked that. */
  show() {
    const { asked, place } = this;
    place.hidden = !asked && !this.broken;
    place.classList.toggle("gx-open", this.open);
    place.classList.remove("gx-asked");
    if (this.broken) place.replaceChildren(element("p", { role: "status" }, BROKEN));
    if (!asked) return;
    if (this.open) {
      place.replaceChildren(
        element("p", {}, asked.question),
        ...(this.posed?.form(this) ?? [this.choices(asked.answers)]),
        element("span", { class: "gx-first", role: "status" }),
      );
    } else {
      const again = element("button", { type: "button", class: "gx-ask-again", title: _("Forget this answer") }, _("Ask again"));
      again.addEventListener("click", () => this.settle(""));
      place.replaceChildren(
        element("p", {}, asked.question),
        this.posed?.verdict(this.answer) ?? verdict(asked, this.answer),
        again,
      );
    }
    this.cover();
    this.player.layout.fit();
  }

  /** @param {string[]} answers */
  choices(answers) {
    const buttons = answers.map((answer) => {
      const button = element("button", { type: "button" }, answer);
      button.addEventListener("click", () => this.settle(answer));
      return button;
    });
    return element("div", { class: "gx-answers" }, ...buttons);
  }

  /** A digit's key is an answer, where a lesson asks; whether it was. @param {number} digit */
  take(digit) {
    return this.open && (this.posed?.take(digit, this) ?? false);
  }

  /** To another moment of the lesson that this is of; whether a key means that. @param {string} way */
  go(way) {
    if (way !== "prev" && way !== "next") return false;
    this.player.lessonNavigation.go(way);
    return true;
  }

  /** Whether a trace would tell the answer. @param {string} name */
  hides(name) {
    return this.open && ARROWS.includes(name) && (this.posed?.covers.includes("arrows") ?? false);
  }

  /** Whether what is said of panels, below them and for the ear, would tell the answer to a lesson's question. */
  get unsaid() {
    return this.open && this.posed !== null && !this.posed.covers.includes("none");
  }

  /** Nobody goes on without an answer. */
  insist() {
    const { place } = this;
    this.player.transport.pause();
    place.classList.add("gx-asked");
    const first = part(place, ".gx-first");
    if (!first.textContent) first.textContent = _("Answer first, then it goes on.");
    // Not onto an answer: another Space, meant for Play, would give it.
    if (!place.contains(document.activeElement)) place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  }

  /** An answer is given: what happens is to be seen. Or it is taken back: before that again. @param {string} answer */
  settle(answer) {
    const { asked, player } = this;
    if (!asked) return;
    this.answer = answer;
    if (this.posed) this.posed.keep(answer);
    else noteAnswer(answer);
    this.remember();
    this.show();
    if (this.posed?.covers.length) player.panels.recolour();
    this.posed?.light(answer !== "");
    // A guess comes into the picture, or goes.
    if (this.posed) player.panels.repaint();
    this.place.focus({ preventScroll: true });
    const plays = this.posed ? this.posed.plays : 1;
    player.transport.stopAt(answer ? asked.at + (plays ?? 0) : Math.min(player.step, asked.at));
    if (answer && plays === null) player.act("play");
  }

  /** The answer stays given. */
  remember() {
    if (this.asked && !this.posed) rememberAnswer(this.answer);
  }

  /** As long as the question stands open, what shows the whole run is covered. */
  cover() {
    const { parts, panels } = this.player;
    // A lesson that names anything knows itself what tells.
    const telling = this.posed?.covers.length ? this.posed.covers : TELLING;
    parts.section.classList.toggle("gx-open-question", this.open);
    parts.section.classList.toggle("gx-unsaid", this.unsaid);
    for (const [name, { figure }] of panels.entries) {
      figure.classList.toggle("gx-telling", telling.includes(name));
      figure.dataset.later = _("Shown after your answer");
    }
    panels.showNumbers();
  }
}

/** What was said to a question. @param {Predict} asked @param {string} answer */
function verdict({ answers, correct }, answer) {
  const quoted = (/** @type {string} */ text) => _("\u201c{words}\u201d", { words: text });
  const said = _("You said {answer}.", { answer: quoted(answer) });
  if (!correct.length) return element("p", { class: "gx-said", role: "status" }, said);
  const right = correct.map((i) => answers[i]);
  const passed = right.includes(answer);
  const mark = element("span", { "aria-hidden": "true" }, passed ? "✓ " : "✗ ");
  const rather = right.map(quoted).join(` ${_("or")} `);
  const judged = passed ? ` ${_("Correct.")}` : ` ${_("Not correct: it is {answer}.", { answer: rather })}`;
  return element("p", { class: `gx-said ${passed ? "gx-passed" : "gx-failed"}`, role: "status" }, mark, said + judged);
}
