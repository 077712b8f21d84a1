/**
 * Plotly's own drawing, and nothing else of it: traces are moved without working out all defaults anew, and what stands
 * still is kept out of its sight. `chart` is an element that Plotly has drawn into.
 */

/** @import { Panel } from "./codec.js" */

const AT_ONCE = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } };

/**
 * Show traces of a chart at their new places, the quickest way that there is.
 * @param {any} Plotly @param {any} chart
 * @param {Map<number, Record<string, any>>} moved for each trace, its attributes at the new step
 * @param {boolean} redraw whether what moves is more than points and lines
 */
export function showMoved(Plotly, chart, moved, redraw) {
  const traces = [...moved.keys()];
  if (redraw) {
    /** @type {Record<string, any[]>} */
    const update = {};
    const attributes = new Set([...moved.values()].flatMap(Object.keys));
    for (const name of attributes) update[name] = traces.map((trace) => moved.get(trace)?.[name]);
    Plotly.restyle(chart, update, traces);
  } else if (!move(chart, moved)) {
    Plotly.animate(chart, { data: [...moved.values()], traces }, AT_ONCE);
  }
}

/**
 * Move traces of a chart, by Plotly's own drawing and nothing else.
 *
 * Plotly.animate does the same, but first works out all defaults and all data of the chart anew, which takes five times
 * as long as the drawing. Here the points that Plotly has worked out are given their new places, and its data too, so
 * that hovering, zooming and the next full drawing know them. False where Plotly is not built as expected: then the
 * long way is left.
 *
 * @param {any} chart
 * @param {Map<number, Record<string, any>>} moved for each trace, its attributes at the new step
 */
export function move(chart, moved) {
  const cartesian = chart._fullLayout?._basePlotModules?.find((/** @type {any} */ module) => module.name === "cartesian");
  if (!cartesian || !chart.calcdata) return false;
  /** @type {Map<number, any[]>} */
  const calculated = new Map(chart.calcdata.map((/** @type {any[]} */ points) => [points[0]?.trace?.index, points]));
  for (const index of moved.keys()) if (!calculated.has(index)) return false;
  thaw(chart, [...moved.keys()]);
  for (const [index, attributes] of moved) {
    const points = /** @type {any[]} */ (calculated.get(index));
    const trace = points[0].trace;
    Object.assign(chart.data[index], attributes);
    Object.assign(trace, attributes);
    const { x, y, text } = trace;
    // Plotly keeps what it knows of a trace in its first point: there is always one, if only a gap.
    const length = Math.max(Math.min(x?.length ?? Infinity, y.length), 1);
    trace._length = length;
    points.length = Math.min(points.length, length);
    for (let i = 0; i < length; i++) {
      points[i] ??= { i };
      const point = points[i];
      // A curve over the steps has no x: each stands at its place.
      point.x = x ? place(x[i]) : i;
      point.y = place(y[i]);
      if (attributes.text) point.tx = text[i];
    }
  }
  cartesian.plot(chart, [...moved.keys()], { duration: 0 });
  return true;
}

/**
 * Show another surface from above, by Plotly's own drawing and nothing else: Plotly.restyle draws axes, the scale of colours
 * and all other traces of the chart anew as well, which takes several times as long. Its levels stay as they are. False
 * where Plotly is not built as expected: then the long way is left.
 * @param {any} chart @param {number} index of the trace @param {{x: any, y: any, z: any[]}} attributes its new ones
 */
export function moveSurface(chart, index, attributes) {
  const trace = chart._fullData?.[index];
  const { calc, plot, style } = trace?._module ?? {};
  const axes = (/** @type {any} */ { type, xaxis, yaxis }) => `${type} ${xaxis}${yaxis}`;
  const subplot = chart._fullLayout?._plots[`${trace?.xaxis}${trace?.yaxis}`];
  const layer = subplot?.plot?.selectAll(`:scope > .${trace?.type}layer`);
  const at = chart.calcdata?.findIndex((/** @type {any[]} */ [first]) => first?.trace === trace) ?? -1;
  if (!calc || !plot || !style || !layer || layer.empty() || at < 0) return false;
  Object.assign(chart.data[index], attributes);
  Object.assign(trace, attributes, { _extremes: {} });
  const points = calc(chart, trace);
  Object.assign(points[0], { t: {}, trace });
  chart.calcdata[at] = points;
  // Those beside it in its layer are drawn with it, or they would be taken away.
  const beside = chart.calcdata.filter((/** @type {any[]} */ [first]) => axes(first.trace) === axes(trace));
  plot(chart, subplot, beside, layer);
  style(chart);
  return true;
}

