/** How long a lesson's file and its parts may be, as ui/lessons/reader.py has it: a talk is one, and a test holds both equal. */

/** Letters of a whole file and of a line; moments, and steps that are played. */
export const LONGEST = 60_000;
export const LONGEST_LINE = 2_000;
export const MOMENTS = 30;
export const STEPS = 5_000;
/** Answers of a question, at the least and at the most. */
export const CHOICES = [2, 5];
/** Letters of a title, and of what a talk says about itself. */
export const LETTERS = { title: 60, about: 160 };
/** Words of what is said, by its kind; "" for all paragraphs of a moment. @type {Record<string, number>} */
export const WORDS = { "": 60, question: 35, answer: 15, said: 40, after: 60, task: 35, hint: 30, note: 80, line: 30 };
/** Of which parts of a step code can be shown, and which gaps it may have. */
export const PARTS = ["forward", "loss", "backward", "update"];
export const GAPS = ["mistakes", "all"];
/** What a moment is known by. */
export const ID = /^[a-z][a-z0-9-]{0,39}$/;
