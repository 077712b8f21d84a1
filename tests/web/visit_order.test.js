/** The order of a mixed lesson: another one at each visit, from the first moment on. */

import assert from "node:assert/strict";
import test from "node:test";

import { endVisits, nextOpen, orderOf } from "../../web/visit_order.js";

const MOMENTS = ["a", "b", "c", "d", "e"];

test("a visit has one order, with all moments, that begins where somebody has come in; the next has another", () => {
  endVisits();
  const order = orderOf("mixed", MOMENTS, "d", () => 0.999);
  assert.deepEqual([...order].sort(), MOMENTS);
  assert.equal(order[0], "d");
  // Another moment of the same visit does not change it, nor does another draw.
  assert.deepEqual(
    orderOf("mixed", MOMENTS, "a", () => 0),
    order,
  );
  endVisits();
  assert.notDeepEqual(
    orderOf("mixed", MOMENTS, "", () => 0),
    order,
  );
});

test("a lesson whose moments are others now gets a new order", () => {
  endVisits();
  orderOf("mixed", MOMENTS);
  const more = [...MOMENTS, "f"];
  assert.deepEqual([...orderOf("mixed", more)].sort(), more);
  assert.deepEqual([...orderOf("mixed", ["x"])], ["x"]);
});

test("each moment may be the first, and each order comes", () => {
  const orders = new Set();
  for (let i = 0; i < 6; i++) {
    endVisits();
    const draws = [i / 6 + 0.01, (i % 2) / 2 + 0.01];
    orders.add(orderOf("mixed", ["a", "b", "c"], "", () => draws.shift() ?? 0).join(""));
  }
  assert.equal(orders.size, 6);
});

test("next is the next that is not done, around the end, and never where one is", () => {
  assert.equal(nextOpen(["", "done", ""], 0), 2);
  assert.equal(nextOpen(["", "done", ""], 2), 0);
  assert.equal(nextOpen(["done", "", "done"], 1), -1);
  assert.equal(nextOpen(["done", "done", ""], -1), 2);
});
