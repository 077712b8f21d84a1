/** The language of this program: English. For any other language this module is made of its catalogue (see ui/modules.py). */

export default {
  /** As an address has it. */
  code: "en",
  /** The marks in numbers: before decimals, and between thousands. */
  decimal: ".",
  group: ",",
  /** What is said instead of the English words; of what depends on a number, a text for each form. */
  words: /** @type {Record<string, string | string[]>} */ ({}),
};
