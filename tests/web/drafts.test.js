/** What follows the hand: what is asked, and when, and what is shown meanwhile. */

import assert from "node:assert/strict";
import test from "node:test";
import { Drafts } from "../../web/drafts.js";
import { pack } from "./pack.js";
import { until } from "./until.js";

/** What a hand makes of step 4: a loss, and a link. @param {number} rate */
function packed(rate) {
  const scalars = { loss: { dtype: "float64", at: 0, length: 1 } };
  return pack({ scalars, panels: {}, said: "so", heading: `rate ${rate}`, link: { lr: String(rate) } }, [
    new Float64Array([rate / 10]),
  ]);
}

/** A player at step 4, and a server that answers when the test says so. */
function hand() {
  /** @type {{at: string, before: string[], step: string, answer: (status: number, rate?: number) => Promise<void>}[]} */
  const asked = [];
  /** @type {any[]} */
  const let_go = [];
  globalThis.fetch = /** @type {any} */ (
    (/** @type {string} */ address) =>
      new Promise((resolve, reject) => {
        const { searchParams } = new URL(address);
        const all = searchParams.getAll("hold_at");
        asked.push({
          at: all.at(-1) ?? "",
          before: searchParams
            .getAll("hold")
            .map((what, i) => `${what} ${all[i].replace(/\.?0+(?=,|$)/g, "")}`)
            .slice(0, -1),
          step: new URL(address).searchParams.get("draft_step") ?? "",
          answer: async (status, rate = 0) => {
            const headers = { "content-type": "application/octet-stream" };
            if (!status) reject(new TypeError("Failed to fetch"));
            else resolve(new Response(status === 204 ? null : packed(rate), { status, headers }));
            for (let turn = 0; turn < 20; turn++) await Promise.resolve();
            await new Promise((done) => setTimeout(done, 0));
          },
        });
      })
  );
  globalThis.location = /** @type {any} */ ({ href: "http://here/?lr=7" });
  /** @type {any} */
  const player = {
    step: 4,
    timeline: { steps: 10, inside: null, panels: [], scalars: { loss: [9, 9, 9, 9, 9] } },
    host: {
      onLetGo: (/** @type {any} */ holds, /** @type {any[]} */ ...what) => void let_go.push([structuredClone(holds), ...what]),
      draftAddress: () => "http://here/draft?lr=7",
    },
    transport: { pause: () => {}, step: 4 },
    panels: { repaint: () => {}, finish: () => {}, forgetLook: () => {}, showNumbers: () => {} },
    rest: { begin: () => {} },
    gone: () => false,
  };
  return { drafts: new Drafts(player), player, asked, let_go };
}

test("what is held is held at the step that is shown", async () => {
  const { drafts, player, asked } = hand();
  const steps = () => asked.map(({ step }) => Number(step));
  drafts.follow(5);
  assert.deepEqual(steps(), []);
  drafts.move("rate", [2]);
  await asked[0].answer(200, 2);
  drafts.follow(4);
  assert.deepEqual(steps(), [4]);
  player.step = 5;
  drafts.follow(5);
  assert.deepEqual(steps(), [4, 5]);
  await asked[1].answer(200, 2);
  assert.equal(drafts.shown?.step, 5);
});

test("the next question is asked before the answer is drawn", async () => {
  const { drafts, player, asked } = hand();
  /** @type {number[]} */
  const drawn = [];
  player.panels.repaint = () => void drawn.push(asked.length);
  for (const rate of [1, 2]) drafts.move("rate", [rate]);
  await asked[0].answer(200, 1);
  await asked[1].answer(200, 2);
  assert.deepEqual(drawn, [2, 2]);
  drafts.letGo();
  assert.equal(asked.length, 2);
  assert.equal(drafts.before.length, 1);
});

test("one question is under way, and the newest is asked next", async () => {
  const { drafts, asked } = hand();
  for (const rate of [1, 2, 3, 4]) drafts.move("rate", [rate]);
  assert.equal(asked.length, 1);
  await asked[0].answer(200, 1);
  assert.deepEqual(
    asked.map(({ at }) => Number(at)),
    [1, 4],
  );
  assert.equal(drafts.scalars.loss[0], 0.1);
  await asked[1].answer(200, 4);
  assert.equal(asked.length, 2);
  assert.equal(drafts.scalars.loss[0], 0.4);
});

test("the draft is of the step that it was made of", async () => {
  const { drafts, player, asked } = hand();
  drafts.move("rate", [2]);
  await asked[0].answer(200, 2);
  assert.ok(drafts.shown);
  player.step = 5;
  assert.equal(drafts.shown, null);
});

test("a server that is busy is asked again, and what is shown stays", async () => {
  const { drafts, asked } = hand();
  drafts.move("rate", [1]);
  await asked[0].answer(200, 1);
  drafts.move("rate", [2]);
  await asked[1].answer(204);
  assert.equal(drafts.scalars.loss[0], 0.1);
  // However often the hand moves, it is left alone for a while.
  for (const rate of [3, 4, 2]) drafts.move("rate", [rate]);
  assert.equal(asked.length, 2);
  while (asked.length < 3) await new Promise((done) => setTimeout(done, 5));
  assert.equal(Number(asked[2].at), 2);
  drafts.putBack();
});

