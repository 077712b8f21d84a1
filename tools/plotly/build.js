/**
 * Make Plotly's program of what entry.js registers: `make plotly`, in a folder in which npm has installed its sources.
 *
 * Plotly's own bundles hold a lot that no chart of ours shows and nobody does there. What its modules import all the same
 * is left out here (see left_out.js), with most of d3, all dates, and the descriptions in its attributes, which its manual
 * is made of. While it draws, it lets the page answer (see rests.js), a line with gaps is one element (see gaps.js), what
 * stays the same stays in the page (see still.js), and numbers have exponents as the page writes them (see exponents.js).
 *
 * node build.js FILE: the program, and beside it the same as Brotli has it, and the licences of all that is in it
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { parse } from "acorn";
import { build } from "esbuild";
import { minify } from "terser";
import { withExponents } from "./exponents.js";
import { withGaps } from "./gaps.js";
import { LEFT_OUT, UNSTYLED } from "./left_out.js";
import { withRests } from "./rests.js";
import { withStillness } from "./still.js";

const HERE = import.meta.dirname;
const PACKAGES = join(HERE, "node_modules");
const PLOTLY = join(PACKAGES, "plotly.js");
const D3 = join(PACKAGES, "@plotly", "d3", "src");

/** What Plotly calls of d3; selections and transitions with all that they can do. */
const OF_D3 = [
  "start",
  "compat/",
  "arrays/extent",
  "arrays/max",
  "arrays/min",
  "behavior/drag",
  "event/",
  "format/round",
  "scale/linear",
  "selection/",
  "transition/",
  "end",
];

const { version } = createRequire(import.meta.url)("plotly.js/package.json");

/** What the program was made by: a test finds a recipe that was changed and not followed. */
function recipe() {
  const hash = createHash("sha256");
  for (const name of readdirSync(HERE)
    .filter((each) => /\.js(on)?$/.test(each))
    .sort())
    hash.update(readFileSync(join(HERE, name)));
  return hash.digest("hex").slice(0, 12);
}

/**
 * What stands on top of the program. The first line lets a browser compile all of it while it is received, beside what the
 * page does: nearly all is run for the first picture, and function by function that would take a fifth of the page's time.
 */
function banner() {
  return `//# allFunctionsCalledOnLoad
/*
 * plotly.js v${version}, only what our pages draw. By \`make plotly\`, recipe ${recipe()}
 * (c) Plotly Technologies Inc. and the authors of d3, culori and others: MIT, BSD-3-Clause and Zlib licenses,
 * whose texts stand beside this file in its repository.
 */`;
}

/** What of d3 the modules call: "select", "scale.linear". @type {Set<string>} */
const called = new Set();

/** The module as Plotly has it, without its descriptions; what it calls of d3 is noted. @param {string} source */
function undescribed(source) {
  /** @type {[number, number][]} */
  const found = [];
  const visit = (/** @type {any} */ node) => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node?.type === "Property" && node.key.name === "description") found.push([node.start, node.end]);
    else if (typeof node?.type === "string") {
      const name = /^d3\.([\w.]+)$/.exec(node.type === "MemberExpression" ? source.slice(node.start, node.end) : "");
      if (name) called.add(name[1]);
      Object.values(node).forEach(visit);
    }
  };
  visit(parse(source, { ecmaVersion: "latest" }));
  return found.reverse().reduce((text, [start, end]) => text.slice(0, start) + text.slice(end).replace(/^\s*,/, ""), source);
}

/**
 * Modules of d3 as one text. They are no modules of the language: each stands where the first one imports it. A folder's
 * name stands for its index.
 * @param {string} name @param {string} folder @param {Set<string>} seen
 * @returns {string}
 */
function partOfD3(name, folder, seen) {
  const file = `${join(folder, name.endsWith("/") ? `${name}index` : name)}.js`;
  if (seen.has(file)) return "";
  seen.add(file);
  return readFileSync(file, "utf8").replace(/^import "(.+)";$/gm, (_, other) => partOfD3(other, dirname(file), seen));
}

const seen = new Set();
const d3 = OF_D3.map((name) => partOfD3(name, D3, seen)).join("\n");

/** @type {import("esbuild").Plugin} */
const lessOfIt = {
  name: "less of it",
  setup(made) {
    made.onResolve({ filter: /^culori$/ }, () => ({ path: join(HERE, "colours.js") }));
    made.onLoad({ filter: /[\\/]@plotly[\\/]d3[\\/]d3\.js$/ }, () => ({ contents: d3 }));
    made.onLoad({ filter: /[\\/]plotly\.js[\\/]src[\\/].*\.js$/ }, ({ path }) => {
      const name = relative(join(PLOTLY, "src"), path);
      left.delete(name);
      const changed = [withRests, withGaps, withStillness, withExponents].reduce(
        (text, change) => change(name, text),
        readFileSync(path, "utf8"),
      );
      return { contents: LEFT_OUT[name] ?? undescribed(changed) };
    });
    made.onResolve({ filter: /^d3-time-format$/ }, () => ({ path: join(HERE, "dates.js") }));
    made.onLoad({ filter: /[\\/]build[\\/]plotcss\.js$/ }, ({ path }) => {
      const lines = readFileSync(path, "utf8").split("\n");
      return { contents: lines.filter((line) => !UNSTYLED.test(line)).join("\n") };
    });
    // The maps' style sheet.
    made.onResolve({ filter: /\.css$/ }, ({ path }) => ({ path, namespace: "nothing" }));
    made.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "" }));
  },
};
const left = new Set(Object.keys(LEFT_OUT));

/** The licences of the packages of which something is in the program. @param {string[]} files */
function licences(files) {
  const inside = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? "");
  return [...new Set(inside)]
    .filter(Boolean)
    .sort()
    .map((name) => {
      const folder = join(PACKAGES, name);
      const file = readdirSync(folder).find((each) => /^licen[sc]e/i.test(each));
      const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return `${name}: ${license}\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : ""}\n`;
    });
}

const file = process.argv[2];
const { metafile, outputFiles } = await build({
  entryPoints: [join(HERE, "entry.js")],
  outfile: basename(file),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2022",
  define: { global: "window" },
  legalComments: "none",
  plugins: [lessOfIt],
  metafile: true,
  write: false,
});
if (left.size) throw new Error(`Plotly has no such modules any more: ${[...left].join(", ")}`);
const defined = (/** @type {string} */ name) => d3.includes(`d3.${name} = `);
for (const name of called) {
  const [first] = name.split(".");
  // Where the first is a namespace, it's the second that is called.
  const whole = d3.includes(`d3.${first} = {};`) ? name.split(".", 2).join(".") : first;
  if (!defined(whole)) throw new Error(`Plotly calls d3.${whole}: there is a module to add`);
}
// Esbuild leaves out whole modules, and Terser a sixteenth of what is left: it looks at each function for longer.
const { code } = await minify(outputFiles[0].text, {
  ecma: 2020,
  compress: { ecma: 2020, passes: 2 },
  format: { preamble: banner(), comments: false },
});
writeFileSync(file, code);
writeFileSync(`${file}.br`, brotliCompressSync(code));
const [{ inputs }] = Object.values(metafile.outputs);
const used = Object.keys(inputs).filter((name) => inputs[name].bytesInOutput);
writeFileSync(file.replace(/\.min\.js$/, ".LICENSE.txt"), licences(used).join(`\n${"-".repeat(80)}\n\n`));
