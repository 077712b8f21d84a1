/** Which key means what, and when it is meant for the player. */

import assert from "node:assert/strict";
import test from "node:test";
import { keeps, meaning } from "../../web/keys.js";

const RUN = { large: false, inside: false, outside: false, onScrubber: false };
const INSIDE = { ...RUN, inside: true, outside: true };
const press = (/** @type {string} */ key, shiftKey = false) => ({ key, shiftKey });

test("along a run the arrows, a presenter's clicker and Home and End move", () => {
  const keys = {
    " ": "play",
    ArrowLeft: "back",
    PageUp: "back",
    ArrowRight: "forward",
    PageDown: "forward",
    Home: "first",
    End: "last",
  };
  for (const [key, what] of Object.entries(keys)) {
    assert.equal(meaning(press(key), RUN), what);
    assert.equal(meaning(press(key, true), RUN), undefined);
  }
  assert.equal(meaning(press("ArrowUp"), RUN), undefined);
  assert.equal(meaning(press("x"), RUN), undefined);
});

test("inside a step the arrows to the side go through the run, all others through the stages", () => {
  assert.equal(meaning(press("ArrowLeft"), INSIDE), -1);
  assert.equal(meaning(press("PageDown"), INSIDE), 1);
  assert.equal(meaning(press("ArrowUp"), INSIDE), "back");
  assert.equal(meaning(press("ArrowDown"), INSIDE), "forward");
  assert.equal(meaning(press("ArrowRight", true), INSIDE), "forward");
  assert.equal(meaning(press("Home", true), INSIDE), undefined);
  assert.equal(meaning(press("End"), INSIDE), "last");
  // Where there is no other step, or the scrubber has the focus, stages are all there is.
  assert.equal(meaning(press("ArrowLeft"), { ...INSIDE, outside: false }), "back");
  assert.equal(meaning(press("ArrowRight"), { ...INSIDE, onScrubber: true }), "forward");
});

test("letters open, large or small, and Escape leaves what is large", () => {
  for (const [key, what] of Object.entries({ "?": "keys", l: "lecture", L: "lecture", s: "share", S: "share" })) {
    assert.equal(meaning(press(key), RUN), what);
  }
  assert.equal(meaning(press("Escape"), RUN), undefined);
  assert.equal(meaning(press("Escape"), { ...RUN, large: true }), "escape");
});

/** Something that has the focus and is of these kinds, each a selector of its own. @param {string[]} kinds */
function focused(...kinds) {
  const closest = (/** @type {string} */ selector) => {
    const found = selector.replace(/:not\([^)]*\)/, "").split(", ");
    return kinds.some((kind) => found.includes(kind)) || null;
  };
  return /** @type {any} */ ({ closest });
}

test("a key is meant for what has the focus, if that takes such keys", () => {
  const field = focused("textarea");
  const slider = focused("[type=range]");
  const box = focused("[type=checkbox]");
  const radio = focused("[type=radio]");
  for (const key of [" ", "ArrowLeft", "s", "1"]) assert.equal(keeps(field, key), true);
  assert.deepEqual(
    [" ", "ArrowLeft", "End", "s"].map((key) => Boolean(keeps(slider, key))),
    [false, true, true, false],
  );
  assert.deepEqual(
    [" ", "ArrowLeft", "s"].map((key) => Boolean(keeps(box, key))),
    [true, false, false],
  );
  assert.deepEqual(
    [" ", "ArrowLeft", "s"].map((key) => Boolean(keeps(radio, key))),
    [true, true, false],
  );
  const cell = focused(".stDataFrame canvas");
  for (const key of ["1", "0", "ArrowLeft", "l"]) assert.equal(keeps(cell, key), true);
  assert.equal(keeps(focused(), " "), false);
});

test("behind a choice the arrows step at once, and in an open list they stay", () => {
  const closed = focused("[role=combobox]", "[role=combobox][aria-expanded=false]");
  for (const key of ["ArrowRight", "ArrowLeft", "PageDown"]) assert.equal(keeps(closed, key), false);
  for (const key of ["ArrowDown", "Home", "x", " "]) assert.equal(keeps(closed, key), true);
  assert.equal(keeps(focused("[role=combobox]"), "ArrowRight"), true);
});

test("in a talk a presenter's clicker goes from moment to moment, and letters are for the screen", () => {
  const talk = { ...RUN, inTalk: true };
  const keys = {
    PageDown: "next",
    PageUp: "prev",
    n: "next",
    P: "prev",
    b: "blank",
    ".": "blank",
    D: "draw",
    ArrowRight: "forward",
  };
  for (const [key, what] of Object.entries(keys)) {
    assert.equal(meaning(press(key), talk), what);
    assert.equal(meaning(press(key), { ...talk, inside: true, onScrubber: true }), what);
  }
  for (const key of ["b", "d", "."]) assert.equal(meaning(press(key), RUN), undefined);
});
