/** What the browser's half puts back: Python compares it with its own (tests/ui/timeline/test_variants.py). */

import { readFileSync } from "node:fs";
import { putBack } from "../../web/variants.js";

/** @type {{short: string, base: string}} */
const asked = JSON.parse(readFileSync(0, "utf8"));
const [short, base] = [asked.short, asked.base].map((text) => new Uint8Array(Buffer.from(text, "base64")));
console.log(JSON.stringify(Array.from(putBack(short, base))));
