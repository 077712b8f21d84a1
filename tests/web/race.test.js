/** The guard against the race with Streamlit: commands, questions, and players that are mounted anew. */

import assert from "node:assert/strict";
import test from "node:test";

/** What the browser would call, by the event's name. @type {Map<string, (event: any) => void>} */
const heard = new Map();
const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) => heard.set(name, act);
const place = { pathname: "/", href: "http://host/" };
/** Streamlit's element around a player, which has nothing to say. @type {any} */
const parent = { querySelector: () => null, closest: () => null };

const page = { addEventListener: listen, querySelector: () => null };
Object.assign(globalThis, { document: page, addEventListener: listen, location: place });
const { Guard } = await import("../../web/race.js");

/**
 * A player on a page, its guard, and what the player is told; Python has sent it to step 4.
 * @param {string} pathname @param {number} command @param {string} search what the address says
 * @param {boolean} empty whether its timeline is still on its way @param {typeof Guard} Kind
 */
function mount(pathname, command, search = "", empty = false, Kind = Guard) {
  Object.assign(place, { pathname, href: `http://host${pathname}${search}` });
  /** @type {string[]} */
  const told = [];
  const transport = {
    step: 0,
    playing: false,
    pause: () => told.push("pauses"),
    go: (/** @type {number} */ step) => {
      transport.step = step;
      told.push(`goes to ${step}`);
    },
  };
  const rest = { reported: -1, begin: () => told.push("rests") };
  const player = { gone: () => false, leave: new AbortController(), timeline: empty ? null : { steps: 9 }, transport, rest };
  /** @type {any} */
  const whole = Object.assign(player, { inside: {}, drafts: { before: [], told: 0 } });
  Object.defineProperty(whole, "step", { get: () => transport.step });
  const guard = new Kind(whole, parent, command);
  if (!empty) guard.obey(command, 4);
  return { guard, player, told };
}

test("a command that is new moves the player, and an old one does not", () => {
  const { guard, told } = mount("/", 1);
  guard.obey(2, 7);
  guard.obey(2, 0);
  assert.deepEqual(told, ["pauses", "goes to 4", "pauses", "goes to 7", "rests"]);
});

test("a command that was on its way when Back was pressed moves nobody, and Python hears where the player is", () => {
  const { guard, player, told } = mount("/", 1);
  told.length = 0;
  guard.ask(() => told.push("asks"));
  assert.deepEqual(told.splice(0), ["asks"]);
  heard.get("popstate")?.({});
  guard.obey(2, 0);
  assert.deepEqual(told.splice(0), ["rests"]);
  assert.equal(player.rest.reported, 0);
  // One was under way, and no more.
  guard.obey(3, 2);
  assert.deepEqual(told.splice(0), ["pauses", "goes to 2"]);
  // What is asked for behind Back is newer.
  heard.get("popstate")?.({});
  guard.ask(() => {});
  guard.obey(4, 5);
  assert.deepEqual(told, ["pauses", "goes to 5"]);
});

test("whoever goes to another page before he has rested is at the same step there", () => {
  for (const [command, search, step] of /** @type {[number, string, number][]} */ ([
    [2, "", 6],
    // A link has named a step.
    [2, "?step=4", 4],
    // Something else has sent the players to a step meanwhile.
    [3, "", 4],
  ])) {
    mount("/", 1).player.transport.step = 6;
    const { player } = mount("/compare", command, search);
    assert.equal(player.transport.step, step);
    assert.equal(player.rest.reported, 4);
  }
});

test("a player that is mounted anew begins where a new command sends it, and a key counts from there", () => {
  for (const mounted of [1, 2]) {
    const last = mount("/", 1);
    last.player.transport.step = 6;
    last.player.gone = () => true;
    // What Streamlit had in its pipe comes first, now and then.
    const { guard, player, told } = mount("/", mounted, "", true);
    guard.prepare(mounted, 4);
    guard.prepare(2, 3);
    assert.deepEqual([player.transport.step, player.rest.reported], mounted === 1 ? [3, 3] : [4, 4]);
    // The key is pressed while the timeline is on its way; the command is behind it.
    player.transport.go(player.transport.step + 1);
    guard.obey(2, 0);
    assert.equal(player.transport.step, mounted === 1 ? 4 : 5);
    assert.deepEqual(told.at(-1), "rests");
  }
});

test("a player that is mounted anew behind Back stands where Back has led, whatever was on its way", () => {
  for (const isGone of [false, true]) {
    for (const command of [1, 2]) {
      const last = mount("/", 1);
      last.player.gone = () => isGone;
      Object.assign(place, { href: "http://host/?step=6" });
      heard.get("popstate")?.({});
      // Who is there goes to it himself.
      if (!isGone) last.player.transport.step = 6;
      last.player.gone = () => true;
      const { guard, player, told } = mount("/", command, "?step=6", true);
      guard.prepare(2, 0);
      guard.obey(2, 0);
      assert.equal(player.transport.step, 6);
      assert.deepEqual(told, ["rests"]);
      // One was under way, and no more.
      guard.obey(3, 2);
      assert.equal(player.transport.step, 2);
    }
  }
});

test("a player in another language, which has a program of its own, goes on where the last one was", async () => {
  const german = await import(String("../../web/race.js?lang=de"));
  assert.notEqual(german.Guard, Guard);
  const last = mount("/compare", 3);
  last.player.transport.step = 6;
  last.player.gone = () => true;
  const { player, told } = mount("/compare", 3, "?step=6", false, german.Guard);
  assert.equal(player.transport.step, 6);
  assert.deepEqual(told, ["rests"]);
});

test("a player of a page that is new obeys when its timeline has come", () => {
  mount("/", 1);
  const { guard, player } = mount("/backward_pass", 2, "", true);
  guard.prepare(2, 7);
  assert.equal(player.transport.step, 0);
});

test("for a moment after a click elsewhere the player reports nothing, and after one in itself it does", (context) => {
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const { guard, player } = mount("/", 1);
  guard.constants = { quiet: 0.7, again: 0.5 };
  const itself = {};
  Object.assign(player, { root: { contains: (/** @type {unknown} */ node) => node === itself } });
  heard.get("pointerdown")?.({ target: itself });
  assert.equal(guard.busy(), false);
  heard.get("pointerdown")?.({ target: {} });
  for (const [later, busy] of /** @type {[number, boolean][]} */ ([
    [0, true],
    [699, true],
    [700, false],
  ])) {
    now = later;
    assert.equal(guard.busy(), busy);
  }
});

test("while a page runs nothing is asked, then the newest, and what was not asked yet can be taken back", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { guard } = mount("/", 1);
  /** @type {string[]} */
  const asked = [];
  let runs = true;
  guard.busy = () => runs;
  guard.ask(() => asked.push("first"));
  guard.ask(() => asked.push("second"));
  context.mock.timers.tick(1000);
  assert.deepEqual(asked, []);
  runs = false;
  context.mock.timers.tick(100);
  assert.deepEqual(asked, ["second"]);
  assert.equal(guard.waiting.takeBack(), false);
  runs = true;
  guard.ask(() => asked.push("third"));
  assert.equal(guard.waiting.takeBack(), true);
  runs = false;
  context.mock.timers.tick(1000);
  assert.deepEqual(asked, ["second"]);
});

test("a player that is gone asks nothing any more", () => {
  const { guard, player } = mount("/", 1);
  let asked = 0;
  player.gone = () => true;
  guard.ask(() => asked++);
  assert.equal(asked, 0);
});
