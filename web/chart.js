/** One panel's chart: Plotly draws it in full when its look has changed, and only moves it from step to step. */

/**
 * @import { Panel, Track } from "./codec.js"
 * @import { Player } from "./player.js"
 */

import { camera } from "./address.js";
import { rests } from "./dom.js";
import { carryZoom, forgetRanges, freeze, moveSurface, showMoved } from "./drawing.js";
import { answerEarly, listenForEarly } from "./early_tap.js";
import { frame, ranks, samplesOf, shownFrame, times } from "./frames.js";
import { listenToChart } from "./gestures.js";
import { Handles } from "./handles.js";
import { writeMinus } from "./hover.js";
import { fitMargins } from "./map_margins.js";
import { placeOf, stems } from "./marks.js";
import { PLOTLY_OPTIONS } from "./plotly.js";
import { sketch, unsketch } from "./sketch.js";
import { lowness, spareRoom } from "./small_chart.js";
import { theme } from "./theme.js";

/** Width and height of a picture that is saved, in pixels. */
export const PROJECTOR = [1920, 1080];

/** Traces whose z is a number for each place of a grid. */
const LANDSCAPES = new Set(["contour", "surface"]);

export class Chart {
  /** @param {HTMLElement} place where it is drawn @param {string} name of its panel @param {Player} player */
  constructor(place, name, player) {
    /** What Plotly has made of the element: it keeps all that it knows there. @type {any} */
    this.place = place;
    this.name = name;
    this.player = player;
    /** How large its place was when it was looked at. */
    this.width = 0;
    this.height = 0;
    /** The timeline that was drawn last; of which axes, in words; and how often others have taken their place. @type {unknown} */
    this.drawnOf = null;
    this.axes = "";
    this.revision = 0;
    /** How low it was when it was drawn. */
    this.low = 0;
    /** Whether its gestures are listened to. */
    this.wired = false;
    /** Its first drawing, in which Plotly rests: whoever wants more of it waits for its end. @type {Promise<void> | null} */
    this.first = null;
    /** Its last drawing. @type {Promise<void> | null} */
    this.drawn = null;
    /** Whether the sample below the mouse is marked in it. */
    this.lit = false;
    /** Whether the last pointer on it was a finger; whether fingers may turn it; and the point that one of them holds. */
    this.touched = false;
    this.turns = false;
    /** @type {import("./touch.js").Grip | null} */
    this.grip = null;
    /** Whether the pointer that went down on it last has been moved. */
    this.dragged = false;
    this.handles = new Handles(this);
    /** Where somebody has tapped it before it could answer, from its corner. @type {{x: number, y: number} | null} */
    this.early = null;
    listenForEarly(this);
  }

  /** Its panel in the timeline that is shown now. */
  get panel() {
    return this.player.timeline?.panels.find((each) => each.name === this.name);
  }

  /** Look how large its place is. For all charts before any is drawn: after that each look has to wait for a layout. */
  measure() {
    this.width = this.place.clientWidth;
    this.height = this.place.clientHeight;
  }

  /** A panel that is not to be seen has no size: it is drawn when it comes back. */
  get isSeen() {
    return this.width > 0;
  }

  /** What Plotly draws now: traces and a layout of the place's size. @param {Panel} panel */
  figure(panel) {
    const { player, width, height } = this;
    const data = panel.figure.data.map((trace) => ({ ...trace }));
    for (const [trace, attributes] of this.moved(panel)) Object.assign(data[trace], attributes);
    const hidden = data.filter(({ name }) => player.question.hides(name));
    for (const trace of hidden) trace.opacity = 0;
    // A legend would name what nobody sees. It keeps its room.
    this.place.classList.toggle("gx-no-legend", hidden.length > 0);
    const layout = { ...structuredClone(panel.figure.layout), width, height };
    const { way } = this;
    if (way)
      Object.assign(layout.yaxis, {
        title: { ...layout.yaxis.title, text: way.title },
        range: [-1.05 * way.limit, 1.05 * way.limit],
      });
    if (layout.scene) {
      layout.scene.uirevision = "camera";
      // In a place that is higher than wide its sides would be cut.
      const part = Math.min(1, width / height);
      const ratio = Object.entries(layout.scene.aspectratio ?? {}).map(([axis, length]) => [axis, part * length]);
      layout.scene.aspectratio = Object.fromEntries(ratio);
      if (player.camera) layout.scene.camera = { ...layout.scene.camera, ...camera(player.camera) };
    }
    if (matchMedia("(pointer: fine)").matches && panel.drags === null && !panel.board) layout.dragmode = "zoom";
    spareRoom(data, layout);
    theme(player.parts.section, data, layout, player.layout.lecture);
    fitMargins(data, layout);
    return { data, layout };
  }

