/**
 * A moment of a lesson, beside the player that shows it: its question, its task with hints, and what is done of it. The
 * words stand in the page already (ui/export/templates/lesson.html), so that they are read before any program has come.
 */

/**
 * @import { Code } from "./building.js"
 * @import { LightView } from "./light_view.js"
 * @import { State } from "./progress.js"
 */

import { here } from "./address.js";
import { element, part } from "./dom.js";
import { followHistory } from "./lesson_navigation.js";
import { LessonQuestion } from "./lesson_question.js";
import { fetchPage, isEnclosed, name, turnTo } from "./moments.js";
import { listenToPrint, sheetAt } from "./printing.js";
import { knownOf, note, statesOf } from "./progress.js";
import { offerSkip } from "./skip.js";
import { nextOpen, orderOf } from "./visit_order.js";
import { _, inLanguage } from "./words.js";

/** The moments of a mixed lesson that somebody has come by, the last one last. @type {string[]} */
const trail = [];

/** What an address ends with that leads to any moment of a mixed lesson. */
const ANY = "#any";
/** What leads from one moment to another. */
const ON = ".gx-moments li a, .gx-ways-on a";

/**
 * @typedef {{kind: "choose" | "number" | "point" | "code", question: string, answers: string[], correct: number[], point: string,
 *   sample: number, code?: Code | null, at: number, plays: number | null, covers: string[]}} Asked sample: to be
 *   clicked, by its row of X; -1 where it is a place · plays: null for all steps
 *   that are left
 * @typedef {{name: string, id: string, moments: string[], mixed: boolean, question: Asked | null, task: boolean,
 *   served: boolean}} Facts served: whether there is a server, which says what is right
 */

/** What is said of how far somebody has come with a moment. @type {Record<State, string>} */
const STATES = { "": "", done: _("done"), right: _("correct"), answered: _("answered"), unknown: _("not known yet") };

/** What puts code together: few questions need it. @typedef {typeof import("./building.js") | null} Builder */

/** A moment of a lesson of ours. @param {LightView} shown @param {Facts} facts */
export async function teach(shown, facts) {
  if (facts.mixed && here().hash === ANY) {
    beginAnywhere(shown, facts);
    return;
  }
  const lesson = await lessonOf(shown, facts);
  lesson.goWithoutLoading();
  lesson.listenToWays();
  lesson.listenToPrint();
}

/** Where a site has a page for each moment, a visit of a mixed lesson begins on one of them. @param {LightView} shown @param {Facts} facts */
function beginAnywhere(shown, { name, moments }) {
  const order = orderOf(name, moments);
  const states = statesOf(name, order);
  const first = moments.indexOf(order[Math.max(nextOpen(states, -1), 0)]);
  const links = /** @type {HTMLAnchorElement[]} */ ([...shown.root.querySelectorAll(".gx-moments li a")]);
  location.replace(links[first].href);
}

/** A moment, whoever has written it. @param {LightView} shown @param {Facts} facts */
export async function lessonOf(shown, facts) {
  return new Lesson(shown, facts, facts.question?.code ? await import("./building.js").catch(() => null) : null);
}

export class Lesson {
  /** @param {LightView} shown @param {Facts} facts @param {Builder} builder */
  constructor(shown, facts, builder) {
    this.shown = shown;
    this.builder = builder;
    this.card = part(shown.root, ".gx-lesson");
    this.facts = facts.mixed ? this.inOrder(facts) : facts;
    this.tried = 0;
    // Moments, answers and lines of a heap are many stops of the Tab key.
    offerSkip();
    const { player } = shown;
    if (facts.question) {
      part(this.card, ".gx-lesson-question").append(player.parts.predict);
      player.question.pose(new LessonQuestion(this));
    } else if (facts.task) this.listenToTask();
    else note(facts.name, facts.id, { done: true });
    this.showDone();
  }

  /** Keys lead to the moments around this one: when clicks on their links do, too. */
  listenToWays() {
    this.shown.player.lessonNavigation.lead((way) =>
      /** @type {HTMLElement | null} */ (this.card.querySelector(`[rel=${way}]:not([hidden])`))?.click(),
    );
  }

  /** Whoever prints means the worksheet. A site's page may fetch nothing: there a link leads to it. */
  listenToPrint() {
    const link = this.card.querySelector(".gx-on-paper a");
    if (this.facts.served && link instanceof HTMLAnchorElement) listenToPrint(sheetAt(link.href), this.shown.player.leave.signal);
  }

