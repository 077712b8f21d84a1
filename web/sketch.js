/**
 * A first picture of a chart, before Plotly is there: the same numbers at the places where Plotly will put them, drawn at
 * once, in its colours. It has no words, and answers to nothing. What is on a plain canvas here is lines, points, areas
 * and a surface from above; where Plotly alone knows how something is drawn, it is left to it.
 */

import { numbersOf } from "./codec.js";
import { element } from "./dom.js";

/** @typedef {{left: number, top: number, width: number, height: number}} Area where a chart's plot is, in pixels */

/** What Plotly draws beside a scale of colours and its numbers, in pixels. */
const BESIDE_SCALE = 48;
/** Plotly's legend above a plot: what stands around each name, and between two; a row's height, and the room around all. */
const LEGEND = { beside: 42.5, between: 2.5, row: 19, around: 22 };
/** How Plotly dashes a line, in its widths. @type {Record<string, number[]>} */
const DASHES = { dot: [1, 1], dash: [3, 3], dashdot: [3, 1, 1, 1] };

/**
 * Draw a chart's first picture.
 * @param {HTMLElement} place which has it until `unsketch` @param {any[]} data @param {any} layout as Plotly takes them
 */
export function sketch(place, data, layout) {
  // In space there is only Plotly.
  if (layout.scene) return;
  const canvas = canvasIn(place);
  const { width, height } = layout;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const sharp = devicePixelRatio || 1;
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(height * sharp);
  pen.scale(sharp, sharp);
  const area = plotArea(data, layout);
  const surfaces = data.filter(({ type }) => type === "contour" || type === "heatmap");
  const lines = data.filter(({ type }) => type === "scatter");
  for (const trace of [...surfaces, ...lines]) {
    const place = placeIn(area, trace, layout);
    if (!place || trace.visible === false) continue;
    pen.save();
    pen.globalAlpha = trace.opacity ?? 1;
    if (trace.cliponaxis !== false) {
      pen.beginPath();
      pen.rect(area.left, area.top, area.width, area.height);
      pen.clip();
    }
    if (trace.z) drawSurface(pen, trace, place);
    else drawScatter(pen, trace, place, layout.font?.color);
    pen.restore();
  }
}

/** Plotly has drawn the chart. @param {HTMLElement} place */
export function unsketch(place) {
  place.querySelector(":scope > .gx-sketch")?.remove();
}

/** @param {HTMLElement} place @returns {HTMLCanvasElement} */
function canvasIn(place) {
  const there = place.querySelector(":scope > .gx-sketch");
  if (there instanceof HTMLCanvasElement) return there;
  const made = element("canvas", { class: "gx-sketch", "aria-hidden": "true" });
  place.append(made);
  return made;
}

/**
 * Where Plotly will draw: inside of the margins, which a legend and a scale of colours make larger; and where units are
 * equal on both axes, as much of that as they need, in its middle, or all of it with longer axes: they get that range.
 * @param {any[]} data @param {any} layout @returns {Area}
 */
export function plotArea(data, layout) {
  const { l, r, t, b } = layout.margin;
  const scale = data.find(({ colorbar, showscale }) => colorbar && showscale !== false);
  const right = scale ? Math.max(r, BESIDE_SCALE + widest(scale.colorbar.ticktext, fontOf(scale.colorbar.tickfont, layout))) : r;
  const wide = layout.width - l - right;
  // A legend that begins left of the plot has that room too.
  const top = layout.showlegend ? Math.max(t, legendHeight(data, layout, layout.legend?.x < 0 ? l + wide : wide)) : t;
  const area = { left: l, top, width: wide, height: layout.height - top - b };
  const { xaxis, yaxis } = layout;
  if (!yaxis?.scaleanchor) return area;
  const [x, y] = [xaxis.range, yaxis.range].map(([from, to]) => Math.abs(to - from));
  const unit = Math.min(area.width / x, area.height / y);
  const [width, height] = [xaxis.constrain, yaxis.constrain].map((by, i) =>
    by === "domain" ? unit * [x, y][i] : [area.width, area.height][i],
  );
  xaxis.range = reaching(xaxis.range, width / unit);
  yaxis.range = reaching(yaxis.range, height / unit);
  return { left: l + (area.width - width) / 2, top: top + (area.height - height) / 2, width, height };
}

