/** Numbers as they are written beside charts. */

import assert from "node:assert/strict";
import test from "node:test";
import { digits, fill, nearest, scalarAt } from "../../web/numbers.js";

test("a number has its significant digits and a real minus sign", () => {
  for (const [value, count, text] of /** @type {[number, number, string][]} */ ([
    [0.11574258123, 8, "0.11574258"],
    [-0.5, 3, "−0.500"],
    [1.234e-7, 4, "1.234e−7"],
    [-1.234e-7, 2, "−1.2e−7"],
    [123456789, 4, "1.235e8"],
    [1000, 4, "1000"],
    [0, 4, "0.000"],
    [-0, 3, "0.00"],
    [1e-4, 3, "0.000100"],
    [9.876e-5, 4, "9.876e−5"],
  ])) {
    assert.equal(digits(value, count), text);
  }
});

test("a template takes whole numbers, digits, percents, and what a person has written", () => {
  const scalars = { n: [2.6], L: [0.25, 0.125], share: [0.981, 0.5] };
  assert.equal(fill("{n} samples, L = {L:3}, {share:%1}%", scalars, 1), "3 samples, L = 0.125, 50.0%");
  assert.equal(fill('{"a \\"{L:3}\\""} at {L:2}', scalars, 0), 'a "{L:3}" at 0.25');
  assert.equal(fill("nothing {here }", scalars, 0), "nothing {here }");
  assert.equal(fill("{n} of {all}", { n: [1000], all: [1234567] }, 0), "1,000 of 1,234,567");
});

test("a scalar that is there once is the same everywhere", () => {
  assert.equal(scalarAt([7], 5), 7);
  assert.equal(scalarAt([7, 8], 1), 8);
});

test("the nearest of two that are equally near is the first", () => {
  assert.equal(nearest([2, 4, 9], 3), 0);
  assert.equal(nearest([2, 4, 9], 100), 2);
});
