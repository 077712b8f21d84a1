/** Ways to the next moment that are taken before a lesson’s program listens. */

import assert from "node:assert/strict";
import test from "node:test";
import { followHistory, LessonNavigation } from "../../web/lesson_navigation.js";

test("a key that comes before the lesson's program is followed as soon as that is there, once", () => {
  const navigation = new LessonNavigation();
  /** @type {string[]} */
  const gone = [];
  navigation.go("next");
  assert.deepEqual(gone, []);
  navigation.lead((way) => gone.push(way));
  assert.deepEqual(gone, ["next"]);
  navigation.go("prev");
  assert.deepEqual(gone, ["next", "prev"]);
  navigation.lead((way) => gone.push(`again ${way}`));
  assert.deepEqual(gone, ["next", "prev"]);
});

test("the browser's history is followed, also where it has gone on before anybody listened", () => {
  const target = new EventTarget();
  const { signal } = new AbortController();
  let place = "downhill 1";
  let gone = 0;
  let others = 0;
  const follow = (/** @type {string} */ mine) =>
    followHistory(
      () => place,
      mine,
      () => {
        gone += 1;
      },
      signal,
      target,
    );
  follow("downhill 1");
  target.addEventListener("popstate", () => {
    others += 1;
  });
  // A step of the same moment is the player's.
  target.dispatchEvent(new Event("popstate"));
  assert.deepEqual([gone, others], [0, 1]);
  place = "downhill 2";
  target.dispatchEvent(new Event("popstate"));
  assert.deepEqual([gone, others], [1, 1]);
  // Its own page is shown now, and the address is back already before that listens.
  place = "downhill 1";
  follow("downhill 2");
  assert.equal(gone, 2);
});
