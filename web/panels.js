/** The panels on the page: each is made once, drawn anew when its look has changed, and painted at every step. */

/**
 * @import { Panel, PackedPanel, Timeline } from "./codec.js"
 * @import { Kind, Numbers, Shown } from "./panels/kind.js"
 * @import { Player } from "./player.js"
 */

import { Chart } from "./chart.js";
import { element, keepFocus, painted, turn, unparted, visibleFirst, write } from "./dom.js";
import { fill, scalarAt } from "./numbers.js";
import kinds from "./panels/kinds.js";
import { sweepButton } from "./sweep_button.js";
import { forgetStyle } from "./theme.js";
import { turnButton } from "./turn_button.js";
import { _ } from "./words.js";

/** Milliseconds after which what was written has its place. */
const SETTLED = 60;

/**
 * A panel on the page. look: of what is drawn in it; "" for nothing · shown: what a panel of another kind than a chart shows
 * @typedef {{figure: HTMLElement, heading: HTMLElement, button: HTMLElement, ways: HTMLSelectElement, caption: HTMLElement, place: HTMLElement,
 *   chart: Chart | null, look: string, shown: Shown | null}} Entry
 */

const LARGER =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z" /></svg>';

/** The kinds of panels that have been loaded. @type {Map<string, Kind>} */
const loaded = new Map();

/** Load the kinds of panels that a timeline has and nobody has needed yet. @param {Timeline} timeline */
export async function loadKinds({ panels }) {
  const wanted = new Set(panels.map(({ content }) => content?.kind).filter((kind) => kind && !loaded.has(kind)));
  const load = async (/** @type {string} */ kind) => loaded.set(kind, (await kinds[kind]()).default);
  try {
    await Promise.all([...wanted].map(load));
  } catch {
    throw new Error(_("A part of this page could not be loaded."));
  }
}

/** What is said of a step, for each of them or once for all. @param {string | string[]} words @param {number} step */
function saidOf(words, step) {
  return Array.isArray(words) ? words[step] : words;
}

/** Whether a panel is a picture: what can be read in it needs no second telling. @param {PackedPanel} panel */
function isPicture({ content }) {
  return !content || content.kind === "Graph";
}

