/**
 * Where none of our routes are to be had, programs travel with the full page's own messages, each as a component of its
 * own that has this module: whoever comes first, the one that brings a program or the one that waits for it. Each has a
 * copy, so what they share is the page's.
 */

/** @typedef {{program: Promise<any>, bring: (program: any) => void}} Carried */

/** A program by its name, which may not have come yet. @param {string} name @returns {Carried} */
export function carried(name) {
  const page = /** @type {{gxCarried?: Map<string, Carried>}} */ (globalThis);
  page.gxCarried ??= new Map();
  const known = page.gxCarried.get(name);
  if (known) return known;
  /** @type {(program: any) => void} */
  let bring = () => {};
  const program = new Promise((resolve) => {
    bring = resolve;
  });
  const entry = { program, bring };
  page.gxCarried.set(name, entry);
  return entry;
}
