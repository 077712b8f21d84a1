/** How high charts are on a telephone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { heightOfPanel } from "../../web/telephone.js";

const PORTRAIT = { height: 844, top: 100, head: 44, foot: 96, asked: 0, landscape: false };

test("two panels and the gaps around them fill what is left of the window", () => {
  const panel = heightOfPanel(PORTRAIT);
  const rest = 844 - 100 - 96 - (2 * panel + 2 * 8);
  assert.ok(rest >= 0 && rest < 2, String(rest));
});

test("a telephone that lies has them beside each other", () => {
  assert.equal(heightOfPanel({ ...PORTRAIT, height: 390, top: 52, foot: 52, landscape: true }), 390 - 52 - 52 - 8);
});

test("what stands too high above them scrolls away", () => {
  assert.equal(heightOfPanel({ ...PORTRAIT, top: 700 }), heightOfPanel({ ...PORTRAIT, top: 52 }));
});

test("with a question there is one panel above it where there is no room for two", () => {
  assert.equal(heightOfPanel({ ...PORTRAIT, height: 740, top: 84, asked: 200 }), 740 - 84 - 96 - 200 - 8);
});

test("with a question a single panel has the room of two", () => {
  const short = { ...PORTRAIT, top: 140, asked: 150 };
  assert.ok(heightOfPanel(short) < 300);
  assert.equal(heightOfPanel({ ...short, single: true }), 2 * 196);
});

test("so has one that nobody asks about, as far as there is room", () => {
  assert.equal(heightOfPanel({ ...PORTRAIT, single: true }), 2 * 196);
  assert.equal(heightOfPanel({ ...PORTRAIT, top: 400, single: true }), 844 - 400 - 96 - 8);
  assert.equal(heightOfPanel({ ...PORTRAIT, top: 700, single: true }), heightOfPanel({ ...PORTRAIT, top: 700 }));
});

test("with a question a panel that would be flat is scrolled to instead", () => {
  assert.equal(heightOfPanel({ ...PORTRAIT, top: 340, asked: 240 }), 272);
});

test("with a question below what has to be scrolled, a panel is as high as a chart needs", () => {
  const long = { ...PORTRAIT, top: 420, asked: 400 };
  assert.equal(heightOfPanel(long), 272);
  assert.equal(heightOfPanel({ ...long, asked: 450 }), 844 - 44 - 96 - 450 - 16);
});