export class Panels {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** By the names of their panels. @type {Map<string, Entry>} */
    this.entries = new Map();
    /** The step that is painted; -1 for none. */
    this.painted = -1;
    /** The scale of text with which the charts were drawn; nothing for the usual one. */
    this.scaleOfCharts = "";
    /** How many full drawings are under way: a trace that were moved before would not appear. */
    this.drawing = 0;
    /** The panel whose points are added one by one, and how many of them are there. @type {{name: string, count: number} | null} */
    this.swept = null;
    this.scrolling = 0;
    /** What is written into a panel without a chart. */
    this.written = new MutationObserver(() => this.letScroll());
  }

  /** Draw each panel whose look has changed, and move the others to where their new tracks say. */
  async draw() {
    const { timeline, Plotly } = this.player;
    if (!timeline || !Plotly) return;
    this.prepare(timeline);
    await this.finish(timeline.panels.filter((panel) => this.entries.get(panel.name)?.look !== panel.look));
  }

  /** Before Plotly is there: all that needs it not, and a first picture of each chart. @param {boolean} seen before all else */
  async sketch(seen) {
    const { timeline, Plotly } = this.player;
    if (!timeline || Plotly) return;
    this.prepare(timeline);
    for (const panel of timeline.panels) if (panel.content) this.drawPanel(panel);
    this.repaint();
    if (seen) await painted();
  }

  /** A place for each panel of the timeline, with its words; those that it has not are taken away. @param {Timeline} timeline */
  prepare(timeline) {
    const { layout } = this.player;
    const wanted = new Set(timeline.panels.map((panel) => panel.name));
    const fresh = [...wanted].some((name) => !this.entries.has(name));
    for (const [name, { figure, chart }] of this.entries) {
      if (wanted.has(name)) continue;
      chart?.purge();
      figure.remove();
      this.entries.delete(name);
    }
    for (const panel of timeline.panels) {
      const entry = this.entries.get(panel.name) ?? this.add(panel);
      entry.heading.textContent = unparted(panel.title);
      entry.caption.hidden = !panel.caption.length;
      this.showCaption(panel);
      this.offerWays(panel, entry);
    }
    if (fresh) layout.layOut();
    this.player.rate.offer();
  }

  /** The switch between the ways to show stems. @param {Panel} panel @param {Entry} entry */
  offerWays({ factors }, { ways, chart }) {
    ways.hidden = !factors;
    if (!factors) return;
    const wanted = factors.ways.map(({ code, label }) => new Option(label, code));
    if (wanted.map(({ text }) => text).join() !== Array.from(ways.options, ({ text }) => text).join())
      ways.replaceChildren(...wanted);
    ways.value = chart?.way?.code ?? "";
  }

  /** What stands still in a panel has been moved: it is drawn anew with the next timeline. @param {string} name */
  forgetLook(name) {
    const entry = this.entries.get(name);
    if (entry) entry.look = "";
  }

  /** The theme has changed: the same figures in other colours. */
  recolour() {
    const { timeline, Plotly, parts } = this.player;
    forgetStyle(parts.section);
    if (timeline && Plotly) this.finish(timeline.panels.filter((panel) => this.entries.get(panel.name)?.chart));
    else this.repaint();
  }

  /**
   * Draw these in full, and wait until Plotly has drawn. Those that stand there as a first picture come one after the
   * other, what is seen before what is below: all at once would leave a telephone without an answer for seconds.
   * @param {Panel[]} panels
   */
  async finish(panels) {
    const { player } = this;
    const { timeline } = player;
    this.drawing += 1;
    this.measure();
    const fresh = panels.filter(({ name }) => this.entries.get(name)?.chart?.wired === false);
    await Promise.all(panels.filter((panel) => !fresh.includes(panel)).map((panel) => this.drawPanel(panel)));
    for (const panel of visibleFirst(fresh, ({ name }) => this.entries.get(name)?.figure)) {
      // Another one may have come meanwhile.
      if (player.timeline !== timeline || player.gone()) break;
      await this.drawPanel(panel);
      await turn();
    }
    this.drawing -= 1;
    this.repaint();
  }

  /** Look how large all charts are. */
  measure() {
    for (const { chart } of this.entries.values()) chart?.measure();
  }

  /** What does not fit into its panel can be scrolled to by key. Looked at when it has settled: it costs a layout. */
  letScroll() {
    clearTimeout(this.scrolling);
    this.scrolling = setTimeout(() => this.markScrolling(), SETTLED);
  }

  markScrolling() {
    for (const { chart, place } of this.entries.values()) {
      if (chart) continue;
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = place;
      if (scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1) place.tabIndex = 0;
      else place.removeAttribute("tabindex");
    }
  }

  /** @param {Panel} panel */
  drawPanel(panel) {
    const entry = this.entries.get(panel.name);
    if (!entry) return null;
    const { chart, place } = entry;
    // Until Plotly is there a chart is its first picture, which is moved and not drawn.
    if (chart && !this.player.Plotly) return null;
    entry.look = chart && !chart.isSeen ? "" : panel.look;
    entry.figure.classList.toggle("gx-in-space", Boolean(panel.figure?.layout?.scene));
    if (chart) return entry.look ? chart.draw(panel) : null;
    entry.shown = loaded.get(panel.content.kind)?.(place, panel.content, this.numbers()) ?? null;
    return null;
  }

  /** @param {Panel} panel */
  add(panel) {
    const figure = element("figure", { class: "gx-panel", "data-name": panel.name });
    figure.style.gridArea = panel.name;
    const heading = element("h2");
    const place = element("div", {
      class: panel.content ? "gx-content" : "gx-chart",
      role: isPicture(panel) ? "img" : "group",
    });
    const button = this.largeButton(panel.name);
    figure.append(element("header", {}, heading, button), place);
    if (panel.content) this.written.observe(place, { childList: true, characterData: true, subtree: true });
    this.player.parts.panels.append(figure);
    if (panel.sweep !== null) button.before(sweepButton(this.player, panel.name));
    const ways = element("select", {
      class: "gx-ways-of-stems",
      "aria-label": _("Who pushes"),
      title: _("dL/dy, or who pushes a weight: x · dL/dy"),
    });
    ways.addEventListener("change", () => this.player.showPush(/** @type {HTMLSelectElement} */ (ways).value));
    button.before(ways);
    const caption = element("figcaption");
    figure.append(caption);
    const chart = panel.content ? null : new Chart(place, panel.name, this.player);
    if (chart) button.before(turnButton(chart, figure));
    /** @type {Entry} */
    const entry = {
      figure,
      heading,
      button,
      ways: /** @type {HTMLSelectElement} */ (ways),
      caption,
      place,
      chart,
      look: "",
      shown: null,
    };
    this.entries.set(panel.name, entry);
    return entry;
  }

  /** Move everything to the current step, although it is painted. */
  repaint() {
    this.painted = -1;
    this.paint();
  }

  /** Move everything to the current step. */
  paint() {
    const { player } = this;
    const { timeline, step } = player;
    if (!timeline || this.painted === step) return;
    if (this.drawing) return this.answer(timeline);
    this.painted = step;
    player.host.onStep?.(step);
    player.drafts.follow(step);
    this.showNumbers();
    if (!player.Plotly) this.measure();
    for (const panel of timeline.panels) {
      const entry = this.entries.get(panel.name);
      if (!player.Plotly) entry?.chart?.sketch(panel);
      if (!entry || entry.look !== panel.look) continue;
      if (entry.shown) entry.shown.show(step, player.inside.sample, player.shownSample);
      else entry.chart?.paint(panel);
    }
  }

  /** While charts are drawn in full: the numbers of the step, and what no drawing of Plotly's is. @param {Timeline} timeline */
  answer(timeline) {
    const { step, inside, shownSample } = this.player;
    this.showNumbers();
    for (const panel of timeline.panels) {
      const entry = this.entries.get(panel.name);
      if (entry?.chart?.isSketch) entry.chart.sketch(panel);
      else if (entry?.look === panel.look) entry.shown?.show(step, inside.sample, shownSample);
    }
  }

  /** The line of numbers, the scrubber, and the sentences that say what each panel shows. */
  showNumbers() {
    const { timeline, step, index, parts, drafts } = this.player;
    if (!timeline) return;
    const { scalars } = drafts;
    const { scrubber, readout } = parts;
    scrubber.value = String(step);
    scrubber.style.setProperty("--gx-share", `${(100 * step) / (timeline.steps || 1)}%`);
    const say = (/** @type {string | string[]} */ template) => fill(saidOf(template, step), scalars, index);
    const values = [...readout.children].map((item) => item.lastElementChild);
    timeline.readout.forEach(([, template], i) => {
      const value = values[i];
      if (value) write(value, say(template));
    });
    const { moment, note, steps } = timeline;
    const said = step < steps ? moment.find(([when]) => !when || scalarAt(scalars[when], index)) : null;
    if (moment.length) write(parts.note, drafts.words ?? (said ? say(said[1]) : note));
    this.player.rate.show();
    const now = timeline.inside ? readout.children[0].textContent : _("step {step} of {last}", { step, last: timeline.steps });
    scrubber.setAttribute("aria-valuetext", now ?? "");
    this.player.inside.mark(step);
    for (const panel of timeline.panels) {
      const telling = this.player.question.unsaid || this.player.question.hides("gradient");
      const sentence = isPicture(panel) && !telling ? `${panel.title}. ${say(panel.sentence)}` : panel.title;
      this.entries.get(panel.name)?.place.setAttribute("aria-label", sentence);
      this.showCaption(panel);
    }
  }

  /** The line below a panel, of this step or of all. @param {Panel} panel */
  showCaption({ name, caption }) {
    const entry = this.entries.get(name);
    if (entry) write(entry.caption, saidOf(caption, this.player.step));
  }

  /** What panels of other kinds than charts ask for. @returns {Numbers} */
  numbers() {
    const { player } = this;
    const scalars = () => player.drafts.scalars;
    return {
      fill: (template) => fill(template, scalars(), player.index),
      scalar: (name, sample) => scalarAt(scalars()[name], sample),
      samples: () => player.timeline?.inside?.samples ?? [],
      token: () => player.timeline?.token ?? "",
      now: (name) => scalarAt(scalars()[name], player.index),
      choose: (sample) => player.inside.choose(sample),
      goTo: (stage) => player.transport.stopAt(stage),
      mark: (sample) => player.mark(sample),
    };
  }

  /** A button that shows a panel alone. @param {string} name */
  largeButton(name) {
    const button = element("button", { type: "button", class: "gx-enlarge" });
    button.innerHTML = LARGER;
    keepFocus(button);
    button.addEventListener("click", (event) => {
      this.player.layout.showAlone(this.player.layout.known.indexOf(name), event.shiftKey);
    });
    return button;
  }

  /** Let go of everything. */
  close() {
    for (const { chart } of this.entries.values()) chart?.purge();
    this.entries.clear();
    this.written.disconnect();
  }
}
