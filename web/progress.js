/**
 * What a visitor has done of the lessons, by their names and the ids of their moments. It stays in this browser: nothing of
 * it reaches a server. It can be saved as a file, taken back from one, and forgotten.
 */

const KEY = "gx-lessons";
/** What a file of ours says that it is. */
const FORMAT = "Gradient Explorer: lessons done";
/** A lesson or a moment of one; and a talk, each by what talk/card.js calls it. */
const NAMED = /^(talk:)?[a-z0-9][a-z0-9-]{0,39}$/;
/** No honest file is longer. */
const LONGEST = 1_000_000;

/**
 * What is known of a moment. answer: as it was given · right: whether it was · said: what was said to it, and in which
 * language · done: the moment was seen, answered or solved · helped: its solution was shown
 * @typedef {{answer?: string, right?: boolean, said?: string, language?: string, done?: boolean, helped?: boolean}} Known
 * @typedef {"" | "done" | "right" | "answered" | "unknown"} State how far somebody has come with a moment: "" for not at all ·
 *   done: read, solved, or answered where nobody has judged it · answered: but not right · unknown: not known yet
 * @typedef {Record<string, Record<string, Known>>} Progress
 */

/** "I don't know", as it is kept for an answer. */
export const UNKNOWN = "?";

/** Where the browser keeps nothing, it is known as long as the page is open. @type {string | null} */
let here = null;

/** All that is known. @returns {Progress} */
export function readProgress() {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY) ?? here ?? "{}"));
  } catch {
    return here ? checked(JSON.parse(here)) : {};
  }
}

/** @param {string} lesson @param {string} moment @returns {Known} */
export function knownOf(lesson, moment) {
  return readProgress()[lesson]?.[moment] ?? {};
}

/** Note something of a moment, beside what is known of it. @param {string} lesson @param {string} moment @param {Known} known */
export function note(lesson, moment, known) {
  const all = readProgress();
  all[lesson] = { ...all[lesson], [moment]: { ...all[lesson]?.[moment], ...known } };
  write(all);
}

/** Forget a moment, or all. @param {string} [lesson] @param {string} [moment] */
export function forget(lesson, moment) {
  const all = lesson && moment ? readProgress() : {};
  if (lesson && moment) delete all[lesson]?.[moment];
  write(all);
}

/** @param {Known} [known] @returns {State} */
function stateOf({ answer, right, done, helped } = {}) {
  if (answer === UNKNOWN) return "unknown";
  if (answer && right !== undefined) return right ? "right" : "answered";
  return answer || done ? "done" : helped ? "unknown" : "";
}

/** How far somebody has come with each of these moments. @param {string} lesson @param {string[]} moments */
export function statesOf(lesson, moments) {
  const known = readProgress()[lesson] ?? {};
  return moments.map((moment) => stateOf(known[moment]));
}

/** All of it as the text of a file. */
export function asFile() {
  return JSON.stringify({ format: FORMAT, lessons: readProgress() }, null, 1);
}

/** Take it from the text of a file, beside what is known here; whether that was one of ours. @param {string} text */
export function takeFile(text) {
  try {
    const file = text.length > LONGEST ? null : JSON.parse(text);
    if (file?.format !== FORMAT) return false;
    const all = readProgress();
    for (const [lesson, moments] of Object.entries(checked(file.lessons))) all[lesson] = { ...all[lesson], ...moments };
    write(all);
    return true;
  } catch {
    return false;
  }
}

/** @param {Progress} all */
function write(all) {
  here = JSON.stringify(all);
  try {
    localStorage.setItem(KEY, here);
  } catch {
    // Then it is known as long as the page is open.
  }
}

/** Only what we could have written: a file may be anybody's. @param {any} found @returns {Progress} */
function checked(found) {
  const named = (/** @type {any} */ value) =>
    Object.entries(value && typeof value === "object" ? value : {}).filter(([name]) => NAMED.test(name));
  return Object.fromEntries(
    named(found).map(([lesson, moments]) => [
      lesson,
      Object.fromEntries(named(moments).map(([moment, known]) => [moment, checkedMoment(known)])),
    ]),
  );
}

/** @param {any} known @returns {Known} */
function checkedMoment(known) {
  /** @type {Record<string, any>} */
  const fine = {};
  for (const name of ["answer", "said", "language"])
    if (typeof known?.[name] === "string") fine[name] = known[name].slice(0, 1000);
  for (const name of ["right", "done", "helped"]) if (typeof known?.[name] === "boolean") fine[name] = known[name];
  return fine;
}
