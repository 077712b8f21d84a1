/** The rates that a page without a server has brought: a part that is missing is told of in a sentence, once, and asked for again. */

import assert from "node:assert/strict";
import test from "node:test";
import { Variants } from "../../web/variants.js";
import { pack } from "./pack.js";
import { until } from "./until.js";

test("a part that does not come leaves the run that is shown, says so in one sentence, and may come later", async () => {
  /** @type {string[]} */
  const said = [];
  const [asked, shown] = [/** @type {number[]} */ ([]), { times: 0 }];
  const player = /** @type {any} */ ({
    root: { querySelector: () => null },
    transport: { pause() {} },
    rate: { rate: null, show: () => (shown.times += 1) },
    fail: (/** @type {string} */ message) => said.push(message),
    gone: () => false,
  });
  const variants = new Variants(player, new Uint8Array(), 3, async (place) => {
    asked.push(place);
    throw new Error("The run could not be loaded.");
  });
  for (const _again of [1, 2]) {
    assert.equal(await variants.choose(5), false);
    assert.equal(variants.busy, false);
  }
  assert.deepEqual(said, ["The run could not be loaded.", "The run could not be loaded."]);
  // The page says it again when its own run is there, to which the address does not lead.
  assert.equal(variants.missing, "The run could not be loaded.");
  // It is asked for anew each time; and the slider is told to show the run that is there.
  assert.deepEqual(asked, [5, 5]);
  assert.equal(shown.times, 2);
});

test("what a hand lets go of is one entry of the history, and what it puts back is none", async () => {
  /** @type {string[]} */
  const entries = [];
  const browser = /** @type {any} */ (globalThis);
  browser.location = { href: "https://here/run.html?panel=surface" };
  const write = (/** @type {string} */ kind) => (/** @type {any} */ _, /** @type {string} */ __, /** @type {URL} */ url) => {
    entries.push(`${kind} ${url.search}`);
    browser.location.href = url.href;
  };
  browser.history = { state: null, pushState: write("push"), replaceState: write("replace") };
  const rate = { notches: [0.1, 0.2, 0.5, 1], now: 1 };
  const player = /** @type {any} */ ({
    root: { querySelector: () => null },
    transport: { pause() {} },
    drafts: {},
    rate: { rate, show() {} },
    fail: assert.fail,
    gone: () => false,
    load: async () => (rate.now = variants.wanted),
  });
  const variants = new Variants(player, new Uint8Array(), 1, assert.fail);
  variants.at = async () => pack({ panels: [], scalars: {} });
  await variants.hold(2);
  await variants.hold(3);
  assert.deepEqual([rate.now, entries], [3, []]);
  assert.equal(variants.putBack(), true);
  assert.equal(variants.putBack(), false);
  await until(() => !variants.busy);
  variants.letGo();
  assert.deepEqual([rate.now, entries], [1, []]);
  // Also where the run has not come yet.
  const coming = variants.hold(3);
  variants.letGo();
  assert.deepEqual(entries, []);
  await coming;
  assert.deepEqual(entries, ["push ?panel=surface&lr=1"]);
  await variants.hold(0);
  variants.letGo();
  assert.equal(entries.at(-1), "push ?panel=surface&lr=0.1");
  // Back leads to another one, and writes nothing.
  entries.length = 0;
  browser.location.href = "https://here/run.html?panel=surface&lr=1";
  variants.follow(3);
  await until(() => !variants.busy);
  assert.deepEqual([rate.now, entries], [3, []]);
});