test("the run is made of the last place, when its draft is there", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("rate", [1]);
  drafts.move("rate", [3]);
  drafts.letGo();
  assert.deepEqual(let_go, []);
  await asked[0].answer(200, 1);
  await asked[1].answer(200, 3);
  assert.deepEqual(let_go, [[[{ what: "rate", at: [3], step: 4 }], { lr: "3" }, "rate 3"]]);
  drafts.drop();
});

test("without an answer the run is made all the same", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("start", [1, 2]);
  drafts.letGo();
  await asked[0].answer(500);
  assert.deepEqual(let_go, [[[{ what: "start", at: [1, 2], step: 4 }], {}, ""]]);
  drafts.drop();
});

test("what another moves is followed until its run is there, and nobody is asked for that", async () => {
  const { drafts, player, asked, let_go } = hand();
  let came = 0;
  const again = () => {
    came += 1;
  };
  for (const rate of [1, 2, 3]) drafts.foresee("rate", [rate], again);
  await asked[0].answer(200, 1);
  assert.equal(drafts.scalars.loss[0], 0.1);
  await asked[1].answer(200, 3);
  assert.equal(asked.length, 2);
  assert.equal(drafts.scalars.loss[0], 0.3);
  assert.deepEqual(let_go, []);
  // A run is there: whoever has foreseen looks whether it is that one.
  drafts.drop();
  assert.equal(drafts.shown, null);
  await Promise.resolve();
  assert.equal(came, 1);
  // What does not come is not looked for again.
  drafts.foresee("rate", [4], again);
  drafts.putBack();
  await Promise.resolve();
  assert.equal(came, 1);
  await asked[2].answer(500);
  drafts.foresee("rate", [5], again);
  await asked[3].answer(400);
  assert.equal(drafts.refused, player.timeline);
  drafts.foresee("rate", [6], again);
  assert.equal(asked.length, 4);
  // Nobody holds anything that Esc could put back.
  assert.equal(drafts.words, undefined);
  drafts.putBack();
});

test("what was let go of just before another run came is asked of that run", async () => {
  const { drafts, player, asked, let_go } = hand();
  drafts.move("rate", [1]);
  drafts.letGo();
  player.timeline = { ...player.timeline };
  drafts.drop();
  await asked[0].answer(200, 1);
  assert.deepEqual(let_go, []);
  await asked[1].answer(200, 1);
  const [[[place], link]] = let_go;
  assert.deepEqual([place.at, link], [[1], { lr: "1" }]);
  drafts.putBack();
});

test("who has let go gets his run from a server that stays busy, too", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("rate", [1]);
  drafts.letGo();
  await asked[0].answer(204);
  assert.deepEqual(let_go, []);
  const now = performance.now();
  performance.now = () => now + 5000;
  await until(() => let_go.length === 1).finally(() => Reflect.deleteProperty(performance, "now"));
  const [[[place], link]] = let_go;
  assert.deepEqual(place.at, [1]);
  assert.deepEqual(link, {});
  assert.equal(asked.length, 1);
  drafts.putBack();
});

test("a line that is cut and comes back moves what is still held, and keeps nobody who has let go", async () => {
  for (const status of [0, 503]) {
    const { drafts, asked, let_go } = hand();
    drafts.move("rate", [2]);
    await asked[0].answer(status);
    assert.match(drafts.words ?? "", /does not answer/);
    await until(() => asked.length === 2);
    await asked[1].answer(200, 2);
    assert.equal(drafts.scalars.loss[0], 0.2);
    assert.equal(drafts.words, undefined);
    drafts.move("rate", [3]);
    drafts.letGo();
    await asked[2].answer(status);
    assert.deepEqual(let_go, [[[{ what: "rate", at: [3], step: 4 }], {}, ""]]);
  }
});

test("what is put back is not shown by a late answer", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("weights", [1, 2]);
  drafts.putBack();
  await asked[0].answer(200, 1);
  assert.equal(drafts.shown, null);
  drafts.letGo();
  assert.deepEqual(let_go, []);
});

test("another run that comes under the hand is asked next", async () => {
  const { drafts, player, asked, let_go } = hand();
  drafts.move("weights", [1, 2]);
  drafts.drop();
  player.timeline = { ...player.timeline };
  await asked[0].answer(200, 1);
  assert.equal(drafts.shown, null);
  assert.equal(asked.length, 2);
  await asked[1].answer(200, 2);
  assert.equal(drafts.scalars.loss[0], 0.2);
  drafts.letGo();
  assert.equal(let_go.length, 1);
  drafts.drop();
});

