/** What a low chart on a telephone leaves out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lowness, spareRoom } from "../../web/small_chart.js";

/** @param {number} height */
function layoutOf(height) {
  return {
    height,
    margin: { l: 58, r: 12, t: 24, b: 38 },
    showlegend: true,
    xaxis: { title: { text: "w1", standoff: 6 } },
    yaxis: { title: { text: "w2", standoff: 6 } },
  };
}

/** @param {boolean} matches whether it is a telephone */
function onTelephone(matches) {
  Object.assign(globalThis, { matchMedia: () => ({ matches }) });
}

test("a low chart has the room of its legend and of its axes' names", () => {
  onTelephone(true);
  const layout = layoutOf(200);
  spareRoom([], layout);
  assert.equal(layout.showlegend, false);
  assert.deepEqual([layout.xaxis.title.text, layout.yaxis.title.text], ["", ""]);
  assert.deepEqual(layout.margin, { l: 42, r: 12, t: 8, b: 22 });
});

test("an axis without a name gives no room", () => {
  onTelephone(true);
  const layout = layoutOf(200);
  layout.xaxis.title.text = "";
  spareRoom([], layout);
  assert.equal(layout.margin.b, 38);
});

test("a very low one has no scale of colours beside it", () => {
  onTelephone(true);
  const [low, lower] = [200, 160].map((height) => {
    const map = { colorbar: {}, showscale: true };
    spareRoom([map], layoutOf(height));
    return map.showscale;
  });
  assert.deepEqual([low, lower], [true, false]);
});

test("a higher one, and any in another window, keeps them all", () => {
  for (const [telephone, height] of /** @type {const} */ ([
    [true, 400],
    [false, 200],
  ])) {
    onTelephone(telephone);
    const layout = layoutOf(height);
    spareRoom([], layout);
    assert.deepEqual(layout, layoutOf(height));
    assert.equal(lowness(height), 0);
  }
});
