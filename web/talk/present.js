/**
 * A talk is presented: a moment after the other in the light view, by one key, without loading a page. The next one is
 * fetched ahead.
 */

/** @import { LightView } from "../light_view.js" */
/** @import { Page } from "../moments.js" */
/** @import { Known } from "./asking.js" */
/** @import { Talk } from "./list.js" */

import { below, here, LOOK } from "../address.js";
import { element, part } from "../dom.js";
import { lessonOf } from "../lesson.js";
import { begin } from "../light_view.js";
import { copyOf, fetchPage } from "../moments.js";
import { listenToPrint } from "../printing.js";
import { forget } from "../progress.js";
import { _, inLanguage } from "../words.js";
import { askAbout, judgedQuery, queryOf } from "./asking.js";
import { cardOf, factsOf, nameOf } from "./card.js";
import { Pen } from "./pen.js";
import { Speaker } from "./speaker.js";
import { sheetOf } from "./worksheet.js";

/** What of this page's address is not of the run that is shown. */
const OURS = ["at", ...LOOK];

/** Which moment the address asks for, from 1 on; 0 for none. @param {URL} [address] */
export function momentIn({ searchParams } = here()) {
  const at = searchParams.get("at") ?? "";
  return /^\d{1,2}$/.test(at) ? Number(at) : 0;
}

/**
 * The page that a talk is presented on. talk: as it is now · began: something is shown now · failed: nothing could be, in a
 * sentence · ended: back
 * @typedef {{talk: () => Talk, began: () => void, failed: (said: string) => void, ended: () => void}} Stage
 */