/** A range of such a length around the middle of another. @param {[number, number]} range @param {number} length */
function reaching([from, to], length) {
  const [middle, half] = [(from + to) / 2, length / 2];
  return [middle - half, middle + half];
}

/** How high the legend is: in one row, or in columns as wide as the longest name. @param {any[]} data @param {any} layout @param {number} wide */
function legendHeight(data, layout, wide) {
  const widths = legendWidths(data, layout);
  const columns = rowOf(widths) <= wide ? widths.length : Math.max(1, Math.floor(wide / Math.max(...widths)));
  return LEGEND.around + LEGEND.row * Math.ceil(widths.length / columns);
}

/** How wide the legend is in one row. @param {any[]} data @param {any} layout */
export function legendWidth(data, layout) {
  return rowOf(legendWidths(data, layout));
}

/** @param {number[]} widths of all names */
function rowOf(widths) {
  return widths.reduce((sum, width) => sum + width, LEGEND.between * (widths.length - 1));
}

/** How wide each name of the legend is, with its sign. @param {any[]} data @param {any} layout */
function legendWidths(data, layout) {
  const font = fontOf(layout.legend?.font, layout);
  return data.filter(({ showlegend }) => showlegend).map(({ name }) => LEGEND.beside + widest([name], font));
}

/** @param {any} font of a part @param {any} layout */
function fontOf(font, layout) {
  return `${font?.size ?? 12}px ${font?.family ?? layout.font?.family ?? "sans-serif"}`;
}

/** The width of the longest text, in pixels. @param {string[]} texts @param {string} font */
function widest(texts, font) {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return 0;
  pen.font = font;
  return Math.max(0, ...texts.map((text) => pen.measureText(text).width));
}

/**
 * From a trace's numbers to pixels; nothing where its axes have no range, which only Plotly finds.
 * @param {Area} area @param {any} trace @param {any} layout
 */
function placeIn({ left, top, width, height }, trace, layout) {
  const [x, y] = ["x", "y"].map((letter) => layout[(trace[`${letter}axis`] ?? letter).replace(letter, `${letter}axis`)]);
  if (!x?.range || !y?.range) return null;
  const share = (/** @type {any} */ { type, range: [from, to] }, /** @type {any} */ value) => {
    if (value === null || value === undefined) return Number.NaN;
    return ((type === "log" ? Math.log10(value) : value) - from) / (to - from);
  };
  return {
    x: (/** @type {any} */ value) => left + width * share(x, value),
    y: (/** @type {any} */ value) => top + height * (1 - share(y, value)),
  };
}

/**
 * A surface from above, in the steps of its contours.
 * @param {CanvasRenderingContext2D} pen @param {any} trace @param {NonNullable<ReturnType<typeof placeIn>>} place
 */
function drawSurface(pen, trace, place) {
  const [u, v] = [numbersOf(trace.x), numbersOf(trace.y)];
  const z = Array.isArray(trace.z) ? trace.z.flat() : numbersOf(trace.z);
  const {
    start = Math.min(...Array.from(z)),
    end = Math.max(...Array.from(z)),
    size = (end - start) / 16,
  } = trace.contours ?? {};
  const colours = shades(trace.colorscale);
  const picture = new ImageData(u.length, v.length);
  for (let i = 0; i < z.length; i++) {
    const level = Math.floor((z[i] - start) / size) * size;
    const shade = Math.max(0, Math.min(255, Math.round((255 * level) / (end - start || 1))));
    // Plotly's rows go up, a picture's down.
    const at = u.length * (v.length - 1 - Math.floor(i / u.length)) + (i % u.length);
    picture.data.set(colours.subarray(4 * shade, 4 * shade + 4), 4 * at);
  }
  const small = element("canvas", { width: String(u.length), height: String(v.length) });
  small.getContext("2d")?.putImageData(picture, 0, 0);
  // A pixel of the small picture is around its number: half of one is outside on each side.
  const [left, right, bottom, top] = [place.x(u[0]), place.x(u[u.length - 1]), place.y(v[0]), place.y(v[v.length - 1])];
  const [across, up] = [(right - left) / (u.length - 1), (bottom - top) / (v.length - 1)];
  pen.drawImage(small, left - across / 2, top - up / 2, right - left + across, bottom - top + up);
}

