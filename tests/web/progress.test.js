/** What was done of the lessons: noted, counted, saved, taken back, forgotten; whatever a file of somebody's says. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { asFile, forget, knownOf, note, readProgress, statesOf, takeFile } from "../../web/progress.js";

beforeEach(() => forget());

test("a moment is noted beside what is known of it", () => {
  note("downhill", "which-way", { answer: "Shorter", done: true });
  note("downhill", "which-way", { right: true });
  assert.deepEqual(knownOf("downhill", "which-way"), { answer: "Shorter", done: true, right: true });
  assert.deepEqual(statesOf("downhill", ["which-way", "how-long"]), ["right", ""]);
  forget("downhill", "which-way");
  assert.deepEqual(statesOf("downhill", ["which-way", "how-long"]), ["", ""]);
});

test("what is right, what was only answered, and what is not known yet are told apart", () => {
  /** @type {[import("../../web/progress.js").Known, string][]} */
  const known = [
    [{ answer: "answer 1", right: true, done: true }, "right"],
    [{ answer: "answer 2", right: false, done: true }, "answered"],
    [{ answer: "?", done: true }, "unknown"],
    [{ helped: true }, "unknown"],
    [{ helped: true, done: true }, "done"],
    [{ done: true }, "done"],
    // As it was kept before: nobody has noted whether a choice was right.
    [{ answer: "answer 2", done: true }, "done"],
    [{ answer: "Shorter", done: true }, "done"],
    // As a site keeps it, where nobody judges.
    [{ answer: "-0.2", done: true }, "done"],
  ];
  for (const [i, [each]] of known.entries()) note("downhill", `m${i}`, each);
  const ids = known.map((_each, i) => `m${i}`);
  assert.deepEqual(
    statesOf("downhill", ids),
    known.map(([, state]) => state),
  );
});

test("a file brings back what was done, beside what is known here", () => {
  note("downhill", "which-way", { done: true });
  const file = asFile();
  forget();
  note("forward", "a-logit", { done: true });
  assert.equal(takeFile(file), true);
  assert.deepEqual(Object.keys(readProgress()).sort(), ["downhill", "forward"]);
});

test("of a file that is anybody's only what we could have written is taken", () => {
  const format = JSON.parse(asFile()).format;
  for (const text of ["", "null", "[]", "{}", "<script>", '{"format": 1}', "x".repeat(2_000_000)]) {
    assert.equal(takeFile(text), false);
  }
  const strange = {
    "<b>": {},
    fine: { "UP!": { done: true }, ok: { done: "yes", answer: "a".repeat(5_000), more: 1 } },
    list: [1],
    none: null,
  };
  assert.equal(takeFile(JSON.stringify({ format, lessons: strange })), true);
  assert.deepEqual(readProgress(), { fine: { ok: { answer: "a".repeat(1_000) } }, list: { 0: {} }, none: {} });
  assert.equal(takeFile(`{"format": ${JSON.stringify(format)}, "lessons": {"__proto__": {"done": {"done": true}}}}`), true);
  assert.equal(/** @type {any} */ ({}).done, undefined);
});