export class Presentation {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.talk = stage.talk();
    this.at = 0;
    /** How often somebody wanted to go on: the last one counts. */
    this.wanted = 0;
    /** @type {LightView | null} */
    this.shown = null;
    /** @type {Pen | null} */
    this.pen = null;
    /** What the server has said of the moments, by their ids. @type {Map<string, Promise<Known>>} */
    this.known = new Map();
    this.speaker = new Speaker((event) => this.press(event));
    this.black = element("button", { type: "button", class: "gx-black", "aria-label": _("The screen is black: show it again") });
    this.black.addEventListener("click", () => this.blank());
  }

  /** Whoever presents it once more asks once more. */
  beginAnew() {
    for (const { id } of this.talk.moments) forget(nameOf(this.talk), id);
  }

  /** Where a moment is in the address. @param {number} at */
  addressOf(at) {
    const address = new URL(below("talk"));
    address.searchParams.set("at", String(at));
    address.hash = here().hash;
    return address;
  }

  /** The same, changed so that its task is done. @param {number} at */
  wayOf(at) {
    const { link, task } = this.talk.moments[at - 1];
    const address = this.addressOf(at);
    const [usual, solved] = [queryOf(link), queryOf(task?.way ?? link)];
    for (const name of new Set([...usual.keys(), ...solved.keys()])) {
      const value = solved.get(name) ?? "";
      if (value !== usual.get(name)) address.searchParams.set(name, value);
    }
    return address;
  }

  /** What is shown of a moment, as a page of the light view. @param {number} at @param {URL} [changed] an address that changes it */
  pageOf(at, changed) {
    const address = new URL(below("view"));
    const query = queryOf(this.talk.moments[at - 1].link);
    for (const [name, value] of changed?.searchParams ?? []) {
      if (OURS.includes(name)) continue;
      if (value) query.set(name, value);
      else query.delete(name);
    }
    address.search = query.toString();
    return inLanguage(address).href;
  }

  /** What the server says of a moment, asked once. @param {number} at */
  ask(at) {
    const moment = this.talk.moments[at - 1];
    const asked = this.known.get(moment.id) ?? askAbout(moment);
    this.known.set(moment.id, asked);
    asked.catch(() => this.known.delete(moment.id));
    return asked;
  }

  /** Until something is shown the list can be changed: what is presented is what stands there; whether that is another talk. */
  follow() {
    const { talk } = this;
    if (!this.shown) this.talk = this.stage.talk();
    if (this.talk !== talk) this.known.clear();
    return this.talk !== talk;
  }

  /** To the first moment that is shown, or the last one where there are no more so many. @param {number} at @param {boolean} entry */
  begin(at, entry) {
    this.follow();
    const count = this.talk.moments.length;
    if (count) this.go(Math.min(at, count), entry);
    else this.stage.failed(_("There is no moment to present."));
  }

  /** To another moment. @param {number} at from 1 on @param {boolean} [entry] in the browser's history, where it is not there yet */
  async go(at, entry = true) {
    if (!this.talk.moments[at - 1]) return;
    this.wanted += 1;
    const mine = this.wanted;
    const address = entry ? this.addressOf(at) : here();
    try {
      const [page, known] = await Promise.all([fetchPage(this.pageOf(at, entry ? undefined : address)), this.ask(at)]);
      if (mine !== this.wanted) return;
      if (this.follow()) this.begin(at, entry);
      else this.show(at, page, known, address, entry);
    } catch {
      if (mine === this.wanted) this.fail(at, entry);
    }
  }

  /** @param {number} at @param {Page} page @param {Known} known @param {URL} address @param {boolean} entry */
  show(at, page, known, address, entry) {
    const { talk, shown } = this;
    const moment = talk.moments[at - 1];
    if (shown?.player.layout.lecture) address.searchParams.set("lecture", "true");
    if (entry) history.pushState(null, "", address);
    const root = copyOf(page);
    const facts = factsOf(talk, moment, known);
    delete root.dataset.version;
    root.dataset.given = queryOf(moment.link).toString();
    root.dataset.lesson = JSON.stringify(facts);
    const shownNow = new URL(this.pageOf(at, entry ? undefined : address)).search;
    root.dataset.moment = judgedQuery({ ...moment, link: shownNow }).toString();
    const addresses = {
      moment: (/** @type {number} */ to) => this.addressOf(to).href,
      way: (/** @type {number} */ to) => this.wayOf(to).href,
      list: below(`talk${address.hash}`),
    };
    const title = moment.title || _("Moment {n}", { n: at });
    part(root, "h1").textContent = title;
    part(root, ".gx").prepend(cardOf(talk, at, known, addresses));
    this.black.remove();
    if (shown) shown.root.replaceWith(root);
    else {
      document.body.prepend(root);
      this.stage.began();
    }
    // At once: nothing of what was shown may write into the address of what comes.
    shown?.player.gone();
    document.title = `${title} · ${talk.title || _("My talk")}`;
    this.at = at;
    const now = this.openMoment(root, page);
    scrollTo(0, 0);
    part(root, ".gx-lesson h2").focus({ preventScroll: true });
    part(root, "[aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
    const next = talk.moments[at]?.title ?? "";
    this.speaker.show({ at, count: talk.moments.length, title, note: moment.note, next });
    lessonOf(now, facts).then(() => now.show());
  }

  /** A moment in the light view, with the tools of whoever presents. @param {HTMLElement} root @param {Page} page */
  openMoment(root, page) {
    const shown = begin(root, page.timeline);
    this.shown = shown;
    const pen = new Pen(shown.player.parts.panels);
    this.pen = pen;
    const tool = (/** @type {string} */ name) => part(root, `[data-tool=${name}]`);
    const tools = {
      prev: () => this.go(this.at - 1),
      next: () => this.go(this.at + 1),
      blank: () => this.blank(),
      draw: () => tool("draw").setAttribute("aria-pressed", String(pen.toggle())),
      notes: () => this.speaker.open() || shown.player.fail(_("Your browser has blocked the second window.")),
    };
    for (const name of /** @type {const} */ (["draw", "blank", "notes"])) tool(name).addEventListener("click", tools[name]);
    listenToPrint(sheetOf(this.talk), shown.player.leave.signal);
    shown.player.host.talk = new Map(Object.entries(tools));
    let before = -1;
    shown.player.host.onStep = (step) => {
      // The same step may be painted more than once.
      if (step !== before) pen.clear();
      before = step;
    };
    shown.player.parts.section.classList.add("gx-has-talk");
    root.addEventListener("click", (event) => this.followLink(event));
    shown.onShown = () => {
      if (!this.talk.moments[this.at]) return;
      fetchPage(this.pageOf(this.at + 1)).catch(() => {});
      this.ask(this.at + 1).catch(() => {});
    };
    return shown;
  }

  /** A link to another moment, or to the list, is followed without loading a page. @param {MouseEvent} event */
  followLink(event) {
    const link = event.target instanceof Element ? event.target.closest(".gx-moments a, .gx-ways-on a") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const at = momentIn(new URL(link.href));
    if (at) this.go(at);
    else {
      history.pushState(null, "", link.href);
      this.end();
    }
  }

  /** A black screen, or no longer. */
  blank() {
    if (this.black.isConnected) this.black.remove();
    else {
      document.body.append(this.black);
      this.black.focus();
    }
  }

  /** A key in the speaker's window is the same here. @param {KeyboardEvent} event */
  press({ key, code, shiftKey }) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, cancelable: true }));
  }

  /** @param {number} at @param {boolean} entry */
  fail(at, entry) {
    const said = _("Moment {n} could not be fetched: there is no connection to the server, or it has a problem.", { n: at });
    if (!this.shown) {
      this.stage.failed(said);
      return;
    }
    const again = element("button", { type: "button", class: "gx-again" }, _("Try again"));
    again.addEventListener("click", () => this.go(at, entry));
    this.shown.player.fail(`${said} `);
    this.shown.player.parts.failure.append(again);
  }

  /** Back to the list. */
  end() {
    this.wanted += 1;
    this.black.remove();
    this.speaker.close();
    if (this.shown) {
      this.shown.root.remove();
      this.shown.player.gone();
    }
    this.shown = null;
    this.stage.ended();
  }
}
