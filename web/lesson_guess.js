/**
 * Where somebody has pointed who was asked to: his guess stays in the picture beside what happens then, dashed and called
 * by its name, as long as the moment is shown.
 */

/** @import { Chart } from "./chart.js" */
/** @import { Panel } from "./codec.js" */

import { svg } from "./dom.js";
import { frame } from "./frames.js";
import { placeOf } from "./marks.js";
import { _ } from "./words.js";

/**
 * A sample by its row of X, a place on the map, or a direction in pixels: one to the right is [1, 0], one up [0, -1].
 * @typedef {{sample: number} | {x: number, y: number} | {way: [number, number]}} Pointed
 * @typedef {[x: number, y: number]} Pixel
 */

/** An arrow that has only a direction is so long, of the plot's shorter side; and what is shorter than so many pixels is a place. */
const LENGTH = 0.4;
const SHORTEST = 12;
/** Around a place or a sample. */
const RADIUS = 13;
/** As much room as the name needs, its letters, and away from an edge, in pixels. */
const ROOM = 96;
const LETTERS = 18;
const EDGE = 6;
const NAME = _("your guess");

export class GuessMark {
  /** @param {Chart} chart @param {boolean} ofDirection whether a direction was asked for, and no place */
  constructor(chart, ofDirection) {
    this.chart = chart;
    this.ofDirection = ofDirection;
    this.paper = svg("svg", { class: "gx-guess", "aria-hidden": "true" });
  }

  /** Draw it where the chart's points are now, or nothing. @param {Panel} panel @param {Pointed | null} guess */
  show(panel, guess) {
    const { chart, paper } = this;
    const { xaxis, yaxis } = chart.place._fullLayout ?? {};
    const drawn = guess && xaxis && yaxis ? this.marks(panel, guess, xaxis, yaxis) : [];
    paper.replaceChildren(...drawn);
    if (!drawn.length) {
      paper.remove();
      return;
    }
    const sides = { left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length };
    for (const [side, pixels] of Object.entries(sides)) paper.style.setProperty(side, `${pixels}px`);
    if (!paper.isConnected) chart.handles.layer.append(paper);
  }

  /** @param {Panel} panel @param {Pointed} guess @param {any} xaxis @param {any} yaxis @returns {SVGElement[]} */
  marks(panel, guess, xaxis, yaxis) {
    const { place } = this.chart;
    const at = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {Pixel} */ ([xaxis.d2p(x), yaxis.d2p(y)]);
    const within = [xaxis._length, yaxis._length];
    if ("sample" in guess) {
      const { x, y } = panel.lights === null ? { x: [], y: [] } : placeOf(guess.sample, place._fullData, this.chart.stems(panel));
      return ringAround(at(Number(x.at(-1) ?? NaN), Number(y.at(-1) ?? NaN)), within);
    }
    const from = this.asked(panel);
    if (!panel.setsStart || !from) return [];
    const start = at(...from);
    const end = "way" in guess ? arrowEnd(start, guess.way, within) : at(guess.x, guess.y);
    const far = Math.hypot(end[0] - start[0], end[1] - start[1]) >= SHORTEST;
    return far && this.ofDirection ? arrowTo(start, end, within) : ringAround(end, within);
  }

  /** Where the run stood when it was asked. @param {Panel} panel @returns {Pixel | null} */
  asked({ slices, figure }) {
    const { asked } = this.chart.player.question;
    const [x, y] = ["x", "y"].map((letter) =>
      slices.find(({ trace, attribute }) => figure.data[trace].name === "point" && attribute === letter),
    );
    return asked && x && y ? [Number(frame(x, asked.at)[0]), Number(frame(y, asked.at)[0])] : null;
  }
}

/** Where an arrow ends that has only a direction: in the picture. @param {Pixel} from @param {Pixel} way @param {number[]} within @returns {Pixel} */
function arrowEnd(from, way, within) {
  const room = from.map((here, i) => (way[i] ? (way[i] > 0 ? within[i] - here : here) : Number.POSITIVE_INFINITY));
  const length = Math.min(LENGTH * Math.min(...within), ...room.map((pixels) => pixels - EDGE));
  return [from[0] + way[0] * length, from[1] + way[1] * length];
}

/** @param {Pixel} at @param {number[]} within @returns {SVGElement[]} */
function ringAround([x, y], within) {
  if (!(x >= 0 && x <= within[0] && y >= 0 && y <= within[1])) return [];
  const ring = { cx: x, cy: y, r: RADIUS };
  return [svg("circle", { ...ring, class: "gx-halo" }), svg("circle", ring), named([x, y + RADIUS], 1, within)];
}

/** @param {Pixel} from @param {Pixel} to @param {number[]} within @returns {SVGElement[]} */
function arrowTo([x1, y1], [x2, y2], within) {
  const line = { x1, y1, x2, y2 };
  const head = svg("marker", {
    ...{ id: "gx-guess-head", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 12, markerHeight: 12 },
    ...{ markerUnits: "userSpaceOnUse", orient: "auto" },
  });
  head.append(svg("path", { d: "M0 0 10 5 0 10z" }));
  return [
    head,
    svg("line", { ...line, class: "gx-halo" }),
    svg("line", { ...line, "marker-end": "url(#gx-guess-head)" }),
    named([x2, y2], y2 < y1 ? -1 : 1, within),
  ];
}

/** The name, above (-1) or below (1) what it is of, and in the picture. @param {Pixel} at @param {number} side @param {number[]} within */
function named([x, y], side, [width, height]) {
  const into = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) =>
    Math.max(Math.min(value, most), least);
  const middle = into(x, ROOM / 2, width - ROOM / 2);
  const below = side < 0 ? y - EDGE : y + LETTERS;
  return svg("text", { x: middle, y: into(below, LETTERS, height - EDGE), "text-anchor": "middle" }, NAME);
}
