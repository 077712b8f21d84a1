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
  const row = values.subarray(step * track.width, (step + 1) * track.width);
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
 * Where ranked stems stand along x, the tallest first among all of them: for each of the tracks the x of its trace.
 * @param {Track[]} tracks @param {ArrayLike<number>[]} heights the y of each one's trace, of which each stem has three
 * @returns {number[][]}
 */
export function ranks(tracks, heights) {
  /** Each one's height, track and place there. @type {[number, number, number][]} */
  const stems = [];
  tracks.forEach(({ start, stride }, track) => {
    for (let at = start; at < heights[track].length; at += stride) {
      const height = Math.abs(heights[track][at]);
      if (!Number.isNaN(height)) stems.push([height, track, at - start]);
    }
  });
  // Those of one height stand as they come in their tracks, one of each in turn: rounded or not, the picture is alike.
  stems.sort(([a, , i], [b, , j]) => b - a || i - j);
  const found = heights.map(({ length }) => new Array(length).fill(NaN));
  stems.forEach(([, track, first], place) => {
    found[track].fill(place, first, first + 2);
  });
  return found;
}

/**
 * Stems times a number of each one's sample.
 * @param {any[] | ArrayLike<number>} heights the y of a trace @param {Track} track its track
 * @param {number[]} samples of its stems @param {Map<number, number>} numbers by the samples
 */
export function times(heights, { start, stride }, samples, numbers) {
  const product = Array.from(heights);
  samples.forEach((sample, i) => {
    product[start + i * stride] *= numbers.get(sample) ?? NaN;
  });
  return product;
}

/** The samples that a track's values belong to at a step, or nothing. @param {Track} track @param {number} step @returns {number[]} */
export function samplesOf({ samples, width }, step) {
  if (!samples) return [];
  return Array.from(Array.isArray(samples) ? samples : samples.subarray(step * width, (step + 1) * width));
}
