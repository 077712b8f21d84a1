/** A packed timeline, a detail and a draft are read as they were packed. */

import assert from "node:assert/strict";
import test from "node:test";
import { open, readDetail, unfold, unpack } from "../../web/codec.js";
import { pack } from "./pack.js";

const TRACK = { trace: 0, attribute: "y", width: 2, values: { dtype: "float32", at: 8, length: 4 } };
const PANEL = { name: "loss", figure: { data: [{ y: [0, 0] }] }, tracks: [TRACK] };
const HEADER = {
  token: "t",
  steps: 1,
  scalars: { L: { dtype: "float64", at: 0, length: 1 } },
  panels: [PANEL],
};

test("arrays are read wherever the bytes lie", () => {
  const packed = pack(HEADER, [Float64Array.of(0.5), Float32Array.of(1, 2, 3, 4)]);
  const shifted = new Uint8Array(packed.length + 3);
  shifted.set(packed, 3);
  for (const bytes of [packed, shifted.subarray(3)]) {
    const timeline = unpack(bytes);
    assert.deepEqual([...timeline.scalars.L], [0.5]);
    assert.deepEqual([...timeline.panels[0].slices[0].values], [1, 2, 3, 4]);
    assert.equal(timeline.steps, 1);
  }
});

test("a track without more to say has what is usual, and a strided one keeps what its figure came with", () => {
  const bytes = [Float64Array.of(0.5), Float32Array.of(1, 2, 3, 4)];
  const plain = unpack(pack(HEADER, bytes)).panels[0].slices[0];
  assert.deepEqual([plain.prefix, plain.start, plain.stride, plain.by, plain.base], [false, 0, 1, "step", null]);
  const strided = { ...PANEL, tracks: [{ ...TRACK, start: 1, stride: 3 }] };
  const stems = unpack(pack({ ...HEADER, panels: [strided] }, bytes)).panels[0].slices[0];
  assert.deepEqual([stems.start, stems.stride, stems.base], [1, 3, [0, 0]]);
});

test("folding is undone to the last bit, also where a byte runs over", () => {
  const rows = [Float32Array.of(0.1, -7), Float32Array.of(1e30, NaN)];
  const plain = new Uint8Array(Float32Array.of(...rows[0], ...rows[1]).buffer);
  // As ui/timeline/folding.py does it: differences to the row above, and the bytes of equal place side by side.
  const whole = new Uint32Array(plain.buffer);
  const differences = Uint32Array.of(whole[0], whole[1], whole[2] - whole[0], whole[3] - whole[1]);
  const bytes = new Uint8Array(differences.buffer);
  const folded = new Uint8Array(16);
  // Column by column, and in each the lowest bytes of all rows first.
  const order = [0, 2, 1, 3];
  for (let k = 0; k < 4; k++) for (const [i, from] of order.entries()) folded[k * 4 + i] = bytes[from * 4 + k];
  const header = { ...HEADER, scalars: {}, panels: [{ ...PANEL, tracks: [{ ...TRACK, values: { ...TRACK.values, at: 0 } }] }] };
  const unfolded = unfold(pack(header, [folded]));
  assert.deepEqual([...open(unfolded).array({ dtype: "int32", at: 0, length: 4 })], [...new Int32Array(plain.buffer)]);
});

test("a detail finds its traces by their names", () => {
  const header = {
    detail: "t",
    step: 4,
    panel: "contours",
    tracks: [{ ...TRACK, trace: "level", values: { dtype: "int8", at: 0, length: 2 } }],
  };
  const detail = readDetail(open(pack(header, [Int8Array.of(1, 2)])));
  assert.deepEqual([detail.token, detail.step, detail.panel], ["t", 4, "contours"]);
  assert.equal(detail.slices([{ name: "path" }, { name: "level" }])[0].trace, 1);
});