  /** To another moment of this lesson or the next: its page takes the place of this one, and the next one is fetched ahead. */
  goWithoutLoading() {
    const { shown, card, facts } = this;
    if (!facts.served && !isEnclosed(`#${facts.id}`)) return;
    const go = async (/** @type {string} */ address, entry = true) => {
      const page = await fetchPage(address).catch(() => null);
      if (this.shown.player.gone()) return;
      if (facts.mixed) this.leaveFor(address);
      if (!page) location.assign(address);
      else {
        if (isEnclosed(address)) name(address);
        else if (entry) history.pushState(null, "", page.address);
        turnTo(shown, page);
        // As after loading a page: whoever listens hears where he is.
        const heading = part(document, ".gx-lesson h2");
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
    };
    card.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest(ON) : null;
      if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(link.href);
    });
    shown.onShown = () => {
      const next = card.querySelector("[rel=next]");
      if (next instanceof HTMLAnchorElement) fetchPage(next.href).catch(() => {});
    };
    // Back and forward in the browser's history: before the player looks for its step there.
    const back = () => go(location.href, false);
    followHistory(() => placeIn(here()), placeIn(shown.begunAt), back, shown.player.leave.signal);
  }

  /** The line of a mixed lesson's moments, and the facts of it, in the order of this visit. @param {Facts} facts @returns {Facts} */
  inOrder(facts) {
    const moments = orderOf(facts.name, facts.moments, facts.id);
    const line = part(this.card, ".gx-moments ol");
    const places = new Map(facts.moments.map((id, i) => [id, line.children[i]]));
    moments.forEach((id, i) => {
      const place = /** @type {HTMLElement} */ (places.get(id));
      part(place, ".gx-place").textContent = String(i + 1);
      line.append(place);
    });
    this.card.classList.add("gx-in-order");
    return { ...facts, moments };
  }

  /** Next comes the next moment that is not done yet, and where all are, that is said; Back leads to where one was. */
  mix() {
    const { name, id, moments } = this.facts;
    const states = statesOf(name, moments);
    const links = /** @type {HTMLAnchorElement[]} */ ([...this.card.querySelectorAll(".gx-moments li a")]);
    const mine = moments.indexOf(id);
    const open = nextOpen(states, mine);
    const ways = part(this.card, ".gx-ways-on");
    const [back, next] = ["prev", "next"].map((way) => /** @type {HTMLAnchorElement} */ (part(ways, `[rel=${way}]`)));
    next.href = links[open < 0 ? mine : open].href;
    const before = trail.at(-1);
    back.hidden = !before;
    if (before) back.href = before;
    next.hidden = open < 0 && states[mine] !== "";
    ways.querySelector(".gx-all-done")?.remove();
    const again = states.includes("unknown") ? ` ${_("Those with a ? can be asked again.")}` : "";
    const said = `${_("All moments are done.")}${again}`;
    if (next.hidden) ways.append(element("strong", { class: "gx-all-done", role: "status" }, said));
  }

  /** From a moment of a mixed lesson somebody goes to another, or back. @param {string} address */
  leaveFor(address) {
    const mine = this.card.querySelector(".gx-moments [aria-current]");
    if (trail.at(-1) === address) trail.pop();
    else if (mine instanceof HTMLAnchorElement) trail.push(mine.href);
  }

  /** Copies of words that the page has, and does not show yet. @param {string} name */
  copies(name) {
    const found = this.card.querySelector(`[data-said="${name}"]`);
    return found instanceof HTMLTemplateElement ? [...found.content.cloneNode(true).childNodes] : [];
  }

  /** Ask the server about this moment, as it is shown. @param {"judge" | "check"} what @param {Record<string, string>} more */
  async fetch(what, more) {
    const { player, wish } = this.shown;
    const step = player.step && !player.timeline?.inside ? String(player.step) : "";
    const address = this.shown.addressOf(`view/${what}?${this.shown.root.dataset.moment}`, { ...wish, step, ...more });
    const response = await fetch(inLanguage(new URL(address)));
    if (!response.ok) throw new Error(_("The server has a problem."));
    return response.json();
  }

  /** The task: whether it is done is looked at whenever the state rests. */
  listenToTask() {
    const { card, facts } = this;
    const more = part(card, ".gx-hint");
    const hints = [...card.querySelectorAll(".gx-hints > li")].filter((hint) => hint instanceof HTMLElement);
    more.hidden = !hints.length;
    more.addEventListener("click", () => {
      const next = hints.find((hint) => hint.hidden);
      if (next) next.hidden = false;
      more.hidden = !hints.some((hint) => hint.hidden);
    });
    if (!facts.served) return;
    const way = part(card, ".gx-way");
    way.addEventListener("click", () => note(facts.name, facts.id, { helped: true }));
    part(card, ".gx-anew").addEventListener("click", () => note(facts.name, facts.id, { helped: false, done: false }));
    this.shown.onSettled = () => this.check();
  }

  async check() {
    this.tried += 1;
    const mine = this.tried;
    const judged = await this.fetch("check", {}).catch(() => null);
    if (!judged || mine !== this.tried) return;
    const { name, id } = this.facts;
    const known = knownOf(name, id);
    const status = part(this.card, ".gx-done");
    const helped = Boolean(known.helped);
    if (judged.holds && !helped) note(name, id, { done: true });
    // At the beginning nothing was tried.
    const missing = this.tried > 1 ? judged.said : "";
    const said = judged.holds
      ? helped
        ? _("That is one way. Find one of your own.")
        : _("✓ Done.")
      : known.done
        ? _("✓ Done before.")
        : missing;
    if (status.textContent !== said) status.textContent = said;
    status.classList.toggle("gx-passed", judged.holds && !helped);
    part(this.card, ".gx-anew").hidden = !helped;
    this.showDone();
  }

  /** How far somebody has come with each moment, on the line of all of them. */
  showDone() {
    const { name, moments } = this.facts;
    const states = statesOf(name, moments);
    this.card.querySelectorAll(".gx-moments li a").forEach((link, i) => {
      const state = states[i];
      link.setAttribute("data-state", state);
      const mark = link.querySelector(".gx-unseen");
      if (mark) mark.textContent = state && ` (${STATES[state]})`;
    });
    if (this.facts.mixed) this.mix();
  }
}

/** Which moment an address is of. @param {URL} address */
function placeIn({ searchParams }) {
  return `${searchParams.get("lesson")} ${searchParams.get("at") ?? 1}`;
}
