/**
 * The player: it draws a timeline (figures and tracks, made in Python) at one step after the other. It is composed of a
 * transport, panels and their layout, what is inside a step, a question, and what is told when the user rests. It does no
 * mathematics, and needs neither Streamlit nor a server (see streamlit.js and light_view.js, which put it on a page).
 */

/** @import { Detail, Timeline } from "./codec.js" */

import { addressNumber, readAddress, readCamera } from "./address.js";
import { unpack } from "./codec.js";
import { listenToControls, showPlaying } from "./controls.js";
import { element, keepRoom, only, part, unparted } from "./dom.js";
import { Drafts } from "./drafts.js";
import { undoModule } from "./gestures.js";
import { InsideStep } from "./inside.js";
import { listenToKeys } from "./keys.js";
import { Layout } from "./layout.js";
import { LessonNavigation } from "./lesson_navigation.js";
import { lineSample } from "./line_sample.js";
import { room } from "./numbers.js";
import { loadKinds, Panels } from "./panels.js";
import { bringPlotly, hasPlotly, loadPlotly } from "./plotly.js";
import { Question } from "./question.js";
import { RateSlider } from "./rate.js";
import { Rest } from "./rest.js";
import { ScreenReader } from "./screen_reader.js";
import { sweepModule } from "./sweep_button.js";
import { Transport } from "./transport.js";
import { _ } from "./words.js";

/**
 * What the page around the player offers; what it has not got, it leaves out.
 * @typedef {object} Host
 * @property {(step: number) => void} [onRest] the user rests on a step
 * @property {(point: {x: number, y: number, x0?: number, y0?: number, panel?: string}) => void} [onStart] a point of a chart was clicked
 * @property {() => void} [onUndo] takes back what the last onStart has done
 * @property {(holds: import("./drafts.js").Hold[], link: Record<string, string>, heading: string) => boolean | void} [onLetGo]
 *   makes the run of all that the hand has let go of, of the settings that the last draft of it has, and of what a page
 *   with it is called; false where nothing comes of it
 * @property {() => string} [draftAddress] where drafts of what is shown are
 * @property {(sample: number) => void} [onPin] a sample was clicked
 * @property {(step: number) => void} [onOutside] another step of the run is asked for, from inside of one
 * @property {(place: {stage: string, sample: string}) => void} [onPlace] the user rests inside a step
 * @property {(step: number) => void} [onStep] a step is painted
 * @property {boolean} [sketchFirst] the first picture is seen before Plotly draws, although Plotly is there
 * @property {Map<string, () => void>} [talk] what keys do in a talk, by their names
 * @property {() => boolean} [busy] whether it is not the time to tell it anything
 * @property {(target: Element) => boolean} [isNotice] a dialog of its own that takes the focus, but no keys
 */

/** The parts of player.html. @param {HTMLElement} root */
function partsOf(root) {
  return {
    section: part(root, ".gx"),
    play: part(root, "[data-do=play]"),
    scrubber: only(root, ".gx-scrubber", HTMLInputElement),
    predict: part(root, ".gx-predict"),
    deck: part(root, ".gx-deck"),
    bar: part(root, ".gx-bar"),
    more: part(root, "[data-do=more]"),
    transport: part(root, ".gx-transport"),
    stages: part(root, ".gx-stages"),
    speed: only(root, ".gx-speed", HTMLSelectElement),
    outer: only(root, ".gx-outer-template", HTMLTemplateElement),
    readout: part(root, ".gx-readout"),
    note: part(root, ".gx-note > span"),
    failure: part(root, ".gx-failure"),
    panels: part(root, ".gx-panels"),
    live: part(root, ".gx-live"),
    lecture: part(root, "[data-do=lecture]"),
    keys: only(root, ".gx-keys", HTMLDialogElement),
    share: only(root, ".gx-share", HTMLDialogElement),
  };
}

/** The line of numbers: a name each, with the line of a chart that it is of, where it has one; and its place. @param {Timeline} timeline */
function readoutOf({ readout, legend, steps }) {
  return readout.map(([label, template], i) => {
    const sample = legend[label] ? [lineSample(legend[label])] : [];
    const value = element("dd");
    // A longer number moves none behind it.
    if (i < readout.length - 1) value.style.setProperty("--gx-width", `${room(template, steps)}ch`);
    return element("div", {}, element("dt", {}, ...sample, label), value);
  });
}

/** The dialog that makes links. */
const shareModule = () => import("./share.js");

/** What no first picture needs comes with the first touch: it is there when it is asked for. */
function bringLater() {
  for (const module of [shareModule, sweepModule, undoModule]) module().catch(() => {});
}

