/** What a track shows at one step: a slice of its values, as Plotly takes it. */

/** @import { Track } from "./codec.js" */

import { digits } from "./numbers.js";

/** In 16 and 8 bits the smallest integer stands for a gap, by the bytes of a value. @type {Record<number, number>} */
const GAPS = { 2: -32768, 1: -128 };

/**
 * What one track shows at one step.
 * @param {Track} track
 * @param {number} step
 * @returns {any[] | ArrayLike<number>}
 */
export function frame(track, step) {
  const { values } = track;
  if (track.prefix) return values.subarray(0, step + 1);
  const own = values.subarray(step * track.width, (step + 1) * track.width);
  const row = track.sort ? own.slice().sort() : own;
  if (track.attribute === "text") return Array.from(row, (value) => digits(value, track.digits));
  if (!track.base && !track.scale) return row;
  const scale = track.scale ? track.scale[step] : 1;
  const gap = track.scale ? GAPS[values.BYTES_PER_ELEMENT] : NaN;
  const full = track.base ? track.base.slice() : new Array(track.width);
  row.forEach((value, i) => {
    full[track.start + i * track.stride] = value === gap ? NaN : value * scale;
  });
  return full;
}

/**
 * The same, with gaps before the stage from which on a track is there. In a thumbnail and in a player alike.
 * @param {Track} track @param {number} step @param {number} sample the place of the one that is shown
 */
export function shownFrame(track, step, sample) {
  const values = frame(track, track.by === "sample" ? sample : step);
  return step < track.since ? Array.from(values, () => NaN) : values;
}

/**
 * The place of each value of a track's row among those that are shown: another one than its own where they are sorted.
 * @param {Track} track
 * @param {number} step
 * @returns {number[]}
 */
export function places(track, step) {
  const row = Array.from(track.values.subarray(step * track.width, (step + 1) * track.width));
  if (!track.sort) return row.map((_, i) => i);
  const order = row.map((_, i) => i).sort((a, b) => row[a] - row[b]);
  const found = new Array(row.length);
  order.forEach((i, place) => {
    found[i] = place;
  });
  return found;
}

/** The samples that a track's values belong to at a step, or nothing. @param {Track} track @param {number} step @returns {number[]} */
export function samplesOf({ samples, width }, step) {
  if (!samples) return [];
  return Array.from(Array.isArray(samples) ? samples : samples.subarray(step * width, (step + 1) * width));
}
