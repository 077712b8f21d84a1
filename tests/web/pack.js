/** Packed bytes for tests: a header, and behind it one array of each kind, as ui/timeline/timeline.py lays them out. */

/**
 * @param {Record<string, any>} header in which `at` and `length` are those of `arrays`
 * @param {ArrayBufferView[]} arrays
 */
export function pack(header, arrays = []) {
  const text = JSON.stringify(header);
  // The body begins at a multiple of eight.
  const padded = new TextEncoder().encode(text + " ".repeat((8 - ((text.length + 4) % 8)) % 8));
  const body = arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const bytes = new Uint8Array(4 + padded.length + body.reduce((sum, { length }) => sum + length, 0));
  new DataView(bytes.buffer).setUint32(0, padded.length, true);
  bytes.set(padded, 4);
  let at = 4 + padded.length;
  for (const part of body) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A track of six numbers, two a step, with what a test says otherwise. @param {Partial<import("../../web/codec.js").Track>} otherwise */
export function track(otherwise = {}) {
  /** @type {import("../../web/codec.js").Track} */
  const usual = {
    trace: 0,
    attribute: "y",
    width: 2,
    values: new Float32Array([3, 1, 5, 4, -0.5, 0.25]),
    prefix: false,
    start: 0,
    stride: 1,
    digits: 0,
    by: "step",
    since: 0,
    scale: null,
    base: null,
    ranked: false,
    samples: null,
  };
  return { ...usual, ...otherwise };
}
