/**
 * What stands around the player where there is no Streamlit: in the light view, in a static site, and in a page that is one
 * file. It brings the timeline, says what went wrong, and leads to the full page at the same moment.
 */

import { addressNumber, beginAt, beginning, below, here, LOOK, MOMENT, readAddress, TEACHING, writeAddress } from "./address.js";
import { fetchBytes, loadPart, unzip } from "./bytes.js";
import { open, readDetail, unfold } from "./codec.js";
import { element, only, rename } from "./dom.js";
import { leadToLanguages } from "./language_links.js";
import { Player } from "./player.js";
import { bringPlotly } from "./plotly.js";
import { _ } from "./words.js";

/** A timeline that has not come within so many milliseconds is being computed: the line is free for Plotly. */
const LATE = 1000;

/** The settings that a hand on the charts can change, as the page says. @param {HTMLElement} root */
const movableIn = (root) => (root.dataset.movable ?? "").split(" ");

/**
 * Show a timeline in `root`, which holds player.html. What is to be shown stands in its data:
 *   plotly    where Plotly's JavaScript is
 *   timeline  where the timeline is; nothing where it stands in the page itself, as the text of .gx-timeline
 *   script    the same as a script, for a page without a server
 *   follows   "" where one timeline is for all steps; "outside" and "rest": another step of the run, asked for by the
 *             player's control, or as soon as the user rests on it, has another one
 *   asks      "point" where a click asks about a point of the map, which then has another timeline too
 *   details   where the exact numbers of a step are, which the timeline leaves out; nothing where it has them all
 *   draft     where drafts of what is shown are, for what the hand holds; nothing where nobody makes them
 *   movable   the settings that a hand can change, with spaces between them
 *   explore   where the full page is; nothing where that is not known
 *   lesson    a lesson's moment, of which this is the picture (see lesson.js); and moment, the query of it
 *   link      what is read as the address, where the browser's own says nothing
 *   given     a query that the address may say otherwise
 *   newest    version of the defaults that the addresses in these data leave out
 *   version   of the defaults that the address leaves out; nothing where the page stands for a whole link
 * @param {HTMLElement} root @param {Promise<Uint8Array>} [timeline] folded, where it has been asked for already
 */
export function view(root, timeline) {
  const shown = begin(root, timeline);
  // What a lesson asks covers a part of the picture: it comes first.
  return (root.dataset.lesson ? shown.teach(root.dataset.lesson) : Promise.resolve()).then(() => shown.show());
}

/** What is to be shown there, before any of it is shown. @param {HTMLElement} root @param {Promise<Uint8Array>} [timeline] */
export function begin(root, timeline) {
  const { explore = "", link = "", given = "", version = "" } = root.dataset;
  beginAt(link, given, version);
  if (readAddress("embed") === "true") root.classList.add("gx-embed");
  const shown = new LightView(root, timeline);
  if (explore) lead(only(root, ".gx-explore", HTMLAnchorElement), shown.player, explore);
  leadToLanguages(root, () => shown.player.timeline && shown.player.rest.writeAddress());
  return shown;
}

export class LightView {
  /** @param {HTMLElement} root @param {Promise<Uint8Array>} [coming] its timeline */
  constructor(root, coming) {
    const { plotly = "", timeline = "", follows = "", asks = "" } = root.dataset;
    this.root = root;
    /** The address then: it may be another one before a lesson's program listens. */
    this.begunAt = here();
    this.coming = coming;
    this.plotly = plotly;
    this.player = new Player(root, plotly);
    this.player.served = Boolean(timeline);
    this.player.host.sketchFirst = coming !== undefined;
    /** What was asked for last, in the words of the timeline's address. @type {Record<string, string>} */
    this.wish = follows ? { step: readAddress("step") } : {};
    /** The point of the map that was asked about before. */
    this.before = "";
    /** How often something was asked for, and details: of several answers only the last one counts. */
    this.asked = 0;
    this.refined = 0;
    /** Told when the first picture is there. @type {() => void} */
    this.onShown = () => {};
    /** Told whenever what is shown has come to rest. @type {() => void} */
    this.onSettled = () => {};
    const { host, rest, transport } = this.player;
    if (follows === "outside") host.onOutside = (step) => this.showStep(step);
    host.onRest = follows === "rest" ? (step) => this.showStep(step) : () => this.settle();
    if (asks) {
      host.onStart = ({ x, y }) => this.ask([x, y].map((value) => value.toPrecision(4)).join(", "));
      host.onUndo = () => this.ask(this.before);
    }
    if (root.dataset.draft) this.followHand();
    rest.reported = addressNumber("step");
    transport.go(rest.reported);
  }