export class Player {
  /**
   * @param {HTMLElement} root an element that holds player.html
   * @param {string} plotlySource
   * @param {string} [lightSource] Plotly without 3-D charts, a sixth as long; nothing where there is only one
   */
  constructor(root, plotlySource, lightSource = "") {
    this.root = root;
    this.plotlySource = plotlySource;
    this.lightSource = lightSource;
    /** @type {Host} */
    this.host = {};
    /** Whether there is a server behind it, which has other views of the same moment, and draws codes. */
    this.served = true;
    /** @type {Timeline | null} */
    this.timeline = null;
    /** A step's numbers in full, which may be of another timeline. @type {Detail | null} */
    this.detail = null;
    /** The program of the charts, as soon as it is there. @type {any} */
    this.Plotly = null;
    /** Where the eye of a 3-D chart is, as the address has it; empty where nobody has turned it. */
    this.camera = readCamera();
    /** The sample below the mouse or the focus; -1 for none. Inside a step it is its place in the timeline's samples,
     * and shown instead of the chosen one; along a run it is its row of X, and lit. */
    this.marked = -1;
    this.marking = false;
    /** The sample that stays lit when the mouse has gone, by its row of X; -1 for none. */
    this.pinned = -1;
    /** The code of the way in which stems are shown; the usual one where there is none of this code. */
    this.push = readAddress("push");
    /** A click that may yet become two. @type {ReturnType<typeof setTimeout> | undefined} */
    this.startTimer = undefined;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.leave = new AbortController();
    this.parts = partsOf(root);
    this.transport = new Transport(this.stage());
    this.drafts = new Drafts(this);
    this.rate = new RateSlider(this);
    this.panels = new Panels(this);
    this.inside = new InsideStep(this);
    this.layout = new Layout(this);
    this.question = new Question(this);
    this.rest = new Rest(this);
    this.screenReader = new ScreenReader(this);
    /** The way back from a tap; null until one was made. @type {import("./undo.js").Undo | null} */
    this.undo = null;
    this.lessonNavigation = new LessonNavigation();
    this.listen();
    this.layout.fit();
  }

  /** What the transport moves. @returns {import("./transport.js").Stage} */
  stage() {
    const { scrubber } = this.parts;
    return {
      last: () => this.timeline?.steps ?? null,
      inside: () => this.timeline?.inside != null,
      allowed: (step) => this.question.allowed(step),
      calm: () => this.calm.matches,
      gone: () => this.gone(),
      paint: () => this.panels.paint(),
      mark: (step) => {
        scrubber.value = String(step);
      },
      showPlaying: (playing) => showPlaying(this, playing),
      rest: () => this.rest.begin(),
    };
  }

  /** Wire up the transport, the keys, the window. */
  listen() {
    const { signal } = this.leave;
    const { section } = this.parts;
    listenToControls(this, signal);
    listenToKeys(this, signal);
    addEventListener("popstate", () => this.follow(), { signal });
    section.addEventListener("transitionend", (event) => {
      if (event.target === section && event.propertyName === "color") this.panels.recolour();
    });
    for (const type of ["pointerdown", "keydown"]) addEventListener(type, bringLater, { signal, once: true, capture: true });
  }

  /** The step that is shown, or, inside of one, its stage. */
  get step() {
    return this.transport.step;
  }

  /** The sample whose numbers are shown. */
  get shownSample() {
    return this.marked < 0 ? this.inside.sample : this.marked;
  }

  /** Which of a scalar's values is shown now. */
  get index() {
    return this.timeline?.inside ? this.shownSample : this.step;
  }

  /** The line of numbers as text. */
  readout() {
    const { readout } = this.parts;
    return Array.from(readout.children, (item) => Array.from(item.children, (each) => each.textContent).join(" "));
  }

  /** @param {string} name what a button or a key stands for */
  act(name) {
    // The words of a moment are there before its picture is.
    if (this.question.go(name) || !this.timeline || this.transport.act(name)) return;
    if (name === "more") this.showMore(this.parts.more.getAttribute("aria-expanded") !== "true");
    else if (name === "lecture") this.layout.lectureMode.toggle();
    else if (name === "escape") this.layout.leaveLarge();
    else if (name === "keys") this.parts.keys.showModal();
    else if (name === "share") this.share();
    else this.rate.act(name);
  }

  /** On a telephone: all that is in the bar, or only what steps. @param {boolean} all */
  showMore(all) {
    this.parts.more.setAttribute("aria-expanded", String(all));
    this.parts.deck.classList.toggle("gx-all", all);
  }

  async share() {
    try {
      (await shareModule()).share(this);
    } catch {
      this.fail(_("The dialog could not be loaded: there is no connection to the server."));
    }
  }

