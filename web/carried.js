/*
 * Where none of our routes are to be had, programs travel with the full page's own messages, each as a component of its
 * own. This is in all of them: whoever comes first, the one that brings a program or the one that waits for it.
 */

/** A program by its name, which may not have come yet. */
function carried(name) {
  const known = (self.gxCarried ??= new Map());
  if (!known.has(name)) {
    const entry = {};
    entry.program = new Promise((resolve) => (entry.bring = resolve));
    known.set(name, entry);
  }
  return known.get(name);
}
