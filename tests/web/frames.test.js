/** What a trace has at a step. */

import assert from "node:assert/strict";
import test from "node:test";
import { frame, ranks, samplesOf, shownFrame, times } from "../../web/frames.js";
import { placeOf, sampleAt, stems } from "../../web/marks.js";
import { track } from "./pack.js";

test("a step's row is its slice, a path all that came before, a text its digits", () => {
  assert.deepEqual(Array.from(frame(track(), 1)), [5, 4]);
  assert.deepEqual(Array.from(frame(track({ prefix: true }), 2)), [3, 1, 5]);
  assert.deepEqual(frame(track({ attribute: "text", digits: 2 }), 2), ["−0.50", "0.25"]);
});

test("stems stand in every third place between what their figure has", () => {
  const base = [0, null, NaN, 0, null, NaN];
  assert.deepEqual(frame(track({ base, start: 1, stride: 3 }), 0), [0, 3, NaN, 0, 1, NaN]);
  assert.deepEqual(base, [0, null, NaN, 0, null, NaN]);
});

test("rounded numbers have a scale a step, and their smallest integer is a gap", () => {
  const scale = Float32Array.of(0.5, 2, 1);
  assert.deepEqual(frame(track({ values: Int8Array.of(2, -128, 3, 4, 0, 0), scale }), 0), [1, NaN]);
  assert.deepEqual(frame(track({ values: Int16Array.of(2, -128, 3, -32768, 0, 0), scale }), 1), [6, NaN]);
});

test("ranked stems stand by their height, the tallest first, over all of their traces", () => {
  const stems = track({ ranked: true, start: 1, stride: 3 });
  const heights = [
    [0, -3, NaN, 0, 1, NaN],
    [0, 2, NaN, 0, NaN, NaN],
  ];
  assert.deepEqual(ranks([stems, stems], heights), [
    [0, 0, NaN, 2, 2, NaN],
    [1, 1, NaN, NaN, NaN, NaN],
  ]);
  // Of one height: as they come, one of each in turn.
  assert.deepEqual(
    ranks(
      [stems, stems],
      [
        [0, 1, NaN, 0, -1, NaN],
        [0, -1, NaN, 0, 1, NaN],
      ],
    ),
    [
      [0, 0, NaN, 2, 2, NaN],
      [1, 1, NaN, 3, 3, NaN],
    ],
  );
  assert.deepEqual(ranks([stems], [[0, 1, NaN, 0, -1, NaN]]), [[0, 0, NaN, 1, 1, NaN]]);
});

test("stems are shown times a number of each one's sample", () => {
  const stems = track({ start: 1, stride: 3 });
  assert.deepEqual(times([0, -3, NaN, 0, 1, NaN], stems, [20, 10], new Map([[10, 0.5], [20, 2]])), [0, -6, NaN, 0, 0.5, NaN]); // biome-ignore format: pairs
  assert.deepEqual(times([0, -3, NaN], stems, [7], new Map()), [0, NaN, NaN]);
});

test("a stem knows its sample, and a sample its stem, as it is shown", () => {
  const known = track({ samples: [10, 20], start: 1, stride: 3, base: [0, 0, NaN, 0, 0, NaN] });
  assert.deepEqual(samplesOf(track({ samples: Int32Array.of(1, 2, 3, 4, 5, 6) }), 1), [3, 4]);
  assert.equal(sampleAt({ curveNumber: 0, pointNumber: 4 }, [[known, 0]]), 20);
  assert.equal(sampleAt({ curveNumber: 1, pointNumber: 4 }, [[known, 0]]), -1);
  assert.equal(sampleAt({ curveNumber: 1, customdata: 7 }, []), 7);
  const shown = [{ x: [1, 1, NaN, 0, 0, NaN], y: [0, 3, NaN, 0, 4, NaN] }];
  assert.deepEqual(placeOf(10, shown, [[known, 0]]), { x: [1, 1], y: [0, 3], text: ["", "sample 10"] });
  assert.deepEqual(placeOf(5, [{ customdata: [5], x: [2], y: [3] }], []), { x: [2], y: [3], text: ["sample 5"] });
  assert.deepEqual(placeOf(-1, shown, [[known, 0]]), { x: [NaN], y: [NaN], text: [""] });
});

test("before its stage a track is not there; inside a step it may go by the sample", () => {
  assert.deepEqual(shownFrame(track({ since: 2 }), 1, 0), [NaN, NaN]);
  assert.deepEqual(Array.from(shownFrame(track({ by: "sample" }), 0, 2)), [-0.5, 0.25]);
});

test("what came in full for a step stands for the coarse track, with its samples", () => {
  const coarse = track({ samples: [1, 2] });
  const full = track({ values: Float32Array.of(9, 9) });
  const panel = /** @type {any} */ ({ slices: [coarse, track({ trace: 1 })] });
  assert.deepEqual(stems(panel, 3, []), [[coarse, 3]]);
  assert.deepEqual(stems(panel, 3, [full]), [[{ ...full, samples: [1, 2] }, 0]]);
});
