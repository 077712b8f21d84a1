/**
 * A talk: an ordered list of moments that somebody has collected. It stays in this browser, until he saves it as a file
 * (see writer.js) or hands it on as a link (see link.js). What is changed is a new talk: the one before can come back.
 */

import { ID, LETTERS, MOMENTS } from "./limits.js";
import { onOneLine } from "./writer.js";

/**
 * @typedef {{text: string, right: boolean, said: string}} Answer
 * @typedef {{kind: "choose" | "number" | "point" | "code", words: string, answers: Answer[], number: string, point: string,
 *   gaps: string, covers: string[], plays: number | null, after: string}} Question plays: null for all steps that are left
 * @typedef {{words: string, until: string, hints: string[], way: string}} Task
 * @typedef {{id: string, title: string, link: string, words: string, code: string, lines: string[], question: Question | null,
 *   task: Task | null, note: string}} Moment link: with ? in front · words: a line a paragraph · code, lines: of which parts
 *   of a step, and what is said to each line · note: for whoever speaks
 * @typedef {{title: string, about: string, mixed: boolean, moments: Moment[]}} Talk
 */

const KEY = "gx-talk";
/** Letters that the browser keeps of anything that is said: more than may stand in a file, so that it can be shortened. */
const MOST_LETTERS = 4_000;
/** Answers and hints that it keeps. */
const MOST_ANSWERS = 20;

/** @type {Talk} */
export const EMPTY = { title: "", about: "", mixed: false, moments: [] };

/** Where the browser keeps nothing, it is known as long as the page is open. @type {string | null} */
let here = null;

/** The talk of this browser. @returns {Talk} */
export function readTalk() {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY) ?? here ?? "{}"));
  } catch {
    return here ? checked(JSON.parse(here)) : EMPTY;
  }
}

/** Keep a talk; whether the browser does. @param {Talk} talk */
export function keepTalk(talk) {
  here = JSON.stringify(talk);
  try {
    localStorage.setItem(KEY, here);
    return true;
  } catch {
    return false;
  }
}

/** Told when another tab has changed the talk. @param {() => void} onChange */
export function listenToOthers(onChange) {
  addEventListener("storage", ({ key }) => key === KEY && onChange());
}

/** A moment without words. @param {string} title @param {string} link @returns {Omit<Moment, "id">} */
export function bareMoment(title, link) {
  const said = { words: "", code: "", lines: [], question: null, task: null, note: "" };
  return { title: onOneLine(title).slice(0, LETTERS.title).trim(), link, ...said };
}

/** A question to choose from answers, that nobody has written yet. @returns {Question} */
export function bareQuestion() {
  const answer = () => ({ text: "", right: false, said: "" });
  return {
    ...{ kind: "choose", words: "", answers: [answer(), answer()], number: "", point: "", gaps: "" },
    ...{ covers: [], plays: 1, after: "" },
  };
}

/** Whether there is room for another moment. @param {Talk} talk */
export function hasRoom({ moments }) {
  return moments.length < MOMENTS;
}

/** With one more moment at its end. @param {Talk} talk @param {Omit<Moment, "id">} moment @returns {Talk} */
export function withMoment(talk, moment) {
  const id = freshId(moment.title, talk.moments);
  return { ...talk, moments: [...talk.moments, { ...moment, id }] };
}

/** With something else in a moment. @param {Talk} talk @param {string} id @param {Partial<Moment>} change @returns {Talk} */
export function withChange(talk, id, change) {
  return { ...talk, moments: talk.moments.map((each) => (each.id === id ? { ...each, ...change } : each)) };
}

/** Without a moment. @param {Talk} talk @param {string} id @returns {Talk} */
export function withoutMoment(talk, id) {
  return { ...talk, moments: talk.moments.filter((each) => each.id !== id) };
}

/** With a moment at another place, from 0 on. @param {Talk} talk @param {string} id @param {number} place @returns {Talk} */
export function withMomentAt(talk, id, place) {
  const moved = talk.moments.find((each) => each.id === id);
  if (!moved) return talk;
  const moments = talk.moments.filter((each) => each !== moved);
  moments.splice(Math.max(place, 0), 0, moved);
  return { ...talk, moments };
}

/** What a moment will be known by, whatever becomes of its title. @param {string} title @param {Moment[]} others */
function freshId(title, others) {
  const plain = title
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 34)
    .replace(/-$/, "");
  const taken = new Set(others.map(({ id }) => id));
  const name = plain || "moment";
  for (let number = 1; ; number++) {
    const id = number > 1 ? `${name}-${number}` : name;
    if (!taken.has(id)) return id;
  }
}

/** Only what we could have written, whatever is kept under our name. @param {any} found @returns {Talk} */
function checked(found) {
  /** @type {Moment[]} */
  const moments = [];
  for (const each of Array.isArray(found?.moments) ? found.moments.slice(0, MOMENTS) : []) {
    const moment = checkedMoment(each);
    if (moment && moments.every(({ id }) => id !== moment.id)) moments.push(moment);
  }
  return { title: text(found?.title), about: text(found?.about), mixed: found?.mixed === true, moments };
}

/** @param {any} found @returns {Moment | null} */
function checkedMoment(found) {
  if (!ID.test(text(found?.id)) || !text(found?.link).startsWith("?")) return null;
  const { question, task } = found;
  return {
    ...{ id: found.id, title: text(found.title), link: text(found.link), words: text(found.words), note: text(found.note) },
    ...{ code: text(found.code), lines: list(found.lines).map(text) },
    question: question && typeof question === "object" ? checkedQuestion(question) : null,
    task:
      task && typeof task === "object"
        ? { words: text(task.words), until: text(task.until), hints: list(task.hints).map(text), way: text(task.way) }
        : null,
  };
}

/** @param {any} found @returns {Question} */
function checkedQuestion(found) {
  const { kind, plays } = found;
  return {
    kind: ["number", "point", "code"].includes(kind) ? kind : "choose",
    ...{ words: text(found.words), number: text(found.number), point: text(found.point), after: text(found.after) },
    gaps: text(found.gaps),
    answers: list(found.answers).map((each) => ({
      ...{ text: text(each?.text), right: each?.right === true, said: text(each?.said) },
    })),
    covers: list(found.covers).map(text),
    plays: plays === null || Number.isInteger(plays) ? plays : 1,
  };
}

/** @param {any} found */
function text(found) {
  return typeof found === "string" ? found.slice(0, MOST_LETTERS) : "";
}

/** @param {any} found @returns {any[]} */
function list(found) {
  return Array.isArray(found) ? found.slice(0, MOST_ANSWERS) : [];
}