  /** What the hand lets go of becomes the run: an entry in the history, and another timeline. */
  followHand() {
    const { host, leave } = this.player;
    const movable = movableIn(this.root);
    host.draftAddress = () => this.addressOf(this.root.dataset.draft ?? "", this.wish);
    const heading = this.root.dataset.lesson ? null : this.root.querySelector("h1");
    const first = Object.fromEntries(movable.map((name) => [name, readAddress(name)]));
    // What each run is called, by its settings.
    const names = new Map([[JSON.stringify(movable.map(readAddress)), heading?.textContent ?? ""]]);
    const call = () => {
      const name = names.get(JSON.stringify(movable.map(readAddress)));
      if (heading && name) rename(heading, name);
    };
    host.onLetGo = (_holds, link, name) => {
      if (!Object.keys(link).length) {
        const { unanswered, refused } = this.player.drafts;
        const isRefused = refused === this.player.timeline;
        if (unanswered) this.player.fail(_("The server does not answer, so everything is back where it was."));
        else if (!isRefused) this.player.fail(_("The server is busy, so everything is back where it was. Please try again."));
        return false;
      }
      this.player.rest.writeAddress();
      writeAddress(link, true);
      Object.assign(this.wish, link);
      this.player.drafts.tell();
      this.player.drafts.heard();
      names.set(JSON.stringify(movable.map(readAddress)), name);
      call();
      this.show();
      return true;
    };
    const back = () => {
      call();
      const before = JSON.stringify(this.wish);
      for (const name of movable) {
        const said = readAddress(name);
        if (said === first[name]) delete this.wish[name];
        else this.wish[name] = said;
      }
      if (JSON.stringify(this.wish) === before) return;
      // The run that is shown may end before that step.
      const step = addressNumber("step");
      this.show().then(() => this.player.transport.stopAt(step));
    };
    addEventListener("popstate", back, { signal: leave.signal });
  }

