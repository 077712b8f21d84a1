/** Words in the language of the page, of which this program is made anew for each (its twin is ui/language/speaking.py). */

import language from "./language.js";

const plural = new Intl.PluralRules(language.code);

/**
 * A text in the language of the page.
 * @param {string} text as it stands in the program, with places {name} for values
 * @param {Record<string, string | number>} [values]
 */
export function _(text, values) {
  return filled(language.words[text] ?? text, values);
}

/** A text that is translated where it is used. @param {string} text */
export const N_ = (text) => text;

/**
 * The text for this number, whose place is {n}.
 * @param {string} one @param {string} many @param {number} n @param {Record<string, string | number>} [values]
 */
export function ngettext(one, many, n, values) {
  const said = language.words[one];
  // A catalogue has its forms in the order in which the smallest numbers of each come.
  const forms = Array.isArray(said) ? said : [one, many];
  return filled(forms[Math.min(place(n), forms.length - 1)], { n, ...values });
}

/** Which form a number takes. @param {number} n */
function place(n) {
  const kinds = /** @type {string[]} */ ([]);
  for (const each of [1, 2, 3, 4, 5, 0, n]) if (!kinds.includes(plural.select(each))) kinds.push(plural.select(each));
  return kinds.indexOf(plural.select(n));
}

/** @param {string | string[]} text @param {Record<string, string | number>} [values] */
function filled(text, values) {
  const said = String(text);
  return values ? said.replace(/\{(\w+)\}/g, (place, name) => written(values[name] ?? place)) : said;
}

/** @param {string | number} value */
const written = (value) => (Number.isInteger(value) ? whole(Number(value)) : String(value));

/** A whole number as the language writes it: 1,000 in English. @param {number} number */
export function whole(number) {
  return localized(String(number).replace(/\B(?=(\d{3})+$)/g, ","));
}

/** A number as the language writes it. @param {string} number with a decimal point, and commas between thousands */
export function localized(number) {
  if (language.decimal === ".") return number;
  return number.replace(/[.,]/g, (mark) => (mark === "." ? language.decimal : language.group));
}

/** The language of the page, by its code. */
export const LANGUAGE = language.code;

/**
 * An address of what a server answers in words, in the language of the page: the browser's own may be another.
 * @param {URL} address
 */
export function inLanguage(address) {
  address.searchParams.set("lang", LANGUAGE);
  return address;
}
