/**
 * A question of a lesson: to choose from answers, to find a number, to point at something, or to put code together. The
 * player holds the next step back until it is answered (see question.js); whether all but a choice is right, the server says.
 */

/** @import { Chart } from "./chart.js" */
/** @import { Panel } from "./codec.js" */
/** @import { Lesson } from "./lesson.js" */
/** @import { Pointed } from "./lesson_guess.js" */
/** @import { Known } from "./progress.js" */
/** @import { Question } from "./question.js" */

import { element } from "./dom.js";
import { GuessMark } from "./lesson_guess.js";
import { forget, knownOf, note, UNKNOWN } from "./progress.js";
import { _, LANGUAGE } from "./words.js";

/** An answer that was chosen, as it is kept: by its place. */
const CHOSEN = /^answer ([1-9])$/;
const ELSE = _("I don’t know");
/** The directions that somebody can choose who has no mouse, as they are written in three rows; what the server
 * knows them by, and what they are called. */
const COMPASS = ["↖", "↑", "↗", "←", "", "→", "↙", "↓", "↘"];
const WAYS = ["up left", "up", "up right", "left", "", "right", "down left", "down", "down right"];
const NAMES = [_("up left"), _("up"), _("up right"), _("left"), "", _("right"), _("down left"), _("down"), _("down right")];
/** The same in pixels, of which the second goes down. @type {[number, number][]} */
const PIXELS = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [0, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
];
const LATER = _("The server did not answer. Please try again.");

export class LessonQuestion {
  /** @param {Lesson} lesson */
  constructor(lesson) {
    const { question } = lesson.facts;
    if (!question) throw new Error("There is no question.");
    this.lesson = lesson;
    this.facts = question;
    this.question = question.question;
    this.at = question.at;
    this.plays = question.plays;
    this.covers = question.covers;
    /** What a guess is drawn by, chart by chart. @type {WeakMap<Chart, GuessMark>} */
    this.marks = new WeakMap();
  }

  /** Whether a sample is to be clicked, and no place. */
  get ofSamples() {
    return this.facts.sample >= 0;
  }

  /** Whether a direction is asked for, and no place. */
  get ofDirection() {
    return this.facts.point === "downhill";
  }

  /** The sample that was to be clicked is lit as soon as somebody has answered. @param {boolean} answered */
  light(answered) {
    if (!this.ofSamples) return;
    const { player } = this.lesson.shown;
    player.pinned = answered ? this.facts.sample : -1;
    player.mark(-1);
  }

  /** What was answered before. */
  get given() {
    const noted = knownOf(this.lesson.facts.name, this.lesson.facts.id).answer ?? "";
    if (this.facts.kind !== "choose" || noted === UNKNOWN) return noted;
    const { answers } = this.facts;
    // An answer that is not there any more was to another question.
    return answers[Number(CHOSEN.exec(noted)?.[1]) - 1] ?? (answers.includes(noted) ? noted : "");
  }

  /** Where an answer points; null where it does not, or nobody can read it. @param {string} answer @returns {Pointed | null} */
  guessOf(answer) {
    if (this.facts.kind !== "point" || !answer || answer === UNKNOWN) return null;
    if (WAYS.includes(answer)) return { way: PIXELS[WAYS.indexOf(answer)] };
    const numbers = answer.split(/[;\s]+/).map((part) => Number(part.replace(",", ".").replace("\u2212", "-")));
    if (!numbers.every(Number.isFinite)) return null;
    return this.ofSamples ? { sample: numbers[0] } : { x: numbers[0], y: numbers[1] ?? Number.NaN };
  }

  /** A guess stays in the picture. @param {Chart} chart @param {Panel} panel */
  markGuess(chart, panel) {
    const mark = this.marks.get(chart) ?? new GuessMark(chart, this.ofDirection);
    this.marks.set(chart, mark);
    mark.show(panel, this.guessOf(chart.player.question.answer));
  }

  /** What a guess was, and how it is found in the picture. @param {string} answer @returns {HTMLElement[]} */
  guessed(answer) {
    const guess = this.guessOf(answer);
    if (!guess) return [];
    let said = this.ofDirection ? _("Your guess: the dashed arrow.") : _("Your guess: the dashed circle.");
    if ("sample" in guess) said = _("Your guess: sample {n}, in the dashed circle.", { n: guess.sample });
    if ("way" in guess) said = _("Your guess: {direction}, the dashed arrow.", { direction: NAMES[WAYS.indexOf(answer)] });
    return [element("p", {}, said)];
  }

