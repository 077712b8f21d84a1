/** What the browser's half makes of a packed timeline: Python compares it with its own (tests/ui/timeline/test_browser_half.py). */

import { readFileSync } from "node:fs";
import { unfold, unpack } from "../../web/codec.js";
import { frame } from "../../web/frames.js";
import { fill } from "../../web/numbers.js";

/** @type {{folded: string, steps: number[]}} */
const asked = JSON.parse(readFileSync(0, "utf8"));
const timeline = unpack(unfold(new Uint8Array(Buffer.from(asked.folded, "base64"))));
const templates = [...timeline.panels.map((panel) => panel.sentence), ...timeline.readout.map(([, template]) => template)];
const said = asked.steps.map((step) => ({
  frames: timeline.panels.map((panel) =>
    panel.slices.map((slice) => Array.from(frame(slice, step), (value) => (Number.isNaN(value) ? null : value))),
  ),
  words: templates.map((template) => fill(String(template), timeline.scalars, step)),
}));
const [{ x, z }] = /** @type {any} */ (timeline.panels.find(({ name }) => name === "surface")).figure.data;
const [line, grid] = [x, z].map((numbers) => ({ ...numbers, bdata: Array.from(new Uint8Array(numbers.bdata)) }));
console.log(JSON.stringify({ said, line, grid }));
