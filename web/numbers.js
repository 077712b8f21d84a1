/** Numbers as text: significant digits, and the templates that Python writes (its twin is fill in ui/timeline/templates.py). */

import { localized, whole } from "./words.js";

/**
 * A number with so many significant digits, and a real minus sign, as the language writes it.
 * @param {number} value
 * @param {number} count
 */
export function digits(value, count) {
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(count - 1) : value.toPrecision(count);
  return localized(text.replace("e+", "e").replaceAll("-", "\u2212"));
}

/**
 * Fill a template: {name} is a whole number, {name:8} has 8 significant digits, {name:%1} is in percent, and {"text"},
 * as JSON has it, is what a person has written.
 * @param {string} template
 * @param {Record<string, ArrayLike<number>>} scalars
 * @param {number} step
 */
export function fill(template, scalars, step) {
  return template.replace(/\{(?:("(?:[^"\\]|\\.)*")|(\w+)(?::(%?)(\d+))?)\}/g, (_, text, name, percent, count) => {
    if (text !== undefined) return JSON.parse(text);
    const value = scalarAt(scalars[name], step);
    if (count === undefined) return whole(Math.round(value));
    return percent ? localized((100 * value).toFixed(Number(count))) : digits(value, Number(count));
  });
}

/** A number has so many characters more than significant digits: a point, and a sign or zeros before the first digit. */
const BEFORE = 3;

/**
 * As many characters as a template has when it is filled, nearly always: so much room is kept for it.
 * @param {string | string[]} template of several, the longest
 * @param {number} steps of the run
 */
export function room(template, steps) {
  const most = (/** @type {string} */ each) =>
    each.replace(/\{\w+(?::%?(\d+))?\}/g, (_, count) => (count === undefined ? whole(steps) : "0".repeat(Number(count) + BEFORE)))
      .length;
  return Math.max(...[template].flat().map(most));
}

/** A scalar's value; inside a step a number that all samples share is there once. @param {ArrayLike<number>} values @param {number} index */
export function scalarAt(values, index) {
  return values.length === 1 ? values[0] : values[index];
}

/** The place of the number that is nearest to `wanted`. @param {number[]} numbers @param {number} wanted */
export function nearest(numbers, wanted) {
  const far = numbers.map((number) => Math.abs(number - wanted));
  return far.indexOf(Math.min(...far));
}
