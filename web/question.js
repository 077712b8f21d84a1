/** The task on top of a page, and the question in the way of the next step. */

/**
 * @import { Player } from "./player.js"
 * @import { Predict } from "./predict.js"
 */

import { readAddress } from "./address.js";
import { element, part } from "./dom.js";
import { givenAnswer, LETTERS, noteAnswer, readPredict, rememberAnswer } from "./predict.js";

/** Panels that show a whole run at once: before an answer is given they would tell it. */
const TELLING = ["loss", "losses", "norms", "table", "sweep"];
const BROKEN = "The question in this link is not usable: it needs a step, its words and two answers at least.";

export class Question {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.place = player.parts.predict;
    this.asked = readPredict(readAddress("predict"));
    /** Whether the link has a question that nobody can be asked. */
    this.broken = !this.asked && readAddress("predict").trim() !== "";
    this.answer = givenAnswer(this.asked);
    this.showTask();
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
      const buttons = asked.answers.map((answer) => {
        const button = element("button", { type: "button" }, answer);
        button.addEventListener("click", () => this.settle(answer));
        return button;
      });
      place.replaceChildren(
        element("p", {}, asked.question),
        element("div", { class: "gx-answers" }, ...buttons),
        element("span", { class: "gx-first", role: "status" }),
      );
    } else {
      const again = element("button", { type: "button", class: "gx-ask-again", title: "Forget this answer" }, "Ask again");
      again.addEventListener("click", () => this.settle(""));
      place.replaceChildren(element("p", {}, asked.question), verdict(asked, this.answer), again);
    }
    this.cover();
    this.player.layout.fit();
  }

  /** Nobody goes on without an answer. */
  insist() {
    const { place } = this;
    this.player.transport.pause();
    place.classList.add("gx-asked");
    const first = part(place, ".gx-first");
    if (!first.textContent) first.textContent = "Your answer first, then it goes on.";
    // Not onto an answer: another Space, meant for Play, would give it.
    if (!place.contains(document.activeElement)) place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  }

  /** An answer is given: what happens is to be seen. Or it is taken back: before that again. @param {string} answer */
  settle(answer) {
    const { asked, player } = this;
    if (!asked) return;
    this.answer = answer;
    noteAnswer(answer);
    this.remember();
    this.show();
    this.place.focus({ preventScroll: true });
    player.transport.stopAt(answer ? asked.at + 1 : Math.min(player.step, asked.at));
  }

  /** The answer stays given. */
  remember() {
    if (this.asked) rememberAnswer(this.answer);
  }

  /** As long as the question stands open, what shows the whole run is covered. */
  cover() {
    const { parts, panels } = this.player;
    parts.section.classList.toggle("gx-open-question", this.open);
    for (const [name, { figure }] of panels.entries) figure.classList.toggle("gx-telling", TELLING.includes(name));
  }
}

/** What was said to a question. @param {Predict} asked @param {string} answer */
function verdict({ answers, correct }, answer) {
  const quoted = (/** @type {string} */ text) => `\u201c${text}\u201d`;
  const said = `You said ${quoted(answer)}.`;
  if (!correct.length) return element("p", { class: "gx-said", role: "status" }, said);
  const right = correct.map((i) => answers[i]);
  const passed = right.includes(answer);
  const mark = element("span", { "aria-hidden": "true" }, passed ? "✓ " : "✗ ");
  const judged = passed ? " Correct." : ` Not correct: it is ${right.map(quoted).join(" or ")}.`;
  return element("p", { class: `gx-said ${passed ? "gx-passed" : "gx-failed"}`, role: "status" }, mark, said + judged);
}
