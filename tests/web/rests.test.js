/** Long work in parts: the page answers between them, where they have taken too long together. */

import assert from "node:assert/strict";
import test from "node:test";
import { rests } from "../../web/dom.js";

test("it rests only where the parts since the last rest have taken too long together", async () => {
  let now = 0;
  performance.now = () => now;
  Object.assign(globalThis, { document: { hidden: false } });
  const rest = rests();
  now += 6;
  assert.equal(rest(), undefined);
  now += 6;
  const answered = rest();
  assert.ok(answered instanceof Promise);
  // What the page does meanwhile is no part of the work.
  now += 100;
  await answered;
  now += 6;
  assert.equal(rest(), undefined);
});
