/** A question that is answered before the next step is seen, as a link has it, and what was answered to it before. */

import { beginning, here, LOOK, MOMENT, readAddress } from "./address.js";

/** A title, a task, a question, an answer: not longer than so many letters. */
export const LETTERS = { title: 80, task: 240, question: 160, answer: 60 };
/** As many answers a question may have. */
export const ANSWERS = 5;
/** Where the browser keeps answers until its tab is closed; they go nowhere else. And so many it keeps. */
const ANSWERS_KEY = "gx-answers";
const MOST_REMEMBERED = 50;
/** What of an address makes no other question of it. */
const NOT_OF_QUESTION = [...MOMENT, ...LOOK, "title", "task", "show", "hide", "page", "embed"];

/**
 * At which step or stage what is asked, and which answers are marked as correct, by their places.
 * @typedef {{at: number, question: string, answers: string[], correct: number[]}} Predict
 */

/**
 * What is asked, out of a link: step~question~answer~answer…; null for nothing, and for anything else. With 5.2 for the
 * step, the second answer is marked as correct: the address does not tell it at a glance.
 * @param {string} text @returns {Predict | null}
 */
export function readPredict(text) {
  const [place, question, ...given] = text.split("~").map((part) => part.trim());
  const [, at, marked = ""] = /^(\d{1,4})(?:\.([1-5]{1,5}))?$/.exec(place) ?? [];
  const answers = given
    .filter(Boolean)
    .slice(0, ANSWERS)
    .map((answer) => answer.slice(0, LETTERS.answer));
  if (!at || !question || answers.length < 2) return null;
  const correct = answers.map((_, i) => i).filter((i) => marked.includes(String(i + 1)));
  return { at: Number(at), question: question.slice(0, LETTERS.question), answers, correct };
}

/** The same, for a link; "" where there is no question, or nothing to choose from. @param {Predict} asked */
export function writePredict({ at, question, answers, correct }) {
  // What parts them may not stand in them.
  const plain = [question, ...answers].map((text) => text.replaceAll("~", "\u223c").trim());
  const marked = correct.map((i) => i + 1).join("");
  return plain[0] && answers.length > 1 ? [marked ? `${at}.${marked}` : at, ...plain].join("~") : "";
}

/** What was answered since the page was opened, by question: a player that is mounted anew knows it. @type {Map<string, string>} */
const saidHere = new Map();

/** What was answered to the address's question, here or in this tab before; "" where nothing was. @param {Predict | null} asked */
export function givenAnswer(asked) {
  const given = saidHere.get(readAddress("predict")) ?? readAnswers()[questionOf(here())];
  return asked?.answers.includes(given) ? given : "";
}

/** Note an answer to the address's question. @param {string} answer "" takes it back */
export function noteAnswer(answer) {
  saidHere.set(readAddress("predict"), answer);
}

/** The noted answer stays given: after a reload, and for the settings that this question's page has now. @param {string} answer */
export function rememberAnswer(answer) {
  if (saidHere.has(readAddress("predict"))) keepAnswer(questionOf(here()), answer);
}

/** A question and its run: another link may ask the same of another run. @param {URL} address */
function questionOf(address) {
  const run = new URLSearchParams([...beginning(), ...address.searchParams]);
  for (const name of NOT_OF_QUESTION) run.delete(name);
  run.sort();
  return run.toString();
}

/** The answers that the browser has kept; none where it keeps nothing. @returns {Record<string, string>} */
function readAnswers() {
  try {
    return Object(JSON.parse(sessionStorage.getItem(ANSWERS_KEY) ?? "{}"));
  } catch {
    return {};
  }
}

/** @param {string} question @param {string} answer "" to forget it */
function keepAnswer(question, answer) {
  const known = readAnswers();
  if ((known[question] ?? "") === answer) return;
  const others = Object.entries(known).filter(([each]) => each !== question);
  const all = answer ? [...others, [question, answer]] : others;
  try {
    sessionStorage.setItem(ANSWERS_KEY, JSON.stringify(Object.fromEntries(all.slice(-MOST_REMEMBERED))));
  } catch {
    // The browser keeps nothing: then it is known as long as the page is open.
  }
}
