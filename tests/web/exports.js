/** What modules export, and that each finds what it takes from others: they are linked by node, and not run. */

import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { SourceTextModule } from "node:vm";

/** All that stands together, by its names there. @type {Record<string, Record<string, string>>} */
const rooms = JSON.parse(readFileSync(0, "utf8"));
/** @type {Record<string, Record<string, string[]>>} */
const exported = {};
for (const [room, sources] of Object.entries(rooms)) {
  exported[room] = {};
  const modules = new Map(
    Object.entries(sources).map(([name, source]) => [name, new SourceTextModule(source, { identifier: name })]),
  );
  const find = (/** @type {string} */ path, /** @type {SourceTextModule} */ from) =>
    modules.get(posix.join(posix.dirname(from.identifier), path));
  for (const module of modules.values()) {
    if (module.status === "unlinked") await module.link(find);
  }
  for (const [name, module] of modules)
    exported[room][name] = Reflect.ownKeys(module.namespace)
      .filter((key) => typeof key === "string")
      .sort();
}
console.log(JSON.stringify(exported));
