/** What of Python's records the Share dialog needs. The module is made of them when it is asked for (see ui/modules.py). */
declare const facts: {
  /** The pages that have a light view, by their codes; first the one at the bare address. */
  light: string[];
  /** What of the full page can be hidden, and what it is called. */
  hide: [string, string][];
  /** The version of the defaults that a new link leaves out. */
  newest: string;
  /** All pages, and what they are called. */
  pages: [string, string][];
};
export default facts;
