/**
 * The bytes of a timeline: a header in JSON, and behind it the arrays that it names (see ui/timeline/packing.py), as
 * Python packs them, folded or not. Typed arrays are views of these bytes: nothing is copied, nothing is computed.
 */

import { fromText } from "./bytes.js";

/**
 * @typedef {{dtype: keyof typeof ARRAYS, at: number, length: number}} Entry where an array lies in the bytes
 * @typedef {Float32Array | Float64Array | Int32Array | Int16Array | Int8Array} Values
 * @typedef {{trace: number, attribute: string, width: number, values: Entry, prefix?: boolean, start?: number,
 *   stride?: number, digits?: number, by?: "step" | "sample", since?: number, scale?: Entry, ranked?: boolean,
 *   samples?: number[] | Entry}} PackedTrack
 * @typedef {{trace: number, attribute: string, width: number, values: Values, prefix: boolean, start: number,
 *   stride: number, digits: number, by: "step" | "sample", since: number, scale: Values | null, base: any[] | null,
 *   ranked: boolean, samples: number[] | Values | null}} Track
 * @typedef {{code: string, label: string, title: string, limit: number, values: Values | null}} Way to show a panel's stems: times these
 * @typedef {{samples: Values, ways: Way[]}} Factors the ways, and the rows of X that their values are of
 * @typedef {{name: string, title: string, look: string, figure: {data: any[], layout: any}, content: any,
 *   tracks: PackedTrack[], sentence: string | string[], caption: string | string[], goesToStep: number[], choosesSample: number[],
 *   picks: number[], lights: number | null, sweep: number | null, drags: number | null, board: boolean,
 *   setsStart: boolean, redraw: boolean, handles?: Record<string, [number, number]>}} PackedPanel
 * @typedef {PackedPanel & {slices: Track[], factors: Factors | null, handles: Record<string, [number, number]>}} Panel
 * @typedef {{codes: string[], names: string[], step: number, last: number, samples: number[]}} Inside what there is inside one step
 * @typedef {{token: string, steps: number, layout: string, note: string, moment: [string, string][], inside: Inside | null,
 *   readout: [string, string | string[]][], legend: Record<string, [string, string]>, scalars: Record<string, Values>, panels: Panel[],
 *   spoken: string | string[], rate: import("./rate.js").Rate | null, lecture: string[]}} Timeline
 * @typedef {{header: any, array: (entry: Entry) => Values}} Opened
 * @typedef {{token: string, step: number, panel: string, slices: (traces: any[]) => Track[]}} Detail a step of a panel in
 *   full
 */

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, int16: Int16Array, int8: Int8Array };
/** What Plotly calls them. @type {Record<keyof typeof ARRAYS, string>} */
const KINDS = { float32: "f4", float64: "f8", int32: "i4", int16: "i2", int8: "i1" };
/** The same the other way round. */
const OF_PLOTLY = new Map(Object.entries(KINDS).map(([name, kind]) => [kind, ARRAYS[/** @type {keyof typeof ARRAYS} */ (name)]]));

/**
 * The header and the arrays of packed bytes.
 * @param {Uint8Array} bytes
 * @returns {Opened}
 */
export function open(bytes) {
  // A copy starts at a multiple of eight, which the typed arrays need.
  const buffer = bytes.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return { header, array: (entry) => new ARRAYS[entry.dtype](buffer, 4 + length + entry.at, entry.length) };
}

/**
 * @param {PackedTrack} track
 * @param {number} trace its place in the figure
 * @param {(entry: Entry) => Values} array
 * @param {any[]} data the traces of the figure
 * @returns {Track}
 */
function unpackTrack(track, trace, array, data) {
  return {
    trace,
    attribute: track.attribute,
    width: track.width,
    values: array(track.values),
    prefix: track.prefix ?? false,
    start: track.start ?? 0,
    stride: track.stride ?? 1,
    digits: track.digits ?? 0,
    by: track.by ?? "step",
    since: track.since ?? 0,
    scale: track.scale ? array(track.scale) : null,
    base: track.stride ? data[trace][track.attribute] : null,
    ranked: track.ranked ?? false,
    samples: track.samples && !Array.isArray(track.samples) ? array(track.samples) : (track.samples ?? null),
  };
}

/**
 * A figure's traces, with the numbers that stand behind the header where Plotly looks for them.
 * @param {any[]} traces @param {(entry: Entry) => Values} array
 */
function unpackNumbers(traces, array) {
  for (const trace of traces) {
    for (const [name, { shape, dtype, ...entry }] of packedNumbers(trace)) {
      trace[name] = { shape, dtype: KINDS[dtype], bdata: array({ dtype, ...entry }).slice().buffer };
    }
  }
}

/** Numbers as they are, or as Plotly packs them: in text, or in bytes. @param {any} value @returns {ArrayLike<any>} */
export function numbersOf(value) {
  const array = OF_PLOTLY.get(value?.dtype);
  if (!array || !value.bdata) return value ?? [];
  const { bdata } = value;
  return new array(typeof bdata === "string" ? fromText(bdata).buffer : bdata);
}

