/** What of a moment only the server knows: the numbers that its words name, and where it stands. Its words stay here. */

/**
 * @import { Code } from "../building.js"
 * @import { Moment } from "./list.js"
 */

import { below } from "../address.js";
import { _, inLanguage } from "../words.js";
import { numbersIn } from "./words.js";

/** What of a link is no matter of a talk: it has questions and places of its own. */
const ELSEWHERE = ["lesson", "at", "predict", "embed", "lecture"];
/** Digits of a right answer. */
const DIGITS = 5;

/**
 * at: a step, or a stage inside of one · right: what is to be pointed at, in words · sample: its
 * row of X, -1 where it is a place · code: to be put together, and whole: as
 * it should be · worked: code to be read, a function each
 * @typedef {{numbers: Record<string, string>, problems: string[], at: number, right: string, sample: number, code: Code | null, whole: string,
 *   worked: {heading: string, head: string, lines: string[]}[]}} Known
 */

/** Where there is nothing to ask. @type {Known} */
const NOTHING = { numbers: {}, problems: [], at: 0, right: "", sample: -1, code: null, whole: "", worked: [] };

/** What a link says of what is shown. @param {string} link */
export function queryOf(link) {
  const query = new URLSearchParams(link.replace(/#.*/, ""));
  for (const name of ELSEWHERE) query.delete(name);
  return query;
}

/** The query by which a moment's question or task is judged. @param {Moment} moment */
export function judgedQuery({ link, code, question, task }) {
  const query = queryOf(link);
  if (question?.number) query.set("number", question.number);
  if (question?.point) query.set("target", question.point);
  if (task) query.set("until", task.until);
  if (code) query.set("code", code.replaceAll(" ", ""));
  if (question?.gaps) query.set("gaps", question.gaps);
  return query;
}

/** The names of all numbers of a moment. @param {Moment} moment */
function namesOf({ words, lines, question, task }) {
  const answers = (question?.answers ?? []).flatMap(({ text, said }) => [text, said]);
  const said = [words, ...lines, question?.words, question?.after, ...answers, task?.words, ...(task?.hints ?? [])];
  const names = said.flatMap((text) => numbersIn(text ?? ""));
  return [...new Set([...names, ...(question?.number ? [`${question.number}:${DIGITS}`] : [])])];
}

/** The name by which the right answer is known. @param {string} number */
export function rightNumber(number) {
  return `${number}:${DIGITS}`;
}

/**
 * What a link may be called, and in full what it shows.
 * @param {string} link @param {AbortSignal} [signal] @returns {Promise<{title: string, shows: string}>}
 */
export async function askWhatItShows(link, signal) {
  const address = new URL(below("view/numbers"));
  address.search = queryOf(link).toString();
  const response = await fetch(inLanguage(address), { signal });
  if (!response.ok) throw new Error(_("The server has a problem."));
  return response.json();
}

/** Ask the server about a moment. @param {Moment} moment @returns {Promise<Known>} */
export async function askAbout(moment) {
  const names = namesOf(moment);
  const { question, code } = moment;
  if (!names.length && !question && !code) return NOTHING;
  const address = new URL(below("view/numbers"));
  // A number that there is not is a problem like any other.
  const query = judgedQuery({ ...moment, task: null, question: question && { ...question, number: "" } });
  for (const name of names) query.append("said", name);
  address.search = query.toString();
  const response = await fetch(inLanguage(address));
  const said = await response.json();
  return response.ok ? said : { ...NOTHING, problems: [String(said.error)] };
}