  /** An address with what is wished for. @param {string} page @param {Record<string, string>} wished */
  addressOf(page, wished) {
    const address = new URL(below(page));
    for (const [name, value] of Object.entries(wished)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    // The address that the page came with leaves out the newest defaults, whichever the visitor's link leaves out.
    const { newest = "" } = this.root.dataset;
    if (newest && !address.searchParams.has("v")) address.searchParams.set("v", newest);
    return address.href;
  }

  /** Another page takes its place. @param {HTMLElement} root @param {Promise<Uint8Array>} timeline of it */
  giveWayTo(root, timeline) {
    this.root.replaceWith(root);
    // At once: nothing of what was shown may write into the address of what comes.
    this.player.gone();
    return view(root, timeline);
  }

  /** The timeline, folded. */
  bring() {
    const { coming } = this;
    this.coming = undefined;
    if (coming) return coming;
    const { script = "", timeline = "" } = this.root.dataset;
    if (script) return loadPart(script);
    const inline = this.root.querySelector(".gx-timeline")?.textContent;
    return inline ? unzip(inline) : fetchBytes(this.addressOf(timeline, this.wish));
  }

  /** Show what is wished for; where that is not to be had, a sentence and a button. */
  async show() {
    this.asked += 1;
    const mine = this.asked;
    const { player } = this;
    try {
      const coming = this.bring();
      // On a slow line the numbers come first: they make a picture, and Plotly alone makes none.
      const begin = () => bringPlotly(this.plotly);
      setTimeout(begin, LATE);
      coming.then(begin, () => {});
      const folded = await coming;
      if (mine !== this.asked) return;
      if (!(await this.showRate(folded))) await player.load(unfold(folded));
      player.parts.failure.hidden = true;
      // The rate that the address asks for has not come: what is shown is the page's own run.
      if (player.rate.variants?.missing) player.fail(player.rate.variants.missing);
      this.settle();
      this.onShown();
    } catch (error) {
      if (mine === this.asked) this.offerAgain(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * The page may have brought the run at other learning rates, each as what differs from its own → whether the address has
   * asked for another one, which is shown.
   * @param {Uint8Array} own folded
   */
  async showRate(own) {
    const { rates = "" } = this.root.dataset;
    const inline = this.root.querySelector(".gx-runs")?.textContent ?? "";
    if (!(rates || inline) || this.player.rate.variants) return false;
    const [places, bring] = rates ? [rates, loadPart] : [inline, unzip];
    const { offer } = await import("./variants.js");
    return offer(this.player, own, (place) => bring(places.split(",")[place]));
  }

  settle() {
    this.onSettled();
    this.refine();
  }

  /** It is the picture of a lesson's moment. @param {string} facts */
  async teach(facts) {
    // Few pages are of a lesson.
    const module = await import("./lesson.js").catch(() => null);
    await module?.teach(this, JSON.parse(facts));
  }

  /** @param {string} message */
  offerAgain(message) {
    const { failure } = this.player.parts;
    this.player.fail(message);
    const again = element("button", { type: "button", class: "gx-again" }, _("Try again"));
    again.addEventListener("click", () => {
      failure.hidden = true;
      this.show();
    });
    failure.append(" ", again);
  }

  /** Another step of the run has another timeline. @param {number} step */
  showStep(step) {
    this.wish.step = step ? String(step) : "";
    this.show();
  }

  /** A point of the map has another timeline too. @param {string} point "" for none */
  ask(point) {
    this.before = readAddress("point");
    this.wish.point = point;
    writeAddress({ point: this.wish.point });
    this.show();
  }

  /** Ask for the exact numbers of the step that is shown. Without an answer the coarse picture stays. */
  async refine() {
    const { details = "" } = this.root.dataset;
    const { player } = this;
    if (!details || player.transport.playing) return;
    this.refined += 1;
    const mine = this.refined;
    try {
      const step = player.step ? String(player.step) : "";
      const bytes = await fetchBytes(this.addressOf(details, { ...this.wish, step }));
      if (mine === this.refined && bytes.length) player.refine(readDetail(open(bytes)));
    } catch {
      // They are not missed: what is shown is right, only coarser.
    }
  }
}

/**
 * Let a link lead to the full page at the moment that the player shows.
 * @param {HTMLAnchorElement} link
 * @param {Player} player
 * @param {string} page the address of the full page
 */
function lead(link, player, page) {
  // In a frame the full page would be as small as the frame is.
  if (window !== window.parent) link.target = "_blank";
  const aim = () => {
    if (!player.timeline) return;
    player.rest.writeAddress();
    const address = new URL(below(page));
    const given = beginning();
    // A page that stands for a link has its run, unless a hand has changed it: only the moment can be another one.
    const known = [
      ...MOMENT,
      ...LOOK,
      ...TEACHING,
      ...(player.rate.variants ? ["lr"] : player.host.onLetGo ? movableIn(player.root) : []),
    ];
    for (const [name, value] of given) address.searchParams.append(name, value);
    for (const [name, value] of here().searchParams) {
      if (given.size) known.includes(name) && address.searchParams.set(name, value);
      else if (!["page", "embed"].includes(name)) address.searchParams.append(name, value);
    }
    // A lesson shows a panel or two, as a talk does; whoever explores has all of them.
    if (player.root.dataset.lesson) address.searchParams.delete("show");
    // There is no way back into a talk but the browser's own.
    if (!address.searchParams.has("lesson")) address.searchParams.delete("at");
    link.href = address.href;
  };
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, aim);
}