  /**
   * A zoom or a camera is kept as long as the axes are the same, and in the run that a hand has made of the one that was
   * shown, whose window is another one.
   * @param {any} layout what comes
   */
  keepZoom(layout) {
    const { place, player } = this;
    const { timeline } = player;
    const names = Object.keys(layout).filter((key) => /^[xy]axis/.test(key));
    const axes = JSON.stringify(names.map((key) => [layout[key].range, layout[key].title?.text]));
    const isByHand = player.drafts.byHand && timeline !== this.drawnOf && place._fullLayout;
    if (axes !== this.axes && isByHand) carryZoom(place, layout);
    else if (axes !== this.axes) this.revision += 1;
    this.axes = axes;
    this.drawnOf = timeline;
    layout.uirevision = String(this.revision);
    forgetRanges(place, layout);
  }

  /** Whether Plotly has not drawn it yet. */
  get isSketch() {
    return !this.wired || this.first !== null;
  }

  /** Show it before Plotly has drawn it. @param {Panel} panel */
  sketch(panel) {
    if (!this.isSeen) return;
    const { data, layout } = this.figure(panel);
    sketch(this.place, data, layout);
  }

  /** @param {Panel} panel @returns {Promise<void>} */
  draw(panel) {
    const { player, place } = this;
    if (this.first) return this.first.then(() => this.draw(this.panel ?? panel));
    const { data, layout } = this.figure(panel);
    this.low = lowness(layout.height);
    player.panels.scaleOfCharts = player.layout.scale;
    this.keepZoom(layout);
    const first = !this.wired;
    if (first) place.rest = rests();
    const end = () => {
      this.first = null;
      delete place.rest;
    };
    const drawn = player.Plotly.react(place, data, layout, PLOTLY_OPTIONS)
      .finally(end)
      .then(() => {
        unsketch(place);
        this.settle();
        this.settleLegend(layout.legend);
        answerEarly(this);
      });
    this.drawn = drawn;
    if (first) {
      this.first = drawn;
      this.wired = true;
      listenToChart(this, panel);
      place.on("plotly_afterplot", () => this.settle());
    }
    return drawn;
  }

  /** Plotly has drawn all of it anew. */
  settle() {
    writeMinus(this.place);
    this.freeze();
  }

  /** Keep what stands still. */
  freeze() {
    const { panel } = this;
    if (!panel) return;
    freeze(this.place, panel);
    this.placeBeside(panel);
  }

  /** The way in which its stems are shown; nothing where there is only one. */
  get way() {
    const ways = this.panel?.factors?.ways;
    return ways?.find(({ code }) => code === this.player.push) ?? ways?.[0] ?? null;
  }

  /** What each of its moving traces shows now. @param {Panel} panel */
  moved(panel) {
    /** @type {Map<number, Record<string, any>>} */
    const moved = new Map();
    for (const slice of panel.slices) {
      moved.set(slice.trace, { ...moved.get(slice.trace), [slice.attribute]: this.frame(slice) });
    }
    // What has been rounded for the way has fewer digits than hovering tells of what came in full.
    for (const [trace, attributes] of moved) {
      const { hovertemplate, meta } = panel.figure.data[trace];
      if (meta?.exact) Object.assign(attributes, { hovertemplate });
    }
    for (const slice of this.exact(panel)) {
      const { exact } = panel.figure.data[slice.trace].meta ?? {};
      moved.set(slice.trace, {
        ...moved.get(slice.trace),
        ...(exact ? { hovertemplate: exact } : {}),
        [slice.attribute]: frame(slice, slice.prefix ? Infinity : 0),
      });
    }
    // Where each step has other samples, hovering has to tell others too.
    const fixed = new Set(panel.slices.filter(({ samples }) => Array.isArray(samples)).map(({ trace }) => trace));
    for (const [slice, row] of this.stems(panel)) {
      if (fixed.has(slice.trace)) continue;
      Object.assign(/** @type {any} */ (moved.get(slice.trace)), {
        customdata: samplesOf(slice, row).flatMap((sample) => new Array(slice.stride).fill(sample)),
      });
    }
    const values = this.way?.values;
    if (values && panel.factors) {
      const numbers = new Map(Array.from(panel.factors.samples, (sample, i) => [sample, values[i]]));
      for (const [slice, step] of this.stems(panel)) {
        const update = /** @type {Record<string, any>} */ (moved.get(slice.trace));
        update.y = times(update.y, slice, samplesOf(slice, step), numbers);
      }
    }
    const ranked = panel.slices.filter((slice) => slice.ranked);
    const places = ranks(
      ranked,
      ranked.map(({ trace }) => moved.get(trace)?.y),
    );
    ranked.forEach(({ trace }, i) => {
      Object.assign(/** @type {any} */ (moved.get(trace)), { x: places[i] });
    });
    return moved;
  }