test("where nobody makes drafts one question is enough", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("start", [1, 2]);
  await asked[0].answer(400);
  drafts.move("start", [3, 4]);
  assert.equal(asked.length, 1);
  assert.match(drafts.words ?? "", /when you let go/);
  drafts.letGo();
  assert.equal(let_go.length, 1);
  drafts.drop();
});

test("who has let go waits for a server that is busy", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("rate", [2]);
  drafts.letGo();
  await asked[0].answer(204);
  assert.equal(let_go.length, 0);
  while (asked.length < 2) await new Promise((done) => setTimeout(done, 5));
  await asked[1].answer(200, 2);
  assert.equal(let_go.length, 1);
  drafts.drop();
});

test("by keys a hand lets go when none comes any more, and not what it has put back", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { drafts } = hand();
  let times = 0;
  const press = () => {
    drafts.move("rate", [2]);
    drafts.awaitKeys(() => {
      times += 1;
      drafts.putBack();
    });
  };
  for (let key = 0; key < 3; key++) {
    press();
    context.mock.timers.tick(500);
  }
  assert.equal(times, 0);
  context.mock.timers.tick(100);
  assert.equal(times, 1);
  press();
  drafts.putBack();
  press();
  drafts.letGo();
  context.mock.timers.tick(1000);
  assert.equal(times, 1);
});

test("what is let go of before its run is there is in what is held next, and both become the run", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("rate", [2]);
  await asked[0].answer(200, 2);
  drafts.letGo();
  assert.equal(let_go.length, 1);
  // Nobody has heard of it yet.
  assert.deepEqual(drafts.tell(), [{ what: "rate", at: [2], step: 4 }]);
  drafts.move("start", [1, 5]);
  assert.deepEqual(asked[1].before, ["rate 2"]);
  assert.equal(drafts.rateBefore, 2);
  await asked[1].answer(200, 3);
  drafts.letGo();
  const both = [
    { what: "rate", at: [2], step: 4 },
    { what: "start", at: [1, 5], step: 4 },
  ];
  assert.deepEqual(let_go[1][0], both);
  // The run of the first comes: the second is still to come, and is shown.
  drafts.heard();
  drafts.drop();
  await Promise.resolve();
  assert.deepEqual(drafts.awaited, both[1]);
  assert.deepEqual([asked[2].before, asked[2].at], [[], "1.0000000,5.0000000"]);
  await asked[2].answer(200, 4);
  assert.ok(drafts.shown);
  drafts.tell();
  drafts.heard();
  drafts.drop();
  assert.equal(drafts.awaited, null);
});

test("who takes the next thing before the draft of the last one is there loses none", async () => {
  const { drafts, player, asked, let_go } = hand();
  drafts.move("weights", [2, 3]);
  drafts.letGo();
  drafts.move("rate", [5]);
  // It begins a run.
  assert.equal(player.transport.step, 0);
  drafts.letGo();
  drafts.move("rate", [6]);
  drafts.letGo();
  await asked[0].answer(200, 1);
  await asked[1].answer(200, 6);
  assert.deepEqual(asked[1].before, ["weights 2,3", "rate 5"]);
  assert.deepEqual(
    let_go.map(([holds]) => holds.map((/** @type {any} */ { what, at }) => [what, at])),
    [
      [
        ["weights", [2, 3]],
        ["rate", [6]],
      ],
    ],
  );
  drafts.giveUp();
  assert.deepEqual(drafts.before, []);
});

test("what is held is nobody's run yet, though what was let go of before it is answered meanwhile", async () => {
  const { drafts, asked, let_go } = hand();
  drafts.move("rate", [2]);
  drafts.letGo();
  drafts.move("rate", [3]);
  // The hand has it now: nothing stands where it has let go.
  assert.equal(drafts.awaited, null);
  await asked[0].answer(200, 2);
  await asked[1].answer(200, 3);
  assert.deepEqual(let_go, []);
  assert.deepEqual(
    drafts.before.map(({ at }) => at),
    [[2]],
  );
  drafts.letGo();
  assert.deepEqual(let_go, [[[{ what: "rate", at: [3], step: 4 }], { lr: "3" }, "rate 3"]]);
  // Its run is on its way: what is taken now is held, and what it was let go of is not shown in its place.
  drafts.move("rate", [4]);
  assert.equal(drafts.awaited, null);
  drafts.giveUp();
  drafts.putBack();
});

test("what was let go of is not forgotten as long as nobody can be told of it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { drafts, player, asked } = hand();
  let isBusy = true;
  player.host.busy = () => isBusy;
  drafts.move("rate", [2]);
  const answered = asked[0].answer(200, 2);
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
  context.mock.timers.tick(1);
  await answered;
  drafts.letGo();
  context.mock.timers.tick(60_000);
  assert.equal(drafts.before.length, 1);
  assert.ok(drafts.shown);
  isBusy = false;
  context.mock.timers.tick(9000);
  assert.deepEqual([drafts.before, drafts.shown], [[], null]);
});
