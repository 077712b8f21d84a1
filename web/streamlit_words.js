/**
 * What Streamlit's own widgets say, which they say in English alone, in the language of the page. Texts are looked for only
 * where Streamlit has them: a column of somebody's table may be called as one of its buttons is.
 */

import { _, N_ } from "./words.js";

/** Texts that are seen, by the places in which they stand; in {…} is what Streamlit puts in. @type {Record<string, string[]>} */
const SEEN = {
  "[data-testid=stSkipToContent]": [N_("Skip to main content")],
  "[data-testid=stTopNav]": [N_("{n} more")],
  "[data-testid=InputInstructions]": [N_("Press Enter to apply"), N_("Press {key}+Enter to apply")],
  ".stFileUploader": [
    N_("Upload"),
    N_("{size} per file"),
    N_("Drag and drop a file here"),
    N_("Error:"),
    N_("File must be {size} or smaller."),
    N_("{kind} files are not allowed."),
    N_("Only one file is allowed."),
    N_("Unexpected error. Please try again."),
  ],
  "[data-testid=stMainMenuPopover]": [
    N_("System"),
    N_("Light"),
    N_("Dark"),
    N_("Print"),
    N_("Record screen"),
    N_("Cancel recording"),
    N_("Stop recording"),
    N_("Made with Streamlit v"),
  ],
  "[data-testid=stDialog]": [
    N_("Page not found"),
    N_("The page that you have requested does not seem to exist. Running the app's main page."),
    N_(
      "You have requested page /{page}, but no corresponding file was found in the app's pages/ directory. Running the app's main page.",
    ),
  ],
  "[role=listbox], [data-testid=stSelectboxVirtualDropdown]": [N_("No results")],
  "[data-testid=stStatusWidget], [data-testid=stConnectionStatus]": [N_("Connecting"), N_("Stop")],
  "[data-testid=stTooltipContent]": [
    N_("Add row"),
    N_("Close fullscreen"),
    N_("Delete row(s)"),
    N_("Download as CSV"),
    N_("Fullscreen"),
    N_("Search"),
    N_("Show/hide columns"),
  ],
};

/** What is read to somebody, or shows when a mouse rests there. */
const READ = [
  N_("Add files"),
  N_("Add row"),
  N_("App pages"),
  N_("Cancel upload of {name}"),
  N_("Choose an option"),
  N_("Choose options"),
  N_("Clear all"),
  N_("Close"),
  N_("Close fullscreen"),
  N_("Collapse sidebar"),
  N_("Copy to clipboard"),
  N_("Copy version to clipboard"),
  N_("Decrement"),
  N_("Delete row(s)"),
  N_("Download as CSV"),
  N_("Expand sidebar"),
  N_("Fullscreen"),
  N_("Help for {label}"),
  N_("Increment"),
  N_("Main menu"),
  N_("Open"),
  N_("Remove {name}"),
  N_("Search"),
  N_("Selected values"),
  N_("Show/hide columns"),
  N_("Sidebar"),
  N_("Theme"),
  N_("file upload"),
];
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
/** The player speaks for itself, and changes sixty times a second. */
const OURS = ".gx";
/** Where Streamlit writes a size in one word, as in 20MB. */
const SIZE = /^([\d.]+)([KMGT]?B)$/;
/** What a node said in English, and what it says now; the program of each language knows it of the others. */
const SPOKEN = Symbol.for("gradient-explorer-spoken");
/** Whoever watches the page: one for all languages. */
const WATCHER = Symbol.for("gradient-explorer-watcher");

/** @typedef {{pattern: RegExp, names: string[], said: string}} Known */
/** @typedef {Record<string, {english: string, said: string}>} Spoken by the names of attributes, "" for a text */

const seen = Object.entries(SEEN).map(([place, texts]) => ({ place, known: translated(texts) }));
const read = translated(READ);

/** The texts that are others in this language. @param {string[]} texts @returns {Known[]} */
function translated(texts) {
  return texts.flatMap((text) => {
    const said = _(text);
    if (said === text) return [];
    const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const pattern = text.replace(/[.*+?^$()|[\]\\/]/g, "\\$&").replace(/\{\w+\}/g, "(.+)");
    return [{ pattern: new RegExp(`^${pattern}$`), names, said }];
  });
}

/** Let Streamlit's widgets speak the language of the page, from now on. What is returned ends it. */
export function speakForStreamlit() {
  const page = /** @type {Record<symbol, MutationObserver | undefined>} */ (/** @type {unknown} */ (document));
  page[WATCHER]?.disconnect();
  sayAll(document.body);
  if (!read.length) return () => {};
  const watcher = new MutationObserver((changes) => changes.forEach(follow));
  const what = { childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES, subtree: true };
  watcher.observe(document.body, what);
  page[WATCHER] = watcher;
  return () => watcher.disconnect();
}

/** @param {MutationRecord} change */
function follow({ type, target, addedNodes }) {
  const element = target instanceof Element ? target : target.parentElement;
  if (!element || element.closest(OURS)) return;
  if (type === "childList") addedNodes.forEach(sayAll);
  else if (target instanceof Element) sayAttributes(target);
  else if (target instanceof Text) sayText(target);
}

/** @param {Node} root */
function sayAll(root) {
  const skip = (/** @type {Node} */ node) => node instanceof Element && node.matches(OURS);
  if (skip(root)) return;
  const all = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    skip(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = /** @type {Node | null} */ (root); node; node = all.nextNode()) {
    if (node instanceof Element) sayAttributes(node);
    else if (node instanceof Text) sayText(node);
  }
}

/** @param {Text} text */
function sayText(text) {
  const { nodeValue } = text;
  if (!nodeValue?.trim()) return;
  const known = seen.find(({ place }) => text.parentElement?.closest(place))?.known ?? [];
  const said = inOurWords(text, "", nodeValue, known);
  if (said !== nodeValue) text.nodeValue = said;
}

/** @param {Element} element */
function sayAttributes(element) {
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute(name);
    // What was chosen of somebody's own columns has its name as its title.
    if (!value || (name === "title" && element.closest(".stMultiSelect"))) continue;
    const said = inOurWords(element, name, value, read);
    if (said !== value) element.setAttribute(name, said);
  }
}

/** What is to stand there. @param {Node} node @param {string} name @param {string} value @param {Known[]} known */
function inOurWords(node, name, value, known) {
  const notes = /** @type {Record<symbol, Spoken | undefined>} */ (/** @type {unknown} */ (node));
  const before = notes[SPOKEN]?.[name];
  // Streamlit has not touched it since: then it is known what it was.
  const english = before?.said === value ? before.english : value;
  const said = translation(english, known);
  if (said !== english || before) notes[SPOKEN] = { ...notes[SPOKEN], [name]: { english, said } };
  return said;
}

/** @param {string} english @param {Known[]} known */
function translation(english, known) {
  const text = english.trim();
  for (const { pattern, names, said } of known) {
    const found = pattern.exec(text);
    if (!found) continue;
    const put = names.map((name, i) => [name, found[i + 1].replace(SIZE, "$1\u00a0$2")]);
    return english.replace(text, () => _(said, Object.fromEntries(put)));
  }
  return english;
}
