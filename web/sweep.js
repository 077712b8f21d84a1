/** Add one by one: the arrows of a sum appear from the first sample to the last. */

/** @import { Player } from "./player.js" */

/** At the most so long, and for each so long, in milliseconds: a frame a sample where they are few, seconds where they are many. */
const LONGEST = 5000;
const EACH = 600;

/** The sweep that is under way: another one ends it. */
let latest = 0;

/** Add the points of a panel's trace one by one. @param {Player} player @param {string} name */
export function sweep(player, name) {
  const { timeline, panels, transport } = player;
  if (!timeline) return;
  transport.stopAt(Math.max(player.step, timeline.steps - 1));
  const count = timeline.inside?.samples.length ?? 0;
  const began = performance.now();
  const stage = player.step;
  latest += 1;
  const mine = latest;
  const duration = player.calm.matches ? 0 : Math.min(count * EACH, LONGEST);
  const turn = (/** @type {number} */ now) => {
    if (player.gone() || latest !== mine) return;
    // The frame may have begun before the click was handled: never less than nothing.
    const share = duration ? Math.min(Math.max((now - began) / duration, 0), 1) : 1;
    // The user has gone on to another stage: that ends it.
    const goesOn = player.step === stage && share < 1;
    panels.swept = goesOn ? { name, count: Math.floor(share * count) } : null;
    panels.repaint();
    if (goesOn) requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
}
