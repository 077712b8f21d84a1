/** What the browser's half makes of talks' files: Python compares it with its own (tests/ui/lessons/test_talks.py). */

import { readFileSync } from "node:fs";
import * as limits from "../../web/talk/limits.js";
import { readTalkFile } from "../../web/talk/reader.js";

/** @type {string[]} */
const files = JSON.parse(readFileSync(0, "utf8"));
const read = files.map((file) => {
  const { talk, problems } = readTalkFile(file);
  return { ids: talk?.moments.map(({ id }) => id) ?? null, problems };
});
console.log(JSON.stringify({ read, limits: { ...limits, ID: limits.ID.source } }));
