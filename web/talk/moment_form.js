/** A moment in the list of a talk: what is said, asked and noted there, in fields. */

/** @import { Moment, Question } from "./list.js" */

import { below } from "../address.js";
import { element, part } from "../dom.js";
import { _ } from "../words.js";
import { askAbout, askWhatItShows, queryOf } from "./asking.js";
import { CHOICES, LETTERS, WORDS } from "./limits.js";
import { bareQuestion, EMPTY } from "./list.js";
import { readTalkFile } from "./reader.js";
import { countWords } from "./words.js";
import { asFile } from "./writer.js";

const [LEAST, MOST_ANSWERS] = CHOICES;
/** @type {[string, string][]} */
const KINDS = [
  ["", _("No question")],
  ["choose", _("To choose an answer")],
  ["number", _("To find a number")],
];

/** A field below its name. @param {string} label @param {HTMLElement[]} parts */
function labelled(label, ...parts) {
  return element("label", {}, element("span", {}, label), ...parts);
}

/** @param {string} name @param {Record<string, string>} [more] */
function input(name, more = {}) {
  return element("input", { name, autocomplete: "off", ...more });
}

/** What is wrong with a moment, in sentences; nothing where it can be saved. @param {Moment} moment */
export function wrongWith(moment) {
  const { problems } = readTalkFile(asFile({ ...EMPTY, title: "A talk", moments: [moment] }));
  return [...new Set(problems.map(([, sentence]) => sentence))];
}

export class MomentForm {
  /** @param {Moment} moment @param {(change: Partial<Moment>) => void} change */
  constructor(moment, change) {
    this.moment = moment;
    this.change = change;
    /** How often the server was asked: the last answer counts. */
    this.asked = 0;
    this.item = element(
      "li",
      { "data-id": moment.id },
      this.row(),
      this.details(),
      element("p", { class: "gx-wrong", role: "status" }),
    );
    this.item.addEventListener("input", () => this.note());
    this.item.addEventListener("change", () => this.askServer());
    part(this.item, "details").addEventListener("toggle", () => this.sayWhatItShows());
    this.fill(moment);
    this.askServer();
  }

  /** What is always to be seen of it. */
  row() {
    const title = _("Drag it to another place, or press ↑ and ↓");
    return element(
      "div",
      { class: "gx-talk-row" },
      element("button", { type: "button", class: "gx-handle", title }, element("span", { "aria-hidden": "true" }, "⠿")),
      element("span", { class: "gx-place" }),
      input("title", { maxlength: String(LETTERS.title) }),
      element("a", { class: "gx-show", title: _("Present it from here") }, _("Show")),
      element("button", { type: "button", class: "gx-remove" }, _("Remove")),
    );
  }

  details() {
    const kinds = KINDS.map(([value, label]) => element("option", { value }, label));
    const row = (/** @type {number} */ i) =>
      element(
        "div",
        { class: "gx-answer" },
        input("answer", { "aria-label": _("Answer {n}", { n: i }), placeholder: _("Answer {n}", { n: i }) }),
        element("label", {}, element("input", { type: "checkbox", name: "right" }), ` ${_("correct")}`),
        input("said", { "aria-label": _("Said to answer {n}", { n: i }), placeholder: _("What to say to it, if you like") }),
      );
    const answers = Array.from({ length: MOST_ANSWERS }, (_each, i) => row(i + 1));
    return element(
      "details",
      {},
      element("summary", {}, `${_("Words, question, note")} `, element("span", { class: "gx-has" })),
      labelled(_("Words on the screen"), element("textarea", { name: "words", rows: "3" }), element("small", { "data-of": "" })),
      labelled(_("Question"), element("select", { name: "kind" }, ...kinds)),
      element(
        "div",
        { class: "gx-asked" },
        labelled(_("What is asked"), input("asked")),
        element("div", { class: "gx-for-choose" }, ...answers),
        element("div", { class: "gx-for-number" }, labelled(_("Its name: L, z[1], dL/dy[0], dW[2] …"), input("number"))),
        labelled(_("Said after any answer"), input("after")),
      ),
      labelled(
        _("Note for you alone"),
        element("textarea", { name: "note", rows: "2" }),
        element("small", { "data-of": "note" }),
      ),
      element("p", {}, `${_("It shows")} `, element("a", { class: "gx-link" })),
    );
  }