/**
 * Let Plotly find again what was frozen, where a trace moves that usually stands still.
 * @param {any} chart @param {number[]} traces
 */
function thaw(chart, traces) {
  for (const index of traces) {
    const { xaxis, yaxis } = chart._fullData[index];
    /** @type {Element | undefined} */
    const group = chart._fullLayout._plots[xaxis + yaxis]?.plot?.node();
    for (const layer of group?.querySelectorAll(":scope > .scatterlayer.gx-frozen") ?? []) {
      layer.classList.replace("gx-frozen", "mlayer");
    }
  }
}

/** A coordinate as Plotly keeps it: a gap is undefined. @param {number | null} value */
function place(value) {
  return value === null || Number.isNaN(value) ? undefined : value;
}

/**
 * Other axes come: Plotly forgets the ranges of those that were there, to which a double click would lead back.
 *
 * Where units are equal on both axes it keeps the range that each axis came with, and takes that over from one figure to
 * the next. Measured by another figure's range, a window of half its width is widened to twice its own, and what is
 * drawn fills half of the place.
 *
 * @param {any} chart @param {any} layout of the figure that comes
 */
export function forgetRanges(chart, layout) {
  for (const [axis, range] of otherAxes(chart, layout)) {
    if (chart._fullLayout.uirevision !== layout.uirevision) delete axis._inputRange;
    if (range) [axis._rangeInitial0, axis._rangeInitial1] = range;
  }
}

/** A zoom into the axes that were there is one into those that come. @param {any} chart @param {any} layout */
export function carryZoom(chart, layout) {
  const { _preGUI: unzoomed } = chart._fullLayout;
  for (const [{ _name: name }, range = []] of otherAxes(chart, layout)) {
    for (const end of [0, 1]) if (`${name}.range[${end}]` in unzoomed) unzoomed[`${name}.range[${end}]`] = range[end];
  }
}

/** The axes that a chart has, and the ranges that a figure gives them. @param {any} chart @param {any} layout @returns {[any, number[] | undefined][]} */
function otherAxes(chart, layout) {
  const known = Object.entries(chart._fullLayout ?? {}).filter(([name]) => /^[xy]axis\d*$/.test(name));
  return known.map(([name, axis]) => [axis, layout[name]?.range]);
}

/**
 * Keep what stands still. Plotly.animate draws the traces that it is given, and takes every layer of a subplot
 * away in which it is given none: the contours below the path, the accuracy beside the loss. Such a layer is renamed
 * after it was drawn, so that Plotly does not find it; when Plotly has drawn it anew, the old one goes.
 * @param {any} chart @param {Panel} panel
 */
export function freeze(chart, panel) {
  if (!chart._fullData || panel.redraw) return;
  const traces = panel.slices.map(({ trace }) => chart._fullData[trace]);
  const moving = new Set(traces.map((trace) => trace && trace.xaxis + trace.yaxis));
  /** @type {[string, any][]} */
  const subplots = Object.entries(chart._fullLayout._plots);
  for (const [subplot, { plot }] of subplots) {
    /** @type {Element | undefined} */
    const group = plot?.node();
    const layers = [...(group?.children ?? [])].filter((layer) => layer.classList.contains("mlayer"));
    const still = layers.filter((layer) => !moving.has(subplot) || !layer.classList.contains("scatterlayer"));
    if (!group || !still.length) continue;
    for (const old of group.querySelectorAll(":scope > .gx-frozen")) old.remove();
    for (const layer of still) {
      layer.classList.remove("mlayer");
      layer.classList.add("gx-frozen");
    }
  }
}

/** Where the mouse is, in the units of a chart's axes. @param {any} chart @param {{clientX: number, clientY: number}} event */
export function pointAt(chart, event) {
  const plot = chart.querySelector(".nsewdrag").getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout;
  return { x: xaxis.p2d(event.clientX - plot.left), y: yaxis.p2d(event.clientY - plot.top) };
}
