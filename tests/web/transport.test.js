/** The transport, by a clock of the test: steps, stages and playing. */

import assert from "node:assert/strict";
import test from "node:test";
import { Transport } from "../../web/transport.js";

/** A stage of `last` steps and a clock that is turned by hand; what happens is noted. @param {Record<string, any>} otherwise */
function play(otherwise = {}) {
  /** @type {string[]} */
  const noted = [];
  /** @type {((now: number) => void)[]} */
  const waiting = [];
  let now = 0;
  const stage = {
    last: () => 10,
    inside: () => false,
    allowed: (/** @type {number} */ step) => step,
    calm: () => false,
    gone: () => false,
    paint: () => noted.push(`paint ${transport.step}`),
    mark: () => {},
    showPlaying: (/** @type {boolean} */ playing) => noted.push(playing ? "plays" : "pauses"),
    rest: () => noted.push("rests"),
    ...otherwise,
  };
  const transport = new Transport(stage, { now: () => now, frame: (turn) => waiting.push(turn) });
  const pass = (/** @type {number} */ milliseconds) => {
    now += milliseconds;
    for (const turn of waiting.splice(0)) turn(now);
  };
  return { transport, noted, pass, waiting };
}

test("it stays between the first step and the last", () => {
  const { transport } = play();
  for (const [name, step] of /** @type {[string, number][]} */ ([
    ["back", 0],
    ["forward", 1],
    ["last", 10],
    ["forward", 10],
    ["first", 0],
  ])) {
    assert.equal(transport.act(name), true);
    assert.equal(transport.step, step);
  }
  assert.equal(transport.act("share"), false);
});

test("whoever goes somewhere by a button stays there, although it played", () => {
  for (const name of ["first", "back", "forward", "last"]) {
    const { transport } = play();
    transport.go(5);
    transport.play();
    transport.act(name);
    assert.equal(transport.playing, false);
  }
});

test("before anything is there it remembers where to go", () => {
  const { transport, noted } = play({ last: () => null });
  transport.go(-4);
  assert.equal(transport.step, 0);
  transport.go(7);
  assert.equal(transport.step, 7);
  transport.play();
  assert.deepEqual([transport.playing, noted], [false, []]);
});

test("the first change is painted at once, all others of a frame together", () => {
  const { transport, noted, pass } = play();
  for (const step of [3, 4, 5]) transport.go(step);
  assert.deepEqual(noted, ["paint 3", "rests", "rests", "rests"]);
  pass(16);
  assert.equal(noted.at(-1), "paint 5");
});

test("play has eight steps a second, at its speed, and ends at the last one", () => {
  const { transport, noted, pass } = play();
  transport.play();
  pass(125);
  assert.equal(transport.step, 1);
  transport.setSpeed(4);
  pass(125);
  assert.equal(transport.step, 5);
  pass(10_000);
  assert.deepEqual([transport.step, transport.playing], [10, false]);
  assert.deepEqual(noted.slice(-2), ["pauses", "rests"]);
});

test("play at the end begins anew", () => {
  const { transport, pass } = play();
  transport.go(10);
  transport.act("play");
  pass(125);
  assert.deepEqual([transport.step, transport.playing], [1, true]);
  transport.act("play");
  assert.equal(transport.playing, false);
});

test("stages take their time", () => {
  const { transport, pass } = play({ inside: () => true });
  transport.play();
  pass(1_900);
  assert.equal(transport.step, 0);
  pass(200);
  assert.equal(transport.step, 1);
});

test("who wants little motion sees two pictures a second", () => {
  const { transport, noted, pass } = play({ calm: () => true, last: () => 1000 });
  transport.play();
  for (let i = 0; i < 20; i++) pass(50);
  assert.equal(noted.filter((each) => each.startsWith("paint")).length, 2);
  assert.equal(transport.step, 4);
});

test("a question stops it", () => {
  const { transport, pass } = play({
    allowed: (/** @type {number} */ step) => {
      if (step <= 2) return step;
      transport.pause();
      return 2;
    },
  });
  transport.play();
  pass(1_000);
  assert.deepEqual([transport.step, transport.playing], [2, false]);
  transport.go(9);
  assert.equal(transport.step, 2);
});

test("taken away by the page, it plays no more", () => {
  let gone = false;
  const { transport, pass, waiting } = play({ gone: () => gone });
  transport.play();
  gone = true;
  pass(125);
  assert.deepEqual([transport.playing, waiting.length], [false, 0]);
});