  /** Keep an answer; "" takes it back. Which one was chosen is the same in all languages. @param {string} answer */
  keep(answer) {
    const { name, id } = this.lesson.facts;
    const { answers, correct } = this.facts;
    const place = answers.indexOf(answer);
    const right = correct.length ? correct.includes(place) : undefined;
    if (place >= 0) note(name, id, { answer: `answer ${place + 1}`, right, done: true });
    else if (answer) note(name, id, { answer, done: true });
    else forget(name, id);
    this.lesson.showDone();
  }

  /** The answer of a key from 1 on; whether there is one. @param {number} digit @param {Question} question */
  take(digit, question) {
    const answer = this.facts.answers[digit - 1];
    if (this.facts.kind !== "choose" || answer === undefined) return false;
    question.settle(answer);
    return true;
  }

  /** What an answer is given by. @param {Question} question @returns {HTMLElement[]} */
  form(question) {
    const { kind } = this.facts;
    const unknown = element("button", { type: "button", class: "gx-unknown" }, ELSE);
    unknown.addEventListener("click", () => question.settle(UNKNOWN));
    const said = element("div", { class: "gx-tried", role: "status" });
    if (kind === "code") return this.program(question, said, unknown);
    if (kind === "choose") return [this.choices(question, unknown)];
    if (kind === "number") return [this.field(question, said, _("Your number"), [unknown])];
    const point = (/** @type {string} */ given) => this.ask(question, said, given);
    this.listenToPoints(point);
    const way = this.ofDirection
      ? this.compass(point)
      : this.field(question, said, this.ofSamples ? _("Or its number") : _("Or w1; w2"), []);
    return [element("div", { class: "gx-pointing" }, way, unknown), said];
  }

  /** @param {Question} question @param {HTMLElement} unknown */
  choices(question, unknown) {
    const buttons = this.facts.answers.map((answer, i) => {
      const number = element("span", { class: "gx-digit", "aria-hidden": "true" }, String(i + 1));
      const button = element("button", { type: "button", "aria-keyshortcuts": String(i + 1) }, number, answer);
      button.addEventListener("click", () => question.settle(answer));
      return button;
    });
    return element("div", { class: "gx-answers" }, ...buttons, unknown);
  }