  /** Show the step that is shown now. @param {Panel} panel */
  paint(panel) {
    const { player } = this;
    const moved = this.moved(panel);
    const { swept } = player.panels;
    if (panel.sweep !== null && swept?.name === this.name) {
      const update = moved.get(panel.sweep) ?? {};
      for (const [name, values] of Object.entries(update)) update[name] = values.slice(0, swept.count + 1);
    }
    if (panel.lights !== null && (player.marked >= 0 || this.lit)) {
      this.lit = player.marked >= 0;
      const shown = (this.place._fullData ?? []).map((/** @type {any} */ trace, /** @type {number} */ i) => ({
        ...trace,
        ...moved.get(i),
      }));
      moved.set(panel.lights, placeOf(player.marked, shown, this.stems(panel)));
    }
    this.showLandscape(panel, moved);
    showMoved(player.Plotly, this.place, moved, panel.redraw);
    this.placeBeside(panel);
  }

  /** What is no part of the chart stands where its points are. @param {Panel} panel */
  placeBeside(panel) {
    this.handles.place(panel);
    this.player.question.posed?.markGuess(this, panel);
  }

  /**
   * Another landscape under what moves. It comes row after row.
   * @param {Panel} panel @param {Map<number, Record<string, any>>} moved
   */
  showLandscape(panel, moved) {
    for (const [trace, { x, y, z }] of moved) {
      // A path in space has all three too, but is no landscape.
      if (!x || !y || !LANDSCAPES.has(panel.figure.data[trace].type)) continue;
      const rows = Array.from(y, (_, row) => Array.from(z.slice(row * x.length, (row + 1) * x.length)));
      if (panel.redraw || !moveSurface(this.place, trace, { x, y, z: rows }))
        this.player.Plotly.restyle(this.place, { x: [x], y: [y], z: [rows] }, [trace]);
      moved.delete(trace);
    }
  }

  /** The tracks that know their samples (see marks.js). @param {Panel} panel */
  stems(panel) {
    return stems(panel, this.player.step, this.exact(panel));
  }

  /** What Python has sent in full for this step, if it has; or what the hand makes of it. @param {Panel} panel @returns {Track[]} */
  exact(panel) {
    const { detail, drafts, step, timeline } = this.player;
    if (drafts.shown) return drafts.shown.slices(this.name, panel.figure.data);
    if (!detail || detail.panel !== this.name || detail.step !== step) return [];
    return detail.token === timeline?.token ? detail.slices(panel.figure.data) : [];
  }

  /** What a track shows now. @param {Track} track */
  frame(track) {
    return shownFrame(track, this.player.step, this.player.shownSample);
  }

  /** Take the size that its place has now. */
  async resize() {
    await this.first;
    const { panel } = this;
    const { clientWidth: width, clientHeight: height, _fullLayout: now } = this.place;
    if (!panel || !now || !width || !height || (now.width === width && now.height === height)) return;
    this.measure();
    // What stands around the plot comes, or goes.
    if (this.low !== lowness(height)) {
      await this.draw(panel);
      return;
    }
    const { margin, legend, scene } = this.figure(panel).layout;
    const others = { ...(legend ? { legend } : {}), ...(scene ? { "scene.aspectratio": scene.aspectratio } : {}) };
    await this.player.Plotly.relayout(this.place, { width, height, margin, ...others });
    this.settleLegend(legend);
  }

  /** Plotly leaves a legend where it was when the margin that it asks for changes with its rows. @param {any} legend */
  settleLegend(legend) {
    const { place, player } = this;
    const [names, plot] = [".legend", ".nsewdrag"].map((part) => place.querySelector(part)?.getBoundingClientRect());
    if (names && plot && Math.abs(names.bottom - plot.top) > 2) player.Plotly.relayout(place, { legend });
  }

  /** Save its picture, at a projector's size. @param {string} file its name @param {"png" | "svg"} kind @param {string} ground */
  async save(file, kind, ground) {
    const [width, height] = PROJECTOR;
    const { data, layout } = this.place;
    const picture = { data, layout: { ...layout, paper_bgcolor: ground }, config: PLOTLY_OPTIONS };
    await this.player.Plotly.downloadImage(picture, { format: kind, width, height, filename: file });
  }

  /** Let go of all that Plotly keeps for it, as soon as it draws no more. */
  async purge() {
    // Another drawing may have waited for the last one.
    for (let last = null; last !== this.drawn; ) {
      last = this.drawn;
      await last;
    }
    if (this.place._fullLayout) this.player.Plotly?.purge(this.place);
  }
}