/** A scale of colours in 256 shades, four bytes each. @param {[number, string][]} scale */
function shades(scale) {
  const pen = element("canvas", { width: "256", height: "1" }).getContext("2d", { willReadFrequently: true });
  if (!pen) return new Uint8ClampedArray(1024);
  const gradient = pen.createLinearGradient(0, 0, 256, 0);
  for (const [share, colour] of scale) gradient.addColorStop(share, colour);
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, 256, 1);
  return pen.getImageData(0, 0, 256, 1).data;
}

/**
 * Lines, areas and points.
 * @param {CanvasRenderingContext2D} pen @param {any} trace @param {NonNullable<ReturnType<typeof placeIn>>} place
 * @param {string} colour of what has none of its own
 */
function drawScatter(pen, trace, place, colour) {
  const y = numbersOf(trace.y);
  const x = trace.x ? numbersOf(trace.x) : Array.from(y, (_, i) => i);
  const count = Math.min(x.length, y.length);
  /** @type {[number, number][]} */
  const points = Array.from({ length: count }, (_, i) => [place.x(x[i]), place.y(y[i])]);
  const { mode = "lines", line = {}, marker = {}, fill, fillcolor } = trace;
  const path = new Path2D();
  let gap = true;
  for (const [left, top] of points) {
    const there = Number.isFinite(left) && Number.isFinite(top);
    if (there && gap) path.moveTo(left, top);
    else if (there) path.lineTo(left, top);
    gap = !there;
  }
  if (fill === "toself" && fillcolor) {
    pen.fillStyle = fillcolor;
    pen.fill(path);
  }
  if (mode.includes("lines") && line.width !== 0) {
    pen.strokeStyle = line.color ?? marker.color ?? colour;
    pen.lineWidth = line.width ?? 2;
    pen.setLineDash((DASHES[line.dash] ?? []).map((part) => part * Math.max(3, pen.lineWidth)));
    pen.stroke(path);
  }
  if (mode.includes("markers"))
    points.forEach((point, i) => void drawMarker(pen, marker, point, i, points[i - 1], line.color ?? colour));
}

/**
 * One point: a diamond, the head of an arrow, or a circle.
 * @param {CanvasRenderingContext2D} pen @param {any} marker @param {[number, number]} point @param {number} i its place
 * @param {[number, number] | undefined} before @param {string} colour where the marker has none
 */
function drawMarker(pen, marker, [left, top], i, before, colour) {
  const of = (/** @type {any} */ value) => (Array.isArray(value) ? value[i] : value);
  const radius = (of(marker.size) ?? 6) / 2;
  if (!Number.isFinite(left) || !Number.isFinite(top) || !radius) return;
  const symbol = of(marker.symbol) ?? "circle";
  pen.save();
  pen.globalAlpha *= of(marker.opacity) ?? 1;
  pen.translate(left, top);
  pen.beginPath();
  if (symbol === "arrow" && before) {
    pen.rotate(Math.atan2(top - before[1], left - before[0]));
    pen.moveTo(0, 0);
    pen.lineTo(-2 * radius, radius);
    pen.lineTo(-2 * radius, -radius);
  } else if (symbol.startsWith("diamond")) {
    const reach = 1.3 * radius;
    for (const [across, up] of [
      [reach, 0],
      [0, reach],
      [-reach, 0],
      [0, -reach],
    ])
      pen.lineTo(across, up);
  } else if (symbol.startsWith("x")) {
    for (const turn of [1, -1]) {
      pen.moveTo(-radius, -turn * radius);
      pen.lineTo(radius, turn * radius);
    }
  } else pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.closePath();
  const own = of(marker.color) ?? colour;
  const { width = 0, color = own } = marker.line ?? {};
  pen.fillStyle = own;
  pen.strokeStyle = symbol.endsWith("-open") ? own : of(color);
  pen.lineWidth = of(width) || (symbol.endsWith("-open") ? 1 : 0);
  if (!symbol.endsWith("-open")) pen.fill();
  if (pen.lineWidth && of(width)) pen.stroke();
  pen.restore();
}