  /** @param {Question} question @param {HTMLElement} said @param {string} label @param {HTMLElement[]} others */
  field(question, said, label, others) {
    // Not the keyboard of numbers: on some telephones that has no minus, no semicolon and no stroke of a fraction.
    const input = element("input", { type: "text", class: "gx-field", autocomplete: "off", maxlength: "40" });
    // Elsewhere Enter leads out of a field; here it is the answer.
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.stopPropagation();
    });
    const check = element("button", { type: "submit" }, _("Check"));
    const form = element("form", { class: "gx-answers" }, element("label", {}, `${label} `, input), check, ...others);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) this.ask(question, said, input.value.trim());
      else {
        said.textContent = _("Nothing is typed yet.");
        input.focus();
      }
    });
    if (this.facts.kind === "number") form.append(said);
    return form;
  }

  /** @param {Question} question @param {HTMLElement} said @param {HTMLElement} unknown */
  program(question, said, unknown) {
    const { builder } = this.lesson;
    if (!builder || !this.facts.code) return [unknown];
    const building = builder.build(this.facts.code);
    const run = element("button", { type: "button", class: "gx-run" }, _("Run it"));
    run.addEventListener("click", async () => {
      const { given, open } = building.read();
      if (open) said.textContent = open;
      else {
        const judged = await this.ask(question, said, given);
        said.append(...building.explain(judged?.wrong ?? []));
      }
    });
    return [building.root, element("div", { class: "gx-answers" }, run, unknown), said];
  }

  /** @param {(given: string) => void} point */
  compass(point) {
    const buttons = COMPASS.map((arrow, i) => {
      if (!arrow) return element("span");
      const button = element("button", { type: "button", "aria-label": NAMES[i], title: NAMES[i] }, arrow);
      button.addEventListener("click", () => point(WAYS[i]));
      return button;
    });
    const label = _("Or choose a direction");
    return element("div", { class: "gx-compass", role: "group", "aria-label": label }, ...buttons);
  }

  /** A click on the map or on a sample answers, once. @param {(given: string) => void} point */
  listenToPoints(point) {
    const { host } = this.lesson.shown.player;
    host.onPin = (sample) => {
      if (this.ofSamples) point(String(sample));
    };
    if (this.ofSamples) return;
    host.onStart = ({ x, y }) => point(`${x.toPrecision(6)}; ${y.toPrecision(6)}`);
  }

  stopListening() {
    const { host } = this.lesson.shown.player;
    host.onPin = undefined;
    host.onStart = undefined;
  }

  /** Ask the server what there is to say. @param {Question} question @param {HTMLElement} said @param {string} given */
  async ask(question, said, given) {
    const { name, id, served } = this.lesson.facts;
    said.classList.remove("gx-wrong");
    // Where nobody can judge it, he sees for himself.
    if (!served) {
      this.stopListening();
      question.settle(given);
      return null;
    }
    const judged = await this.lesson.fetch("judge", { given }).catch(() => null);
    if (!question.open) return null;
    if (!judged) said.textContent = LATER;
    else if (judged.settled) {
      note(name, id, { right: judged.right, said: judged.said, language: LANGUAGE });
      this.stopListening();
      question.settle(given);
    } else {
      said.textContent = judged.said;
      said.classList.add("gx-wrong");
    }
    return judged;
  }

  /** An answer that nobody has judged, to be held against the right one. @param {string} answer @returns {HTMLElement[]} */
  beside(answer) {
    const { kind, code } = this.facts;
    const { builder } = this.lesson;
    if (kind === "choose" || kind === "number") return [element("p", {}, _("You said {answer}.", { answer }))];
    if (kind !== "code" || !code || !builder) return [];
    const built = element("code", { class: "gx-whole" }, builder.written(code, answer));
    return [element("p", {}, _("You have built this:")), built, element("p", {}, _("This passes the gradient check:"))];
  }

  /** What was said to an answer; where that was in another language, once more in this one. @param {Known} known */
  judgement(known) {
    const line = element("p", {}, known.said ?? "");
    if ((known.language ?? LANGUAGE) !== LANGUAGE && known.answer && this.lesson.facts.served) {
      const { name, id } = this.lesson.facts;
      const given = known.answer;
      const tell = (/** @type {{said: string}} */ { said }) => {
        line.textContent = said;
        if (knownOf(name, id).answer === given) note(name, id, { said, language: LANGUAGE });
      };
      // Without a server it stays as it was said.
      this.lesson.fetch("judge", { given }).then(tell, () => {});
    }
    return line;
  }

  /** Which answer was the right one, where the author has marked any, and why. @returns {Node[]} */
  rightOnes() {
    const { answers, correct } = this.facts;
    if (!correct.length) return [];
    const right = correct.map((place) => _("\u201c{words}\u201d", { words: answers[place] }));
    const why = correct.flatMap((place) => this.lesson.copies(`said-${place}`));
    return [element("p", {}, _("Right: {words}", { words: right.join(` ${_("or")} `) })), ...why];
  }

  /** What is said to an answer, and behind it whatever it was. @param {string} answer @returns {HTMLElement} */
  verdict(answer) {
    const { name, id } = this.lesson.facts;
    const known = knownOf(name, id);
    const place = this.facts.answers.indexOf(answer);
    const { correct, kind } = this.facts;
    const right = kind === "choose" ? correct.includes(place) : known.right === true;
    const box = element("div", { class: `gx-said ${right ? "gx-passed" : "gx-failed"}`, role: "status" });
    // A choice is, unless its author has marked none as right.
    const judged = kind === "choose" ? correct.length > 0 : known.right !== undefined;
    if (answer === UNKNOWN || !judged) {
      box.classList.remove("gx-failed");
      if (answer !== UNKNOWN) box.append(...this.beside(answer), ...this.lesson.copies(`said-${place}`));
      box.append(...this.lesson.copies("unknown"));
    } else {
      const mark = element("strong", {}, right ? `${_("✓ Right.")} ` : `${_("✗ Not quite.")} `);
      const chosen = this.facts.kind === "choose";
      const words = chosen ? this.lesson.copies(`said-${place}`) : [this.judgement(known)];
      if (chosen) box.append(element("p", { class: "gx-chosen" }, mark, _("“{words}”", { words: answer })), ...words);
      else box.append(...words);
      if (chosen && !right) box.append(...this.rightOnes());
      // What was built and is right is what stands in the app.
      if (this.facts.kind === "code") box.append(...this.lesson.copies("unknown"));
    }
    box.append(...this.guessed(answer), ...this.lesson.copies("after"));
    return box;
  }
}