  /** A field of the form. @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */ (part(this.item, `[name=${name}]`));
  }

  /** All fields of a name. @param {string} name */
  fields(name) {
    return /** @type {HTMLInputElement[]} */ ([...this.item.querySelectorAll(`[name=${name}]`)]);
  }

  /** Put a moment into the fields. @param {Moment} moment */
  fill(moment) {
    this.moment = moment;
    const { title, words, note, question, link } = moment;
    const kind = this.field("kind");
    // What is only written in a file is kept, and not changed here.
    const other = question && !KINDS.some(([value]) => value === question.kind);
    if (other && !kind.querySelector(`[value=${question.kind}]`)) {
      kind.append(
        element("option", { value: question.kind }, question.kind === "point" ? _("To point at something") : _("To write code")),
      );
    }
    const values = { title, words, note, kind: question?.kind ?? "", asked: question?.words ?? "" };
    const more = { number: question?.number ?? "", after: question?.after ?? "" };
    for (const [name, value] of Object.entries({ ...values, ...more })) put(this.field(name), value);
    for (const [i, field] of this.fields("answer").entries()) put(field, question?.answers[i]?.text ?? "");
    for (const [i, field] of this.fields("said").entries()) put(field, question?.answers[i]?.said ?? "");
    for (const [i, field] of this.fields("right").entries()) field.checked = question?.answers[i]?.right ?? false;
    const shows = /** @type {HTMLAnchorElement} */ (part(this.item, ".gx-link"));
    const href = below(`view?${queryOf(link)}`);
    if (shows.href !== href) {
      shows.href = href;
      // The server says it in words, to whoever looks.
      shows.textContent = title || _("this moment");
    }
    this.look();
  }

  /** At which place of how many it stands. @param {number} at @param {number} count */
  standAt(at, count) {
    part(this.item, ".gx-place").textContent = String(at);
    /** @type {HTMLAnchorElement} */ (part(this.item, ".gx-show")).href = below(`talk?at=${at}`);
    this.field("title").setAttribute("aria-label", _("Title of moment {n}", { n: at }));
    this.field("title").setAttribute("placeholder", _("Moment {n}", { n: at }));
    part(this.item, ".gx-handle").setAttribute("aria-label", _("Move moment {n} of {count}", { n: at, count }));
    part(this.item, ".gx-remove").setAttribute("aria-label", _("Remove moment {n}", { n: at }));
    part(this.item, ".gx-show").setAttribute("aria-label", _("Show moment {n}", { n: at }));
  }

  /** What was typed becomes the moment. */
  note() {
    const change = { title: this.field("title").value, words: this.field("words").value, note: this.field("note").value };
    this.moment = { ...this.moment, ...change, question: this.question() };
    this.change(this.moment);
    this.look();
  }

  /** @returns {Question | null} */
  question() {
    const kind = this.field("kind").value;
    if (kind !== "choose" && kind !== "number" && kind !== "point" && kind !== "code") return null;
    const [texts, saids] = ["answer", "said"].map((name) => this.fields(name).map(({ value }) => value));
    const rights = this.fields("right").map(({ checked }) => checked);
    const answers = texts.map((text, i) => ({ text, right: rights[i], said: saids[i] }));
    return {
      ...(this.moment.question ?? bareQuestion()),
      kind,
      words: this.field("asked").value,
      answers: kind === "choose" ? answers.filter(({ text, said }) => text.trim() || said.trim()) : [],
      number: kind === "number" ? this.field("number").value.trim() : "",
      point: kind === "point" ? (this.moment.question?.point ?? "") : "",
      gaps: kind === "code" ? (this.moment.question?.gaps ?? "") : "",
      after: this.field("after").value,
    };
  }

  /** Only what is needed is shown; how long it is, and what is wrong. */
  look() {
    const { item, moment } = this;
    const { words, question, note, task } = moment;
    part(item, ".gx-asked").hidden = !question;
    part(item, ".gx-for-choose").hidden = question?.kind !== "choose";
    part(item, ".gx-for-number").hidden = question?.kind !== "number";
    const filled = this.fields("answer").map(({ value }) => Boolean(value.trim()));
    const rows = Math.max(LEAST + 1, filled.lastIndexOf(true) + 2);
    for (const [i, row] of item.querySelectorAll(".gx-answer").entries()) /** @type {HTMLElement} */ (row).hidden = i >= rows;
    for (const place of item.querySelectorAll("[data-of]")) {
      const of = /** @type {HTMLElement} */ (place).dataset.of ?? "";
      place.textContent = _("{n} of {most} words", { n: countWords(of ? note : words), most: WORDS[of] });
    }
    const has = [words.trim() && _("words"), question && _("a question"), task && _("a task"), note.trim() && _("a note")];
    part(item, ".gx-has").textContent = has.filter(Boolean).join(", ");
    this.say(wrongWith(moment));
  }

  /** @param {string[]} sentences */
  say(sentences) {
    const place = part(this.item, ".gx-wrong");
    const said = sentences.join(" ");
    if (place.textContent !== said) place.textContent = said;
  }

  /** What its link shows, where somebody has opened the form. */
  async sayWhatItShows() {
    const shows = /** @type {HTMLAnchorElement} */ (part(this.item, ".gx-link"));
    const { link } = this.moment;
    const said = await askWhatItShows(link).catch(() => null);
    if (said && link === this.moment.link) shows.textContent = said.shows;
  }

  /** Which numbers there are only the server knows. It is asked when somebody has typed. */
  async askServer() {
    this.asked += 1;
    const mine = this.asked;
    const known = await askAbout(this.moment).catch(() => null);
    // What was typed meanwhile is looked at as it is now.
    if (known && mine === this.asked) this.say([...wrongWith(this.moment), ...known.problems]);
  }
}

/** A field that says so already keeps its cursor. @param {{value: string}} field @param {string} value */
function put(field, value) {
  if (field.value !== value) field.value = value;
}
