/** What a lecturer puts into a link for a class: a title and a task, panels and controls that are left out, a question. */

/** @import { Player } from "./player.js" */

import { readAddress } from "./address.js";
import { element, only, part } from "./dom.js";
import facts from "./facts.js";
import { ANSWERS, LETTERS, readPredict, writePredict } from "./predict.js";
import { _ } from "./words.js";

/** So many places for answers are shown from the start. */
const ANSWERS_FIRST = 3;
/** What of an address is a class's: it fills the form. */
const OF_A_CLASS = ["title", "task", "show", "hide", "predict"];

export class ClassForm {
  /** @param {Player} player @param {HTMLDialogElement} dialog */
  constructor(player, dialog) {
    this.player = player;
    this.dialog = dialog;
    /** Whether somebody has typed at which step the question stands: else it is the one that is shown. */
    this.placed = false;
    const { hide, pages } = facts;
    part(dialog, ".gx-share-hide").append(...hide.map(([value, label]) => tick("hide", value, label)));
    part(dialog, ".gx-share-pages").append(...pages.map(([value, label]) => tick("hide", `page-${value}`, label)));
    const hints = this.field("answer").placeholder.split("; ");
    const row = part(dialog, ".gx-share-answers > div");
    const rows = Array.from({ length: ANSWERS }, (_each, i) => {
      const copy = /** @type {HTMLElement} */ (row.cloneNode(true));
      const answer = only(copy, "[name=answer]", HTMLInputElement);
      answer.setAttribute("aria-label", _("Answer {n}", { n: i + 1 }));
      answer.placeholder = hints[i] ?? "";
      answer.maxLength = LETTERS.answer;
      part(copy, "[name=correct]").setAttribute("aria-label", _("Answer {n} is correct", { n: i + 1 }));
      return copy;
    });
    part(dialog, ".gx-share-answers").replaceChildren(...rows);
    for (const name of /** @type {const} */ (["title", "task", "question"])) this.field(name).maxLength = LETTERS[name];
    this.field("at").addEventListener("input", () => {
      this.placed = true;
    });
  }

  /** The field of a name. @param {string} name */
  field(name) {
    return only(this.dialog, `[name=${name}]`, HTMLInputElement);
  }

  /** All fields of a name. @param {string} name @returns {HTMLInputElement[]} */
  fields(name) {
    return [...this.dialog.querySelectorAll(`[name=${name}]`)].filter((each) => each instanceof HTMLInputElement);
  }

  /** What the address says, into the form; what was typed since stays there, as long as the address says the same. */
  fill() {
    const { dialog } = this;
    const { layout, step, timeline } = this.player;
    const asked = readPredict(readAddress("predict"));
    this.offerPanels();
    const first = timeline?.inside ? 1 : 0;
    part(dialog, ".gx-share-at").textContent = timeline?.inside ? _("Asked at stage") : _("Asked at step");
    if (!asked && !this.placed) this.field("at").value = String(step + first);
    const said = OF_A_CLASS.map(readAddress).join("\n");
    if (dialog.dataset.said === said) return;
    dialog.dataset.said = said;
    for (const name of ["title", "task"]) this.field(name).value = readAddress(name);
    for (const box of this.fields("show")) box.checked = !layout.leavesOut(box.value);
    const hidden = readAddress("hide").split(",");
    for (const box of this.fields("hide")) box.checked = hidden.includes(box.value);
    this.field("question").value = asked?.question ?? "";
    for (const [i, answer] of this.fields("answer").entries()) answer.value = asked?.answers[i] ?? "";
    for (const [i, box] of this.fields("correct").entries()) box.checked = asked?.correct.includes(i) ?? false;
    if (asked) this.field("at").value = String(asked.at + first);
    // What is in the link is to be seen.
    only(dialog, "details", HTMLDetailsElement).open ||= Boolean(said.trim());
  }

  /** The timeline's panels: to be left out, and as pictures those that are shown. */
  offerPanels() {
    const { dialog } = this;
    const { layout, timeline } = this.player;
    const labels = (timeline?.panels ?? []).map(({ name, title }) => [name, title.split(/[:·]/)[0].trim()]);
    if (dialog.dataset.panels !== layout.known.join()) {
      dialog.dataset.panels = layout.known.join();
      const boxes = labels.map(([name, label]) => tick("show", name, label, !layout.leavesOut(name)));
      const place = part(dialog, ".gx-share-panels");
      place.replaceChildren(part(place, "legend"), ...boxes);
    }
    const { alone } = layout;
    const shown = labels.filter(([name]) => (alone.length ? alone.includes(name) : !layout.leavesOut(name)));
    const picture = only(dialog, "[name=picture]", HTMLSelectElement);
    const chosen = picture.value;
    picture.replaceChildren(...shown.map(([name, label]) => new Option(label, name, false, name === chosen)));
  }

  /** As many places for answers as are needed, and one more; and a word where there are too few answers. */
  showRows() {
    const filled = this.fields("answer").map((answer) => Boolean(answer.value.trim()));
    const rows = Math.max(ANSWERS_FIRST, filled.lastIndexOf(true) + 2);
    for (const [i, answer] of this.fields("answer").entries()) {
      const row = answer.closest("div");
      if (row) row.hidden = i >= rows;
    }
    const asks = this.field("question").value.trim();
    part(this.dialog, ".gx-share-few").hidden = !asks || filled.filter(Boolean).length > 1;
  }

  /** What the form says of the class, as the address has it. @returns {Record<string, string>} */
  values() {
    const { layout, timeline } = this.player;
    const checked = (/** @type {string} */ name) =>
      this.fields(name)
        .filter((each) => each.checked)
        .map((each) => each.value);
    const shown = checked("show");
    const full = shown.length === layout.known.length || !shown.length;
    // Panels of other pages, which the link may lead to, stay as they are.
    const elsewhere = [...layout.only].filter((name) => !layout.known.includes(name));
    const given = this.fields("answer")
      .map((answer, i) => ({ answer: answer.value.trim(), i }))
      .filter(({ answer }) => answer);
    const marked = this.fields("correct").map((box) => box.checked);
    const at = Math.round(Number(this.field("at").value)) - (timeline?.inside ? 1 : 0);
    return {
      title: this.field("title").value.trim(),
      task: this.field("task").value.trim(),
      show: [...(full ? [] : shown), ...elsewhere].join(","),
      hide: checked("hide").join(","),
      predict: writePredict({
        at: Math.min(Math.max(at || 0, 0), timeline?.steps ?? 0),
        question: this.field("question").value.trim(),
        answers: given.map(({ answer }) => answer),
        correct: given.flatMap(({ i }, place) => (marked[i] ? [place] : [])),
      }),
    };
  }
}

/** A box to tick. @param {string} name @param {string} value @param {string} label @param {boolean} [checked] */
function tick(name, value, label, checked = false) {
  const box = element("input", { type: "checkbox", name, value, ...(checked ? { checked: "" } : {}) });
  return element("label", {}, box, ` ${label}`);
}
