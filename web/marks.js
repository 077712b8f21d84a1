/** The sample below the mouse, in every chart that has it: which one it is, and where it stands. */

/** @import { Panel, Track } from "./codec.js" */

import { samplesOf } from "./frames.js";
import { _ } from "./words.js";

/** @typedef {[Track, number]} Stems a track that knows its samples, and which of its rows is shown */

/**
 * The tracks of a panel that know their samples.
 * @param {Panel} panel @param {number} step @param {Track[]} exact those that are there in full for this step
 * @returns {Stems[]}
 */
export function stems(panel, step, exact) {
  /** @type {Stems[]} */
  const known = panel.slices.map((slice) => {
    const detail = exact.find(({ trace, attribute }) => trace === slice.trace && attribute === slice.attribute);
    return detail ? [{ ...detail, samples: detail.samples ?? slice.samples }, 0] : [slice, step];
  });
  return known.filter(([{ samples }]) => samples);
}

/** The row of X of the sample that a point of Plotly's stands for; -1 for none. @param {any} point @param {Stems[]} known */
export function sampleAt(point, known) {
  if (point.customdata !== undefined) return Number(point.customdata);
  for (const [slice, step] of known) {
    if (slice.trace !== point.curveNumber) continue;
    return samplesOf(slice, step)[Math.floor(point.pointNumber / slice.stride)] ?? -1;
  }
  return -1;
}

/**
 * Where a sample is in a chart, with its name: a point, or a stem from zero; a gap where it is not there.
 * @param {number} sample its row of X; -1 for none @param {any[]} data the chart's traces, as they are shown
 * @param {Stems[]} known
 */
export function placeOf(sample, data, known) {
  const name = _("sample {sample}", { sample });
  for (const [slice, step] of known) {
    const i = samplesOf(slice, step).indexOf(sample);
    if (i < 0 || sample < 0) continue;
    const tip = slice.start + i * slice.stride;
    const { x, y } = data[slice.trace];
    return { x: [x[tip], x[tip]], y: [0, y[tip]], text: ["", name] };
  }
  for (const { customdata, x, y } of data) {
    const i = sample < 0 ? -1 : (customdata?.indexOf(sample) ?? -1);
    if (i >= 0) return { x: [x[i]], y: [y[i]], text: [name] };
  }
  return { x: [NaN], y: [NaN], text: [""] };
}