/** A trace's attributes that are such numbers. @param {any} trace @returns {[string, Entry & {shape: string}][]} */
function packedNumbers(trace) {
  return Object.entries(trace).filter(([, value]) => value?.at !== undefined && value.shape !== undefined);
}

/** @param {any} panel as packed @param {(entry: Entry) => Values} array @returns {Factors | null} */
function unpackFactors({ factors }, array) {
  if (!factors) return null;
  const ways = factors.ways.map((/** @type {any} */ way) => ({ ...way, values: way.values ? array(way.values) : null }));
  return { samples: array(factors.samples), ways };
}

/**
 * Read a packed timeline.
 * @param {Uint8Array} bytes
 * @returns {Timeline}
 */
export function unpack(bytes) {
  const { header, array } = open(bytes);
  /** @type {Record<string, Entry>} */
  const scalars = header.scalars;
  for (const { figure } of header.panels) unpackNumbers(figure?.data ?? [], array);
  return {
    steps: header.steps,
    token: header.token,
    layout: header.layout,
    note: header.note,
    moment: header.moment ?? [],
    inside: header.inside,
    readout: header.readout,
    legend: header.legend ?? {},
    spoken: header.spoken ?? "",
    rate: header.rate ?? null,
    lecture: header.lecture ?? [],
    scalars: Object.fromEntries(Object.entries(scalars).map(([name, entry]) => [name, array(entry)])),
    panels: header.panels.map((/** @type {PackedPanel} */ panel) => ({
      ...panel,
      factors: unpackFactors(panel, array),
      handles: panel.handles ?? {},
      slices: panel.tracks.map((track) => unpackTrack(track, track.trace, array, panel.figure?.data ?? [])),
    })),
  };
}

/**
 * Read a packed detail, one step of a panel's tracks in full (see pack_detail in ui/timeline/packing.py).
 * @param {Opened} opened
 * @returns {Detail}
 */
export function readDetail({ header, array }) {
  const { detail: token, step, panel, tracks } = header;
  return { token, step, panel, slices: (traces) => stills(tracks, array, traces) };
}

/**
 * Read a packed draft (see pack_draft in ui/timeline/packing.py) of a step.
 * @param {Opened} opened @param {number} step
 * @returns {import("./drafts.js").Draft}
 */
export function readDraft({ header, array }, step) {
  /** @type {[string, Entry][]} */
  const scalars = Object.entries(header.scalars);
  return {
    step,
    scalars: Object.fromEntries(scalars.map(([name, entry]) => [name, array(entry)])),
    said: header.said,
    heading: header.heading,
    link: header.link,
    slices: (panel, traces) => stills(header.panels[panel] ?? [], array, traces),
  };
}

/**
 * Tracks of one step, packed by the names of their traces.
 * @param {any[]} tracks @param {(entry: Entry) => Values} array @param {any[]} traces of the figure @returns {Track[]}
 */
function stills(tracks, array, traces) {
  const place = (/** @type {any} */ track) => traces.findIndex((trace) => trace.name === track.trace);
  return tracks.filter((track) => place(track) >= 0).map((track) => unpackTrack(track, place(track), array, traces));
}

/**
 * The arrays of a packed timeline, and how many numbers a step each has.
 * @param {{scalars: Record<string, Entry>, panels: PackedPanel[]}} header
 * @returns {[Entry, number][]}
 */
function arrays({ scalars, panels }) {
  /** @type {[Entry, number][]} */
  const found = Object.values(scalars).map((entry) => [entry, 1]);
  for (const trace of panels.flatMap(({ figure }) => figure?.data ?? [])) {
    for (const [, entry] of packedNumbers(trace)) found.push([entry, Number(entry.shape.split(",")[1] ?? 1)]);
  }
  for (const { values, width, scale, samples } of panels.flatMap((panel) => panel.tracks)) {
    found.push([values, width]);
    if (scale) found.push([scale, 1]);
    if (samples && !Array.isArray(samples)) found.push([samples, width]);
  }
  return found;
}

/**
 * A packed timeline as it was before it was folded (see ui/timeline/folding.py).
 * @param {Uint8Array} folded
 */
export function unfold(folded) {
  const { header } = open(folded);
  const start = 4 + new DataView(folded.buffer, folded.byteOffset).getUint32(0, true);
  const packed = folded.slice();
  for (const [{ dtype, at, length }, width] of arrays(header)) {
    const size = ARRAYS[dtype].BYTES_PER_ELEMENT;
    const from = folded.subarray(start + at, start + at + length * size);
    const to = packed.subarray(start + at, start + at + length * size);
    const rows = length / width;
    for (let column = 0; column < width; column++) {
      for (let row = 0; row < rows; row++) {
        const here = (row * width + column) * size;
        // A whole number of `size` bytes, the lowest first, added to the one in the row above.
        let carry = 0;
        for (let k = 0; k < size; k++) {
          const sum = from[k * length + column * rows + row] + (row ? to[here - width * size + k] : 0) + carry;
          to[here + k] = sum;
          carry = sum >> 8;
        }
      }
    }
  }
  return packed;
}
