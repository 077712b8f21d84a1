/** The rates that a page without a server has brought: a part that is missing is told of in a sentence, once, and asked for again. */

import assert from "node:assert/strict";
import test from "node:test";
import { Variants } from "../../web/variants.js";

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