  /** Go where the address bar says. */
  follow() {
    if (this.gone()) return;
    this.transport.pause();
    const inside = this.timeline?.inside;
    if (inside) this.inside.follow(inside);
    else this.transport.go(addressNumber("step"));
  }

  /** Show or light a sample as long as the mouse or the focus is on it. @param {number} sample -1 for none */
  mark(sample) {
    const marked = sample < 0 ? this.pinned : sample;
    if (this.marked === marked) return;
    this.marked = marked;
    if (this.marking) return;
    this.marking = true;
    requestAnimationFrame(() => {
      this.marking = false;
      this.panels.repaint();
    });
  }

  /** Keep a sample lit, or no longer. @param {number} sample */
  pin(sample) {
    this.pinned = this.pinned === sample ? -1 : sample;
    this.host.onPin?.(sample);
    this.mark(sample);
  }

  /** Show stems in another way. @param {string} code */
  showPush(code) {
    this.push = code;
    this.panels.finish((this.timeline?.panels ?? []).filter(({ factors }) => factors));
    this.rest.begin();
  }

  /**
   * Show another timeline; the step stays where it is, as far as there is one. Throws an Error where a program that it
   * needs does not come.
   * @param {Uint8Array} bytes @param {boolean} [charts] whether Plotly draws it too, or its first picture is all for now
   */
  async load(bytes, charts = true) {
    const loaded = unpack(bytes);
    const isKnown = this.timeline?.token === loaded.token;
    // One whose charts could not be drawn, or not yet, may come once more.
    if (isKnown && this.Plotly) return;
    const timeline = isKnown && this.timeline ? this.timeline : loaded;
    if (!isKnown) this.enter(timeline);
    const source = this.sourceFor(timeline);
    if (charts) bringPlotly(source);
    await loadKinds(timeline);
    if (this.timeline !== timeline || this.gone()) return;
    if (!isKnown) await this.panels.sketch(this.host.sketchFirst || !hasPlotly(source));
    if (!charts) return;
    this.Plotly = await loadPlotly(source);
    // Another one came while Plotly was loading, or the user has gone to another page.
    if (this.timeline !== timeline || this.gone()) return;
    this.parts.failure.hidden = true;
    this.layout.fit();
    this.panels.draw();
  }

  /** Where Plotly is for these panels: whoever has all of it needs no part of it. @param {Timeline} timeline */
  sourceFor({ panels }) {
    const inSpace = panels.some((panel) => panel.figure?.layout?.scene);
    return this.lightSource && !inSpace && !hasPlotly(this.plotlySource) ? this.lightSource : this.plotlySource;
  }

  /** Become a player of this timeline: of the steps of a run, or of the stages inside a step. @param {Timeline} timeline */
  enter(timeline) {
    this.drafts.giveWay();
    this.timeline = timeline;
    const { scrubber, readout, note, panels, speed, transport, section } = this.parts;
    const { inside } = timeline;
    scrubber.max = String(timeline.steps);
    note.textContent = unparted(timeline.note);
    keepRoom(note, [timeline.note, ...timeline.moment.map(([, said]) => said)].flat());
    panels.dataset.layout = timeline.layout;
    // A single picture needs no transport.
    const single = timeline.steps === 0;
    for (const each of [transport, scrubber]) each.hidden = single;
    speed.hidden = Boolean(inside) || single;
    section.classList.toggle("gx-inside", Boolean(inside));
    section.classList.toggle("gx-one-step", Boolean(inside) && !this.host.onOutside);
    section.classList.toggle("gx-single", single);
    this.layout.fit();
    this.inside.enter(inside);
    // Another step of the run is in the address at once: whoever leaves now comes back to it.
    if (inside) this.rest.writeAddress();
    readout.replaceChildren(...readoutOf(timeline));
    this.transport.step = Math.min(this.step, timeline.steps, this.question.furthest);
    this.panels.painted = -1;
    this.panels.showNumbers();
    this.screenReader.soon();
  }

  /** @param {string} message */
  fail(message) {
    this.parts.failure.textContent = message;
    this.parts.failure.hidden = false;
  }

  /** Take a step's exact numbers; they may come before or after the timeline that they belong to. @param {Detail} detail */
  refine(detail) {
    this.detail = detail;
    if (detail.step === this.step && !this.transport.playing) this.panels.repaint();
  }

  /** Whether the page has taken the player away; then it lets go of everything. */
  gone() {
    if (this.root.isConnected) return false;
    this.leave.abort();
    this.layout.close();
    this.rest.end();
    this.screenReader.end();
    this.transport.playing = false;
    this.panels.close();
    return true;
  }
}
