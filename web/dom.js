/** Elements: making them, and finding those that a page of ours surely has. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag @param {Record<string, string | number>} attributes @param {string} [text]
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/**
 * The first element below `root` that a selector names. Throws an Error where there is none of this kind.
 * @template {Element} T
 * @param {ParentNode} root @param {string} selector @param {new () => T} kind
 * @returns {T}
 */
export function only(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`There is no ${kind.name} ${selector}.`);
  return found;
}

/** The same for an element of any kind. @param {ParentNode} root @param {string} selector */
export function part(root, selector) {
  return only(root, selector, HTMLElement);
}

/** A sentence in which no line ends beside an equals sign. @param {string} text */
export function unparted(text) {
  return text.replaceAll(" = ", "\u00a0=\u00a0");
}

/** The words of an element that holds nothing else. @param {Element} element @returns {Text | null} */
function wordsOf({ firstChild }) {
  return firstChild instanceof Text && !firstChild.nextSibling ? firstChild : null;
}

/**
 * Write other words into an element that holds nothing but words. Whoever empties it first has the browser look anew at all
 * that a style sheet asks with ":has(…)", for each number of each step; changed words don't.
 * @param {Element | SVGElement} element @param {string} text
 */
export function write(element, text) {
  const words = wordsOf(element);
  if (!text || !words) element.textContent = text;
  else if (words.data !== text) words.data = text;
}

/**
 * The same for what stands at the right of its place: a node that stays and becomes longer begins elsewhere, and that is a
 * layout shift. A new one stands beside it before it goes.
 * @param {Element} element @param {string} text
 */
export function rewrite(element, text) {
  const words = wordsOf(element);
  if (!text || !words) element.textContent = text;
  else if (words.data !== text) {
    words.before(text);
    words.remove();
  }
}

/** A button that leaves the focus where it is, so that Space goes on meaning play or pause. @param {HTMLElement} button */
export function keepFocus(button) {
  button.addEventListener("mousedown", (event) => event.preventDefault());
}

/** What scrolls an element. @param {HTMLElement} element @returns {Element} */
export function scrollParent(element) {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
  }
  return document.documentElement;
}

/** Let the page answer what has come meanwhile: a key, a touch, a frame. @returns {Promise<void>} */
export function turn() {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    else setTimeout(resolve);
  });
}

/** So long a page may be at work in one go, in milliseconds: a telephone takes four times as long. */
const IN_ONE_GO = 10;

/** What is called between the parts of long work: the page answers where they have taken too long together. @returns {() => Promise<void> | undefined} */
export function rests() {
  let began = performance.now();
  return () => {
    if (performance.now() - began < IN_ONE_GO) return undefined;
    return turn().then(() => {
      began = performance.now();
    });
  };
}

/**
 * Whatever has a place in the window, and behind it what is below.
 * @template T
 * @param {T[]} things @param {(thing: T) => Element | undefined} placeOf @returns {T[]}
 */
export function visibleFirst(things, placeOf) {
  const seen = new Set(things.filter((thing) => (placeOf(thing)?.getBoundingClientRect().top ?? 0) < innerHeight));
  return [...seen, ...things.filter((thing) => !seen.has(thing))];
}

/** Wait until what is on the page now has been painted; a page that nobody sees paints nothing. @returns {Promise<void>} */
export function painted() {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    // What a frame calls comes before it is painted: a timer that is set then, behind it.
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** The page is called otherwise: in its heading, and in the browser's tab, where the app's name stands behind it. @param {Element} heading @param {string} name */
export function rename(heading, name) {
  document.title = document.title.replace(heading.textContent?.trim() ?? "", () => name);
  heading.textContent = name;
}

/**
 * Room for the longest of some sentences, and of those before: the charts below do not move when it comes.
 * @param {HTMLElement} note @param {string[]} sentences
 */
export function keepRoom({ parentElement }, sentences) {
  const { dataset } = /** @type {HTMLElement} */ (parentElement);
  const known = [dataset.longest ?? "", ...sentences];
  dataset.longest = known.reduce((longest, each) => (each.length > longest.length ? each : longest));
}
