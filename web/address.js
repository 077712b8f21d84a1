/**
 * The address: what it says of the moment, and what the player writes into it, without an entry in the history. And the
 * place of the app, from which all its addresses are made.
 */

/** What the player writes there: where in the run it is, and how it is looked at. And what a link says to a class. */
export const MOMENT = ["step", "stage", "sample"];
export const LOOK = ["panel", "lecture", "camera", "push"];
export const TEACHING = ["title", "task", "show", "hide", "predict", "lesson", "at"];

/** How near and how far the eye of a 3-D chart may be, in widths of the chart. */
const NEAR = 0.5;
const FAR = 5;
/** The least length of up across the line from the eye: with less, what is up on the screen is anybody's guess. */
const ACROSS = 0.05;

/**
 * @typedef {{x: number, y: number, z: number}} Point
 * @typedef {{eye: Point, up?: Point, center?: Point}} Camera as Plotly has it
 */

/** Where the app is, with a slash at its end; "" as long as that is the page's own folder. */
let home = "";
/** The address, where the browser's own cannot be changed: in a file, in a sandboxed frame. */
let substitute = "";
/** What a page begins with where its address says nothing else: a static page stands for a whole link. */
let given = new URLSearchParams();
/** Of which version the defaults are that the address leaves out, where it may say nothing of that; "" where it does. */
let version = "";

/** The page stands elsewhere than the app. @param {string} address of the app */
export function standAt(address) {
  home = address;
}

/** The whole of an address that was made relative to where the app is. @param {string} address */
export function below(address) {
  return new URL(address, home || document.baseURI).href;
}

/**
 * What a page begins with. @param {string} link read as the address, where the browser's own says nothing; "" for none
 * @param {string} query that the address may say otherwise
 * @param {string} [defaults] the version of what the address leaves out
 */
export function beginAt(link, query, defaults = "") {
  if (link) substitute = new URL(link, location.href).href;
  given = new URLSearchParams(query);
  version = defaults;
}

/** What the page begins with where its address says nothing else. */
export function beginning() {
  return given;
}

/** The address with all that it says. */
export function here() {
  return new URL(substitute || location.href);
}

/**
 * A parameter of the address bar.
 * @param {string} name
 */
export function readAddress(name) {
  return here().searchParams.get(name) ?? given.get(name) ?? "";
}

/**
 * A whole number in the address bar; 0 where there is none.
 * @param {string} name
 */
export function addressNumber(name) {
  const text = readAddress(name);
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** What the address says, but for what the player writes there itself. */
export function settings() {
  const { searchParams } = here();
  for (const name of [...MOMENT, ...LOOK]) searchParams.delete(name);
  return searchParams.toString();
}

/** Names with commas between them. @param {string} name of the parameter */
export function addressNames(name) {
  return [...new Set(readAddress(name).split(",").filter(Boolean))];
}

/** Where the address is inside a step. */
export function readPlace() {
  return { stage: readAddress("stage"), sample: readAddress("sample") };
}

/**
 * Put parameters into an address of this page; what it begins with anyway is left out. A link that says anything says of
 * which version its defaults are.
 * @param {URL} url @param {Record<string, string>} values
 */
export function setParameters(url, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value === (given.get(name) ?? "")) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (version && url.search && !url.searchParams.has("v")) url.searchParams.set("v", version);
}

/**
 * Put parameters into the address bar, without an entry in the history; an empty one is left out.
 * @param {Record<string, string>} values @param {boolean} [entry] with an entry in the history
 */
export function writeAddress(values, entry = false) {
  const url = here();
  setParameters(url, values);
  if (url.href === here().href) return;
  try {
    if (!substitute && entry) history.pushState(history.state, "", url);
    else if (!substitute) history.replaceState(history.state, "", url);
    else substitute = url.href;
  } catch {
    substitute = url.href;
  }
}

/**
 * How a 3-D chart is looked at: its eye, and, where they are not as usual, what is up and what stands in the middle, three
 * numbers each; "" where the address does not say it, or says what nobody could see anything from.
 */
export function readCamera() {
  const text = readAddress("camera");
  if (!/^-?\d(\.\d{1,2})?(,-?\d(\.\d{1,2})?){2}((,-?\d(\.\d{1,2})?){3}){0,2}$/.test(text)) return "";
  const { eye, up, center } = camera(text);
  // From within the surface, or from far away, nothing is to be seen; nor where up is away from the eye.
  const [distance, moved] = [eye, center].map(({ x, y, z }) => Math.hypot(x, y, z));
  const across = Math.hypot(up.y * eye.z - up.z * eye.y, up.z * eye.x - up.x * eye.z, up.x * eye.y - up.y * eye.x);
  return distance >= NEAR && distance <= FAR && moved <= FAR && across > ACROSS ? text : "";
}

/** A camera of the address, as Plotly has it. @param {string} text */
export function camera(text) {
  const numbers = text.split(",").map(Number);
  const point = (/** @type {number} */ first) => ({ x: numbers[first], y: numbers[first + 1], z: numbers[first + 2] });
  return {
    eye: point(0),
    up: numbers.length > 3 ? point(3) : { x: 0, y: 0, z: 1 },
    center: numbers.length > 6 ? point(6) : { x: 0, y: 0, z: 0 },
  };
}

/** A camera of Plotly's as the address has it. @param {Camera} camera */
export function writeCamera({ eye, up, center }) {
  const parts = [eye, up ?? { x: 0, y: 0, z: 1 }, center ?? { x: 0, y: 0, z: 0 }].map(({ x, y, z }) =>
    // Adding 0 makes a 0 of -0.
    [x, y, z].map((part) => String(Math.round(100 * part) / 100 + 0)).join(","),
  );
  if (parts[2] === "0,0,0") parts.pop();
  if (parts.length === 2 && parts[1] === "0,0,1") parts.pop();
  return parts.join(",");
}
