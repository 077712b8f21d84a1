/** What is said of the step where somebody rests: in the address, and to the host. */

import assert from "node:assert/strict";
import test from "node:test";
import { Drafts } from "../../web/drafts.js";
import { Rest } from "../../web/rest.js";

/** A player at step 6, and what its host is told. */
function resting() {
  const place = { href: "http://host/?v=2&step=6" };
  const history = {
    state: null,
    replaceState: (/** @type {any} */ _state, /** @type {any} */ _, /** @type {URL} */ url) => (place.href = url.href),
  };
  Object.assign(globalThis, { location: place, history });
  /** @type {number[]} */
  const told = [];
  /** @type {any} */
  const player = {
    timeline: { steps: 10, inside: null, panels: [] },
    host: { onRest: (/** @type {number} */ step) => told.push(step), onLetGo: () => {} },
    transport: { step: 6, playing: false },
    layout: { alone: [], lecture: false },
    camera: "",
    push: "",
    inside: {},
    question: { remember: () => {} },
    screenReader: { tell: () => {} },
    panels: { repaint: () => {}, finish: () => {}, forgetLook: () => {}, showNumbers: () => {} },
    gone: () => false,
  };
  Object.defineProperty(player, "step", { get: () => player.transport.step });
  player.rest = new Rest(player);
  player.rest.begin = () => {};
  player.rest.reported = 6;
  player.drafts = new Drafts(player);
  return { player, told, place };
}

test("until the run of weights that were let go of is there, the address is that of the run before", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { player, told, place } = resting();
  const { drafts, rest } = player;
  drafts.held = { what: "weights", at: [1, 2] };
  drafts.letGo();
  assert.equal(player.step, 0);
  rest.tell();
  assert.equal(place.href, "http://host/?v=2&step=6");
  assert.deepEqual(told, []);
  // It is there, with an entry of its own.
  drafts.tell();
  drafts.heard();
  place.href = "http://host/?v=2&weights=1,2&step=6";
  rest.tell();
  assert.equal(place.href, "http://host/?v=2&weights=1%2C2");
  assert.deepEqual(told, [0]);
});

test("an address that is that run's already, though the run is not there, says its first step", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { player, told, place } = resting();
  const { drafts, rest } = player;
  drafts.held = { what: "weights", at: [1, 2] };
  drafts.letGo();
  drafts.tell();
  place.href = "http://host/?v=2&weights=1,2";
  // The next thing is let go of meanwhile, and the player writes its moment before it tells.
  drafts.held = { what: "start", at: [2, 1] };
  drafts.letGo();
  rest.writeAddress();
  assert.equal(place.href, "http://host/?v=2&weights=1%2C2");
  // Of weights nobody has been told of yet the address says nothing.
  drafts.heard();
  player.transport.step = 4;
  rest.writeAddress();
  drafts.held = { what: "weights", at: [2, 2] };
  drafts.letGo();
  rest.writeAddress();
  assert.equal(place.href, "http://host/?v=2&weights=1%2C2&step=4");
  assert.deepEqual(told, []);
});

test("where that run does not come, the step is the one before too", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { player } = resting();
  const { drafts } = player;
  for (const what of ["weights", "middle", "rate"]) {
    drafts.held = { what, at: [1, 2] };
    drafts.letGo();
    assert.equal(player.step, 0);
  }
  context.mock.timers.tick(60_000);
  assert.equal(player.step, 6);
  assert.equal(drafts.stepBefore, null);
});
