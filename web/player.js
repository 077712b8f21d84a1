// @ts-check
/**
 * The player: it draws a timeline (figures and tracks, made in Python) at one step after the other.
 *
 * It slices arrays, formats numbers and hands them to Plotly; it does no mathematics. It needs neither Streamlit nor a
 * server: `mount` is what Streamlit's component calls, and `Player` is what any other page may use.
 */

/**
 * @typedef {{dtype: "float32" | "float64" | "int32" | "int16" | "int8", at: number, length: number}} Entry where an array lies in the bytes
 * @typedef {{trace: number, attribute: string, width: number, values: Entry, prefix?: boolean, start?: number,
 *   stride?: number, digits?: number, scale?: Entry, sort?: boolean, samples?: number[] | Entry}} PackedTrack
 * @typedef {{trace: number, attribute: string, width: number, values: ArrayLike<number>, prefix: boolean, start: number,
 *   stride: number, digits: number, by: "step" | "sample", since: number, scale: ArrayLike<number> | null, base: any[] | null,
 *   sort: boolean, samples: number[] | Int32Array | null}} Track
 * @typedef {{name: string, title: string, look: string, figure: {data: any[], layout: any}, tracks: PackedTrack[],
 *   sentence: string, caption: string, goesToStep: number[], setsStart: boolean, redraw: boolean}} PackedPanel
 * @typedef {{token: string, steps: number, layout: string, note: string, readout: [string, string][],
 *   scalars: Record<string, Entry>, panels: PackedPanel[]}} Header
 * @typedef {{steps: number, token: string, note: string, readout: [string, string][], legend: Record<string, [string, string]>,
 *   scalars: Record<string, ArrayLike<number>>, panels: (PackedPanel & {slices: Track[]})[]}} Timeline
 * @typedef {{codes: string[], step: number, last: number, samples: number[]}} Inside
 * @typedef {{onRest?: (step: number) => void, onStart?: (point: {x: number, y: number, x0?: number, y0?: number, panel?: string}) => void,
 *   onOutside?: (step: number) => void, onPlace?: (place: {stage: string, sample: string}) => void,
 *   busy?: () => boolean}} Host what the page around the player offers; busy: it is not the time to tell it anything
 */

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
/** Steps a second at speed 1×. */
const RATE = 8;
/** Stages a second: time to read a formula. */
const STAGE_RATE = 0.5;
/** Adding points one by one: at the most so long, and for each so long, in milliseconds. */
const SWEEP = 5000;
const SWEEP_EACH = 600;
/** A user who has not moved for so long rests on a step, in milliseconds. */
const REST = 250;
/** After a click outside of the player it reports nothing for so long, in milliseconds. */
const QUIET = 700;
/** Holding a button: the wait before it repeats, and the time between two repeats, in milliseconds. */
const HOLD = 400;
const REPEAT = 60;
/** A mouse that moves less than so many pixels has clicked, not dragged. */
const DRAG = 5;
/** Width and height of a picture that is saved, in pixels. */
const PROJECTOR = [1920, 1080];
/** With reduced motion, play shows a new picture only this often, in milliseconds. */
const CALM = 500;

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, int16: Int16Array, int8: Int8Array };
/** In 16 and 8 bits the smallest integer stands for a gap. */
const GAPS = { 2: -32768, 1: -128 };
const PLOTLY_OPTIONS = { displayModeBar: false, responsive: false, doubleClick: "reset", showTips: false };
/**
 * Lecture mode, on a screen of 1080 lines: how much larger text and the room around a chart are, and the least size of a
 * text, 20 points, in pixels. Another screen has as much larger or smaller ones: on the wall it is the same.
 */
const LECTURE = { lines: 1080, scale: 1.75, least: 26.7, margin: 1.9 };
/** Lecture mode: numbers along an axis of a 3-D chart. */
const NUMBERS_IN_SPACE = 4;
/** Smaller than this part of it nobody reads anything, on however small a screen. */
const LECTURE_LEAST = 0.55;
/** How near and how far the eye of a 3-D chart may be, in widths of the chart. */
const NEAR = 0.5;
const FAR = 5;
/** A place that is so many times as wide as high has room for two panels in a lecture. */
const ROOM_FOR_TWO = 1.5;
/** A click that sets the start waits so long for a second one, which zooms out instead, in milliseconds. */
const DOUBLE_CLICK = 320;
/** A narrow screen that is touched. */
const TELEPHONE = matchMedia("(pointer: coarse) and ((max-width: 820px) or (max-height: 500px))");
const AT_ONCE = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } };

/**
 * The header and the arrays of packed bytes (see ui/timeline/timeline.py).
 * @param {Uint8Array} bytes
 * @returns {{header: any, array: (entry: Entry) => any}}
 */
function open(bytes) {
  // A copy starts at a multiple of eight, which the typed arrays need.
  const buffer = bytes.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return { header, array: (entry) => new ARRAYS[entry.dtype](buffer, 4 + length + entry.at, entry.length) };
}

/**
 * @param {any} track as packed
 * @param {number} trace its place in the figure
 * @param {(entry: Entry) => any} array
 * @param {any[]} data the traces of the figure
 * @returns {Track}
 */
function unpackTrack(track, trace, array, data) {
  return {
    trace,
    attribute: track.attribute,
    width: track.width,
    values: array(track.values),
    prefix: track.prefix ?? false,
    start: track.start ?? 0,
    stride: track.stride ?? 1,
    digits: track.digits ?? 0,
    by: track.by ?? "step",
    since: track.since ?? 0,
    scale: track.scale ? array(track.scale) : null,
    base: track.stride ? data[trace][track.attribute] : null,
    sort: track.sort ?? false,
    samples: track.samples && !Array.isArray(track.samples) ? array(track.samples) : (track.samples ?? null),
  };
}

/**
 * Read a packed timeline.
 * @param {Uint8Array} bytes
 * @returns {Timeline}
 */
export function unpack(bytes) {
  const { header, array } = open(bytes);
  return {
    steps: header.steps,
    token: header.token,
    layout: header.layout,
    note: header.note,
    inside: header.inside,
    readout: header.readout,
    legend: header.legend ?? {},
    scalars: Object.fromEntries(Object.entries(header.scalars).map(([name, entry]) => [name, array(entry)])),
    panels: header.panels.map((/** @type {PackedPanel} */ panel) => ({
      ...panel,
      slices: panel.tracks.map((track) => unpackTrack(track, track.trace, array, panel.figure?.data ?? [])),
    })),
  };
}

/**
 * What one track shows at one step.
 * @param {Track} track
 * @param {number} step
 * @returns {any[] | ArrayLike<number>}
 */
export function frame(track, step) {
  const values = /** @type {Float64Array} */ (track.values);
  if (track.prefix) return values.subarray(0, step + 1);
  const own = values.subarray(step * track.width, (step + 1) * track.width);
  const row = track.sort ? own.slice().sort() : own;
  if (track.attribute === "text") return Array.from(row, (value) => digits(value, track.digits));
  if (!track.base && !track.scale) return row;
  const scale = track.scale ? track.scale[step] : 1;
  const gap = track.scale ? GAPS[/** @type {1 | 2} */ (values.BYTES_PER_ELEMENT)] : NaN;
  const full = track.base ? track.base.slice() : new Array(track.width);
  row.forEach((value, i) => (full[track.start + i * track.stride] = value === gap ? NaN : value * scale));
  return full;
}

/**
 * The place of each value of a track's row among those that are shown: another one than its own where they are sorted.
 * @param {Track} track
 * @param {number} step
 * @returns {number[]}
 */
export function places(track, step) {
  const row = Array.from(/** @type {Float32Array} */ (track.values).subarray(step * track.width, (step + 1) * track.width));
  if (!track.sort) return row.map((_, i) => i);
  const order = row.map((_, i) => i).sort((a, b) => row[a] - row[b]);
  const found = new Array(row.length);
  order.forEach((i, place) => (found[i] = place));
  return found;
}

/** The samples that a track's values belong to at a step, or nothing. @param {Track} track @param {number} step @returns {number[]} */
export function samplesOf({ samples, width }, step) {
  if (!samples) return [];
  return Array.from(Array.isArray(samples) ? samples : samples.subarray(step * width, (step + 1) * width));
}

/**
 * A number with so many significant digits, and a real minus sign.
 * @param {number} value
 * @param {number} count
 */
export function digits(value, count) {
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(count - 1) : value.toPrecision(count);
  return text.replace("e+", "e").replaceAll("-", "\u2212");
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
    if (count === undefined) return String(Math.round(value));
    return percent ? (100 * value).toFixed(Number(count)) : digits(value, Number(count));
  });
}

/** A scalar's value; inside a step a number that all samples share is there once. @param {ArrayLike<number>} values @param {number} index */
function scalarAt(values, index) {
  return values.length === 1 ? values[0] : values[index];
}

/** Where the app is, with a slash at its end; "" as long as that is the page's own folder. */
let home = "";

/** The page stands elsewhere than the app. @param {string} address of the app */
export function standAt(address) {
  home = address;
}

/** The whole of an address that was made relative to where the app is. @param {string} address */
function below(address) {
  return new URL(address, home || document.baseURI).href;
}

/** The address, where the browser's own cannot be changed: in a file, in a sandboxed frame. */
let kept = "";
/** What a page begins with where its address says nothing else: a static page stands for a whole link. */
let given = new URLSearchParams();

/** The address with all that it says. */
function here() {
  return new URL(kept || location.href);
}

/**
 * A parameter of the address bar.
 * @param {string} name
 */
function readAddress(name) {
  return here().searchParams.get(name) ?? given.get(name) ?? "";
}

/**
 * A whole number in the address bar; 0 where there is none.
 * @param {string} name
 */
function addressNumber(name) {
  const text = readAddress(name);
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** Where the address is inside a step. */
function readPlace() {
  return { stage: readAddress("stage"), sample: readAddress("sample") };
}

/**
 * How a 3-D chart is looked at: its eye, and, where they are not as usual, what is up and what stands in the middle, three
 * numbers each; "" where the address does not say it, or says what nobody could see anything from.
 */
function readCamera() {
  const text = readAddress("camera");
  if (!/^-?\d(\.\d{1,2})?(,-?\d(\.\d{1,2})?){2}((,-?\d(\.\d{1,2})?){3}){0,2}$/.test(text)) return "";
  const { eye, up, center } = camera(text);
  // From within the surface, or from far away, nothing is to be seen; nor where up is away from the eye.
  const [distance, moved] = [eye, center].map(({ x, y, z }) => Math.hypot(x, y, z));
  const across = Math.hypot(up.y * eye.z - up.z * eye.y, up.z * eye.x - up.x * eye.z, up.x * eye.y - up.y * eye.x);
  return distance >= NEAR && distance <= FAR && moved <= FAR && across > 0.05 ? text : "";
}

/** A camera of the address, as Plotly has it. @param {string} text */
function camera(text) {
  const numbers = text.split(",").map(Number);
  const point = (/** @type {number} */ first) => ({ x: numbers[first], y: numbers[first + 1], z: numbers[first + 2] });
  return {
    eye: point(0),
    up: numbers.length > 3 ? point(3) : { x: 0, y: 0, z: 1 },
    center: numbers.length > 6 ? point(6) : { x: 0, y: 0, z: 0 },
  };
}

/** A camera of Plotly's as the address has it. @param {any} camera */
function writeCamera({ eye, up, center }) {
  const parts = [eye, up ?? { x: 0, y: 0, z: 1 }, center ?? { x: 0, y: 0, z: 0 }].map(({ x, y, z }) =>
    // Adding 0 makes a 0 of -0.
    [x, y, z].map((part) => String(Math.round(100 * part) / 100 + 0)).join(","),
  );
  if (parts[2] === "0,0,0") parts.pop();
  if (parts.length === 2 && parts[1] === "0,0,1") parts.pop();
  return parts.join(",");
}

/** Put parameters into an address of this page; what it begins with anyway is left out. @param {URL} url @param {Record<string, string>} values */
function setParameters(url, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value === (given.get(name) ?? "")) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
}

/**
 * Put parameters into the address bar, without an entry in the history; an empty one is left out.
 * @param {Record<string, string>} values
 */
function writeAddress(values) {
  const url = here();
  setParameters(url, values);
  if (url.href === here().href) return;
  try {
    if (!kept) history.replaceState(history.state, "", url);
    else kept = url.href;
  } catch {
    kept = url.href;
  }
}

/** Something is typed here, or a list stands open: all keys are meant for it. */
const TYPED =
  "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable=true], [role=combobox], " +
  "[role=listbox], [role=menu], [role=dialog], [role=spinbutton]";
/** What moves by keys, and which keys those are. */
const MOVED = {
  "[type=range], [role=slider]": /^(Arrow.*|Home|End|PageUp|PageDown)$/,
  "[type=radio], [role=radiogroup], [role=tablist]": /^(Arrow.*|Home|End| )$/,
  "[type=checkbox], [role=switch], [role=checkbox]": /^ $/,
};

/** Whether a key is meant for what has the focus, and not for the player. @param {Element} target @param {string} key */
function keeps(target, key) {
  if (target.closest(TYPED)) return true;
  return Object.entries(MOVED).some(([kind, keys]) => keys.test(key) && target.closest(kind));
}

/** The place of the number that is nearest to `wanted`. @param {number[]} numbers @param {number} wanted */
function nearest(numbers, wanted) {
  const far = numbers.map((number) => Math.abs(number - wanted));
  return far.indexOf(Math.min(...far));
}

/** What a template or a row of templates says at a step. @template T @param {T | T[]} values @param {number} step @returns {T} */
function at(values, step) {
  return Array.isArray(values) ? values[step] : values;
}

/** Where Plotly comes from → its program, or the promise of it. @type {Map<string, Promise<any>>} */
const plotly = new Map();
/** Where nothing can be fetched: how a program comes that is called so. @type {((name: string) => Promise<any>) | null} */
let carrier = null;

/** The programs come with the page's messages. @param {(name: string) => Promise<any>} arrival */
export function carry(arrival) {
  carrier = arrival;
}

/**
 * Plotly's JavaScript, loaded once a page.
 * @param {string} source
 */
function loadPlotly(source) {
  // It may stand in the page itself.
  if (!plotly.size && /** @type {any} */ (window).Plotly) plotly.set(source, Promise.resolve(/** @type {any} */ (window).Plotly));
  const known = plotly.get(source);
  if (known) return known;
  const loading = carrier ? carrier(source) : fetchPlotly(source);
  plotly.set(source, loading);
  loading.catch(() => plotly.delete(source));
  return loading;
}

/** @param {string} source @returns {Promise<any>} */
function fetchPlotly(source) {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error("The charts' program could not be loaded. Please reload the page."));
    const script = document.createElement("script");
    script.src = below(source);
    const before = /** @type {any} */ (window).Plotly;
    script.onload = () => {
      // A host's own page, instead of what was asked for, is a script with an error in it: it has brought nothing.
      const { Plotly } = /** @type {any} */ (window);
      if (Plotly && Plotly !== before) resolve(Plotly);
      else failed();
    };
    script.onerror = failed;
    document.head.append(script);
  });
}

export class Player {
  /**
   * @param {HTMLElement} root an element that holds player.html
   * @param {string} plotlySource
   * @param {string} [lightSource] Plotly without 3-D charts, a third as long; nothing where there is only one
   */
  constructor(root, plotlySource, lightSource = "") {
    this.root = root;
    this.plotlySource = plotlySource;
    this.lightSource = lightSource;
    /** @type {Host} */
    this.host = {};
    /** Whether there is a server behind it, which has other views of the same moment, and draws codes. */
    this.served = true;
    /** @type {Timeline | null} */
    this.timeline = null;
    /** @type {Map<string, {figure: HTMLElement, heading: HTMLElement, button: HTMLElement, caption: HTMLElement,
   *   chart: any, look: string, wired: boolean, lit: boolean,
     *   shown: {show: (stage: number, chosen: number, marked: number) => void} | null}>} */
    this.charts = new Map();
    this.step = 0;
    /** Inside a step: the place of the chosen sample in the timeline's samples. */
    this.sample = 0;
    /** The number of the sample that the user chose last. */
    this.wish = 0;
    /** The sample below the mouse or the focus; -1 for none. Inside a step it is its place in the timeline's samples,
     * and shown instead of the chosen one; along a run it is its row of X, and lit. */
    this.marked = -1;
    /** The panels that are shown alone; none means all. @type {string[]} */
    this.alone = [];
    this.playing = false;
    this.speed = 1;
    this.painted = -1;
    /** The size of text with which the charts were drawn; nothing for the usual one. */
    this.drawnScale = "";
    this.queued = false;
    this.quietUntil = 0;
    /** Whether nobody has been told yet of the stage or the sample inside a step. */
    this.moved = false;
    this.drawing = 0;
    /** @type {any} */
    this.Plotly = null;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.leave = new AbortController();
    const find = (/** @type {string} */ selector) => /** @type {any} */ (root.querySelector(selector));
    this.parts = {
      section: find(".gx"),
      play: find("[data-do=play]"),
      scrubber: find(".gx-scrubber"),
      bar: find(".gx-bar"),
      transport: find(".gx-transport"),
      speed: find(".gx-speed"),
      outer: find(".gx-outer-template"),
      readout: find(".gx-readout"),
      note: find(".gx-note"),
      failure: find(".gx-failure"),
      panels: find(".gx-panels"),
      live: find(".gx-live"),
      lecture: find("[data-do=lecture]"),
      keys: find(".gx-keys"),
    };
    /** Where the eye of a 3-D chart is, as the address has it; empty where nobody has turned it. */
    this.camera = readCamera();
    this.alone = [...new Set(readAddress("panel").split(",").filter(Boolean))];
    // A lecture is for a projector: on a telephone it would hide most of the page.
    const lecture = readAddress("lecture") === "true";
    if (lecture && TELEPHONE.matches) this.alone = [];
    this.setLecture(lecture && !TELEPHONE.matches);
    this.teach = new Teach(this);
    this.listen();
  }

  /** Wire up the transport, the keys, the window. */
  listen() {
    const signal = this.leave.signal;
    const { scrubber, speed, section } = this.parts;
    for (const value of SPEEDS) speed.add(new Option(`${value}×`, String(value), value === 1, value === 1));
    speed.addEventListener("change", () => this.setSpeed(Number(speed.value)), { signal });
    scrubber.addEventListener("input", () => this.stopAt(Number(scrubber.value)), { signal });
    for (const button of this.root.querySelectorAll("[data-do]")) this.listenToButton(/** @type {HTMLElement} */ (button));
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
    const { keys } = this.parts;
    keys.addEventListener("click", (/** @type {Event} */ event) => event.target === keys && keys.close(), { signal });
    addEventListener(
      "popstate",
      () => {
        if (this.gone()) return;
        this.pause();
        this.follow();
      },
      { signal },
    );
    // A click or a key elsewhere is on its way to the server: what comes right behind it could make Streamlit lose it.
    const quiet = (/** @type {Event} */ event) => {
      const target = /** @type {Node} */ (event.target);
      if (this.gone() || target === document.body || this.root.contains(target)) return;
      this.quietUntil = performance.now() + QUIET;
    };
    document.addEventListener("pointerdown", quiet, { signal, capture: true });
    document.addEventListener("keydown", quiet, { signal, capture: true });
    addEventListener("resize", () => (this.setScale(), this.fit()), { signal });
    section.addEventListener("transitionend", (/** @type {TransitionEvent} */ event) => {
      if (event.target === section && event.propertyName === "color") this.recolour();
    });
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.parts.panels);
    this.fit();
  }

  /** @param {HTMLElement} button */
  listenToButton(button) {
    const name = /** @type {string} */ (button.dataset.do);
    let timer = 0;
    let repeated = false;
    const release = () => {
      clearTimeout(timer);
      clearInterval(timer);
    };
    // A mouse leaves the focus where it is, so that Space goes on meaning play or pause.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("pointerdown", (event) => {
      repeated = false;
      if (event.button !== 0 || !["back", "forward"].includes(name)) return;
      timer = setTimeout(() => {
        repeated = true;
        timer = setInterval(() => this.act(name), REPEAT);
      }, HOLD);
    });
    for (const type of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(type, release);
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (!repeated) this.act(name);
      repeated = false;
    });
  }

  /** @param {string} name what a button or a key stands for */
  act(name) {
    if (!this.timeline) return;
    const steps = { first: 0, back: this.step - 1, forward: this.step + 1, last: this.timeline.steps };
    if (name === "play") this.playing ? this.pause() : this.play();
    else if (name === "lecture") this.toggleLecture();
    else if (name === "escape") this.leaveLarge();
    else if (name === "keys") this.parts.keys.showModal();
    else if (name === "share") this.teach.share();
    else this.stopAt(steps[/** @type {"first"} */ (name)]);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (this.gone() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.parts.keys.open) {
      if (event.key === "?") this.parts.keys.close();
      return;
    }
    if (this.teach.parts.dialog.open) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target && !target.closest(".gx-scrubber") && !saysThatLineIsCut(target) && keeps(target, event.key)) {
      // Out of a field of ours; the next key is the player's.
      if (this.root.contains(target) && ["Escape", "Enter"].includes(event.key)) /** @type {HTMLElement} */ (target).blur();
      return;
    }
    const digit = /^Digit([0-9])$/.exec(event.code);
    if (digit) {
      event.preventDefault();
      this.showAlone(Number(digit[1]) - 1, event.shiftKey);
      return;
    }
    const what = this.meaning(event);
    if (!what || (what === "play" && (event.repeat || target?.closest("button, a, summary, [role=button]")))) return;
    event.preventDefault();
    if (typeof what === "number") this.stepOutside(what);
    else this.act(what);
  }

  /**
   * What a key stands for: a button of the transport, or, inside a step, how many steps of the run to go.
   * @param {KeyboardEvent} event
   */
  meaning(event) {
    if (event.key === "?") return "keys";
    if (event.key === "l" || event.key === "L") return "lecture";
    if (event.key === "s" || event.key === "S") return "share";
    if (event.key === "Escape") return this.alone.length || this.lecture ? "escape" : undefined;
    const moves = {
      " ": "play",
      ArrowLeft: "back",
      ArrowRight: "forward",
      // What a presenter's clicker sends.
      PageUp: "back",
      PageDown: "forward",
      Home: "first",
      End: "last",
    };
    const move = moves[/** @type {" "} */ (event.key)];
    if (!this.timeline?.inside) return event.shiftKey ? undefined : move;
    if (event.shiftKey) return move === "back" || move === "forward" ? move : undefined;
    if (event.key === "ArrowUp") return "back";
    if (event.key === "ArrowDown") return "forward";
    // On the scrubber the arrows are the scrubber's; elsewhere they step through the run, where there is more of it.
    if (document.activeElement === this.parts.scrubber || !this.host.onOutside) return move;
    return move === "back" ? -1 : move === "forward" ? 1 : move;
  }

  /** Inside a step: ask for another step of the run. @param {number} way */
  stepOutside(way) {
    const inside = this.timeline?.inside;
    if (inside) this.goOutside((this.wanted ?? inside.step) + way);
  }

  /** @param {number} step */
  goOutside(step) {
    const inside = this.timeline?.inside;
    if (!inside || !this.host.onOutside || !Number.isFinite(step)) return;
    this.wanted = Math.min(Math.max(Math.round(step), 0), inside.last);
    this.outerStep().value = String(this.wanted);
    // What was asked for last may be under way still.
    if (this.wanted === (this.asked ?? inside.step)) return;
    this.asked = this.wanted;
    this.host.onOutside(this.wanted);
  }

  /** Go where the address bar says. */
  follow() {
    const inside = this.timeline?.inside;
    if (!inside) {
      this.go(addressNumber("step"));
      return;
    }
    this.go(Math.max(inside.codes.indexOf(readAddress("stage")), 0));
    this.choose(nearest(inside.samples, addressNumber("sample")));
    this.goOutside(addressNumber("step"));
  }

  /** Inside a step: show another sample, by its place in the timeline's samples. @param {number} sample */
  choose(sample) {
    this.sample = sample;
    const inside = this.timeline?.inside;
    if (inside) {
      this.wish = inside.samples[sample];
      this.grant(inside);
    }
    this.painted = -1;
    this.go(this.step);
  }

  /** Inside a step: show a sample as long as the mouse or the focus is on it. @param {number} sample -1 for none */
  mark(sample) {
    if (this.marked === sample) return;
    this.marked = sample;
    if (this.marking) return;
    this.marking = true;
    requestAnimationFrame(() => {
      this.marking = false;
      this.painted = -1;
      this.paint();
    });
  }

  /** The sample whose numbers are shown. */
  get shownSample() {
    return this.marked < 0 ? this.sample : this.marked;
  }

  /** Choose the sample that was typed: the next one, the one before, or the nearest that there is. @param {HTMLInputElement} field */
  chooseTyped(field) {
    const wanted = Number(field.value || NaN);
    const samples = this.timeline?.inside?.samples ?? [];
    const now = samples[this.sample];
    let place = samples.indexOf(wanted);
    if (place < 0 && Math.abs(wanted - now) === 1) place = this.sample + (wanted - now);
    else if (place < 0) place = Number.isFinite(wanted) ? nearest(samples, wanted) : this.sample;
    this.choose(Math.min(Math.max(place, 0), samples.length - 1));
  }

  /** Show one panel alone, or with Shift two; the same once more shows all. @param {number} place @param {boolean} also */
  showAlone(place, also) {
    const known = (this.timeline?.panels ?? []).map((panel) => panel.name);
    const name = known[place];
    if (name && this.teach.leavesOut(name, known)) return;
    if (place >= 0 && !name) return;
    const others = this.alone.filter((each) => each !== name);
    if (name === undefined) this.alone = [];
    else if (also) this.alone = this.alone.includes(name) ? others : [...others.slice(-1), name];
    else this.alone = this.alone.join() === name ? [] : [name];
    this.arrange();
    this.rest();
  }

  /** Other panels are large now. */
  arrange() {
    this.layOut();
    this.draw();
    this.resize();
  }

  /** Large panels, where there are any, fill the place of all. */
  layOut() {
    const { panels, section } = this.parts;
    const known = (this.timeline?.panels ?? []).map((panel) => panel.name);
    if (known.length) this.alone = this.alone.filter((name) => known.includes(name)).slice(0, 2);
    if (this.lecture && known.length) this.chooseForLecture();
    panels.dataset.alone = String(this.alone.length);
    this.teach.cover();
    const shown = known.filter((name) => !this.teach.leavesOut(name, known)).length;
    if (shown < known.length) panels.dataset.shown = String(shown);
    else delete panels.dataset.shown;
    panels.style.setProperty("--gx-columns", String(shown < 4 ? shown : Math.ceil(Math.sqrt(shown))));
    for (const [name, { figure, button, heading }] of this.charts) {
      figure.classList.toggle("gx-left-out", this.teach.leavesOut(name, known));
      const large = this.alone.includes(name);
      figure.classList.toggle("gx-large", large);
      button.setAttribute("aria-pressed", String(large));
      button.setAttribute("aria-label", `Show alone: ${heading.textContent}`);
      button.title = `${large ? "Show all panels" : "Show this panel alone"} (${known.indexOf(name) + 1})`;
    }
    section.classList.toggle("gx-has-large", this.alone.length > 0);
  }

  toggleLecture() {
    this.setLecture(!this.lecture);
    if (!this.lecture) this.alone = [];
    // The places first: what is drawn is drawn for its new size, and what is hidden is drawn when it comes back.
    this.fit();
    this.layOut();
    this.recolour();
    this.resize();
    this.rest();
  }

  /** Two panels can be read from the last row, or where there is no room beside it one; more of them cannot. */
  chooseForLecture() {
    if (!this.alone.length) this.alone = this.choiceForLecture();
  }

  /** @returns {string[]} */
  choiceForLecture() {
    const { clientWidth: width, clientHeight: height } = this.parts.panels;
    const count = width < ROOM_FOR_TWO * height ? 1 : 2;
    const known = (this.timeline?.panels ?? []).map((panel) => panel.name);
    return known.filter((name) => !this.teach.leavesOut(name, known)).slice(0, count);
  }

  /** Whether panels are large only because it is a lecture: nobody has chosen them. */
  showsForLecture() {
    return this.lecture && this.alone.join() === this.choiceForLecture().join();
  }

  /** Out of the lecture, or back to all panels. */
  leaveLarge() {
    if (this.lecture) this.toggleLecture();
    else this.showAlone(-1, false);
  }

  /** Lecture mode: large text, thick lines, nothing around. @param {boolean} on */
  setLecture(on) {
    this.lecture = on;
    showLecture(on, this.parts.lecture);
    this.setScale();
  }

  /** In a lecture text is as large a part of the screen on every screen. */
  setScale() {
    const { style } = this.parts.section;
    if (!this.lecture) {
      for (const name of ["scale", "least"]) style.removeProperty(`--gx-${name}`);
      return;
    }
    const part = Math.max(Math.min(innerHeight, 0.75 * innerWidth) / LECTURE.lines, LECTURE_LEAST);
    style.setProperty("--gx-scale", (LECTURE.scale * part).toFixed(3));
    style.setProperty("--gx-least", `${(LECTURE.least * part).toFixed(2)}px`);
  }

  /** Show another timeline; the step stays where it is, as far as there is one. @param {Uint8Array} bytes */
  async load(bytes) {
    const timeline = unpack(bytes);
    // A timeline whose charts could not be drawn may come once more.
    if (this.timeline?.token === timeline.token && this.Plotly) return;
    this.timeline = timeline;
    const { scrubber, readout, note } = this.parts;
    scrubber.max = String(timeline.steps);
    note.textContent = timeline.note;
    this.parts.panels.dataset.layout = timeline.layout;
    this.enter(timeline.inside);
    // Another step of the run is in the address at once: whoever leaves now comes back to it.
    if (timeline.inside) this.writeAddress(timeline);
    readout.replaceChildren(
      ...timeline.readout.map(([label]) => {
        const item = document.createElement("div");
        const term = document.createElement("dt");
        term.append(...(timeline.legend[label] ? [lineSample(timeline.legend[label])] : []), label);
        item.append(term, document.createElement("dd"));
        return item;
      }),
    );
    this.step = Math.min(this.step, timeline.steps, this.teach.furthest);
    this.painted = -1;
    this.showNumbers();
    try {
      // Whoever has all of it needs no part of it.
      const inSpace = timeline.panels.some((panel) => panel.figure?.layout?.scene);
      const light = this.lightSource && !inSpace && !plotly.has(this.plotlySource);
      this.Plotly = await loadPlotly(light ? this.lightSource : this.plotlySource);
    } catch (error) {
      this.fail(/** @type {Error} */ (error).message);
      return;
    }
    if (this.timeline !== timeline) return; // another one came while Plotly was loading
    this.parts.failure.hidden = true;
    this.fit();
    this.draw();
  }

  /** Become a player of the stages inside a step, or of the steps of a run. @param {Inside | null} inside */
  enter(inside) {
    this.parts.speed.hidden = Boolean(inside);
    // A single picture needs no transport.
    for (const part of [this.parts.transport, this.parts.scrubber]) part.hidden = this.timeline?.steps === 0;
    this.parts.speed.hidden ||= this.timeline?.steps === 0;
    this.parts.section.classList.toggle("gx-inside", Boolean(inside));
    this.parts.section.classList.toggle("gx-one-step", Boolean(inside) && !this.host.onOutside);
    this.parts.section.classList.toggle("gx-single", this.timeline?.steps === 0);
    if (!inside) return;
    // An answer to an earlier question: the latest one is still under way.
    const late = this.asked != null && this.asked !== inside.step && this.asked <= inside.last;
    if (!late) this.wanted = this.asked = null;
    this.outerStep().value = String(this.wanted ?? inside.step);
    this.outerStep().max = String(inside.last);
    /** @type {HTMLElement} */ (this.root.querySelector(".gx-outer-last")).textContent = `of ${inside.last}`;
    for (const [name, label, title] of [
      ["first", "First stage", "First stage (Home)"],
      ["back", "Stage back", "Stage back (↑)"],
      ["forward", "Stage forward", "Stage forward (↓)"],
      ["last", "Last stage", "Last stage (End)"],
    ]) {
      const button = /** @type {HTMLElement} */ (this.root.querySelector(`[data-do=${name}]`));
      button.setAttribute("aria-label", label);
      button.title = title;
    }
    this.parts.scrubber.setAttribute("aria-label", "Stage");
    this.marked = -1;
    const sample = /** @type {HTMLInputElement} */ (this.root.querySelector(".gx-outer-sample"));
    sample.max = String(inside.samples[inside.samples.length - 1]);
    if (!this.entered) {
      this.entered = true;
      this.step = Math.max(inside.codes.indexOf(readAddress("stage")), 0);
      this.wish = addressNumber("sample");
    }
    this.grant(inside);
  }

  /** The wished sample, or where this batch has not got it, the nearest that it has; and a word on that. @param {Inside} inside */
  grant(inside) {
    this.sample = nearest(inside.samples, this.wish);
    const given = inside.samples[this.sample];
    /** @type {HTMLInputElement} */ (this.root.querySelector(".gx-outer-sample")).value = String(given);
    const other = given === this.wish ? "" : ` Sample ${this.wish} is not among them: ${given} is the nearest.`;
    this.parts.note.textContent = `${this.timeline?.note ?? ""}${other}`;
  }

  /** The field for the step of the run; made when it is first needed. @returns {HTMLInputElement} */
  outerStep() {
    const there = this.root.querySelector(".gx-outer input");
    if (there) return /** @type {HTMLInputElement} */ (there);
    this.parts.bar.append(this.parts.outer.content.cloneNode(true));
    for (const [name, way] of Object.entries({ back: -1, forward: 1 })) {
      const button = /** @type {HTMLElement} */ (this.root.querySelector(`[data-outer=${name}]`));
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.stepOutside(way));
    }
    const field = /** @type {HTMLInputElement} */ (this.root.querySelector(".gx-outer input"));
    field.addEventListener("change", () => {
      const now = this.wanted ?? this.timeline?.inside?.step ?? 0;
      this.goOutside(field.value === "" ? now : Number(field.value));
    });
    const sample = /** @type {HTMLInputElement} */ (this.root.querySelector(".gx-outer-sample"));
    sample.addEventListener("change", () => this.chooseTyped(sample));
    return field;
  }

  /** @param {string} message */
  fail(message) {
    this.parts.failure.textContent = message;
    this.parts.failure.hidden = false;
  }

  /** Draw each panel whose look has changed, and move the others to where their new tracks say. */
  async draw() {
    if (!this.timeline || !this.Plotly) return;
    const wanted = new Set(this.timeline.panels.map((panel) => panel.name));
    const fresh = [...wanted].some((name) => !this.charts.has(name));
    for (const [name, { figure, chart }] of this.charts) {
      if (wanted.has(name)) continue;
      if (chart._fullLayout) this.Plotly.purge(chart);
      figure.remove();
      this.charts.delete(name);
    }
    for (const panel of this.timeline.panels) {
      const chart = this.charts.get(panel.name) ?? this.addChart(panel);
      chart.heading.textContent = panel.title;
      chart.caption.textContent = panel.caption;
      chart.caption.hidden = !panel.caption;
    }
    if (fresh) this.layOut();
    const drawings = this.timeline.panels.map((panel) => {
      const entry = /** @type {any} */ (this.charts.get(panel.name));
      return entry.look === panel.look ? null : this.drawPanel(panel, entry);
    });
    await this.finish(drawings);
  }

  /** Wait until Plotly has drawn: a trace that were moved before would not appear. @param {(Promise<any> | null | undefined)[]} drawings */
  async finish(drawings) {
    this.drawing += 1;
    await Promise.all(drawings);
    this.drawing -= 1;
    this.painted = -1;
    this.paint();
  }

  /** @param {PackedPanel & {slices: Track[]}} panel */
  addChart(panel) {
    const figure = document.createElement("figure");
    figure.className = "gx-panel";
    figure.dataset.name = panel.name;
    figure.style.gridArea = panel.name;
    const heading = document.createElement("h2");
    const chart = document.createElement("div");
    chart.className = panel.content ? "gx-content" : "gx-chart";
    const picture = !panel.content || panel.content.kind === "Graph";
    chart.setAttribute("role", picture ? "img" : "group");
    const button = this.largeButton(panel.name);
    const head = document.createElement("header");
    head.append(heading, button);
    figure.append(head, chart);
    this.parts.panels.append(figure);
    if (panel.sweep !== null) button.before(this.sweepButton(panel.name));
    const caption = document.createElement("figcaption");
    figure.append(caption);
    const entry = { figure, heading, button, caption, chart, look: "", wired: false, lit: false, shown: null };
    this.charts.set(panel.name, entry);
    return entry;
  }

  /**
   * @param {PackedPanel & {slices: Track[]}} panel
   * @param {{chart: any, look: string}} entry
   */
  drawPanel(panel, entry) {
    // A panel that is not to be seen has no size: it is drawn when it comes back.
    if (!panel.content && !entry.chart.clientWidth) {
      entry.look = "";
      return null;
    }
    entry.look = panel.look;
    if (panel.content) {
      entry.shown = PANELS[panel.content.kind](entry.chart, panel.content, this.numbers());
      return null;
    }
    const data = panel.figure.data.map((trace) => ({ ...trace }));
    for (const slice of panel.slices) data[slice.trace][slice.attribute] = this.frame(slice);
    const { clientWidth: width, clientHeight: height } = entry.chart;
    const layout = { ...structuredClone(panel.figure.layout), width, height };
    // A zoom or a camera is kept as long as the axes are the same.
    const axes = Object.keys(layout).filter((key) => /^[xy]axis/.test(key));
    layout.uirevision = JSON.stringify(axes.map((key) => [layout[key].range, layout[key].title?.text]));
    if (layout.scene) {
      layout.scene.uirevision = "camera";
      if (this.camera) layout.scene.camera = { ...layout.scene.camera, ...camera(this.camera) };
    }
    if (matchMedia("(pointer: fine)").matches && panel.drags === null && !panel.board) layout.dragmode = "zoom";
    theme(this.parts.section, data, layout, this.lecture);
    this.drawnScale = this.parts.section.style.getPropertyValue("--gx-scale");
    forgetRanges(entry.chart, layout.uirevision);
    const drawn = this.Plotly.react(entry.chart, data, layout, PLOTLY_OPTIONS);
    if (!entry.wired) {
      entry.wired = true;
      entry.chart.on("plotly_click", (/** @type {any} */ event) => this.onClick(panel.name, event));
      entry.chart.on("plotly_hover", (/** @type {any} */ event) => this.onHover(panel.name, event));
      entry.chart.on("plotly_unhover", () => this.mark(-1));
      if (panel.drags !== null || panel.board) this.listenToDrags(panel.name, entry.chart);
      entry.chart.on("plotly_relayout", (/** @type {any} */ event) => this.onTurn(event));
      entry.chart.on("plotly_doubleclick", () => clearTimeout(this.startTimer));
      entry.chart.on("plotly_afterplot", () => this.freeze(panel.name));
    }
    return drawn.then(() => this.freeze(panel.name));
  }

  /** Keep what stands still in a panel. @param {string} name */
  freeze(name) {
    const chart = this.charts.get(name)?.chart;
    const panel = this.timeline?.panels.find((each) => each.name === name);
    if (chart && panel) freeze(chart, panel);
  }

  /** The theme has changed: the same figures in other colours. */
  recolour() {
    if (!this.Plotly || !this.timeline) return;
    this.finish(
      this.timeline.panels.map((panel) => {
        const entry = this.charts.get(panel.name);
        return entry && !entry.shown && this.drawPanel(panel, entry);
      }),
    );
  }

  /** @param {string} name @param {any} event Plotly's click event */
  onClick(name, event) {
    const panel = this.timeline?.panels.find((each) => each.name === name);
    const chart = this.charts.get(name)?.chart;
    const point = event.points?.[0];
    if (!panel || !point) return;
    if (panel.goesToStep.includes(point.curveNumber)) {
      this.stopAt(point.pointNumber);
      return;
    }
    if (panel.choosesSample.includes(point.curveNumber)) {
      if (point.customdata >= 0) this.choose(point.customdata);
      return;
    }
    if (panel.picks.includes(point.curveNumber)) {
      this.host.onStart?.({ x: point.x, y: point.y });
      return;
    }
    if (!panel.setsStart || !this.host.onStart) return;
    // Between the points of the grid: where the mouse was, not where the nearest point is.
    const start = this.pointAt(chart, event.event);
    clearTimeout(this.startTimer);
    if (event.event.detail > 1) return;
    this.startTimer = setTimeout(() => this.host.onStart?.(start), DOUBLE_CLICK);
  }

  /**
   * Drag a point over a chart: it follows at once, and is reported when it is let go. On a board each click and drag
   * is reported, wherever it is.
   * @param {string} name @param {any} chart
   */
  listenToDrags(name, chart) {
    /** @type {{x: number, y: number} | null} */
    let from = null;
    let dragged = false;
    const point = (/** @type {{clientX: number, clientY: number}} */ event) => this.pointAt(chart, event);
    chart.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      const onPlot = event.target instanceof Element && event.target.closest(".nsewdrag");
      from = onPlot && event.button === 0 && this.host.onStart ? { x: event.clientX, y: event.clientY } : null;
      dragged = false;
    });
    const signal = this.leave.signal;
    document.addEventListener(
      "pointermove",
      (event) => {
        if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG) return;
        dragged = true;
        const { x, y } = point(event);
        const trace = this.timeline?.panels.find((panel) => panel.name === name)?.drags;
        if (trace !== undefined && trace !== null) move(chart, new Map([[trace, { x: [x], y: [y] }]]));
      },
      { signal },
    );
    document.addEventListener(
      "pointerup",
      (event) => {
        const board = this.timeline?.panels.find((panel) => panel.name === name)?.board;
        if (from && (dragged || board)) {
          const began = dragged && board ? point({ clientX: from.x, clientY: from.y }) : null;
          this.host.onStart?.({ ...point(event), ...(began ? { x0: began.x, y0: began.y } : {}), panel: name });
        }
        from = null;
      },
      { signal },
    );
  }

  /** Where the mouse is, in the units of a chart's axes. @param {any} chart @param {{clientX: number, clientY: number}} event */
  pointAt(chart, event) {
    const plot = chart.querySelector(".nsewdrag").getBoundingClientRect();
    const { xaxis, yaxis } = chart._fullLayout;
    return { x: xaxis.p2d(event.clientX - plot.left), y: yaxis.p2d(event.clientY - plot.top) };
  }

  /** A 3-D chart was turned. @param {any} event Plotly's relayout event */
  onTurn(event) {
    if (!event["scene.camera"]?.eye) return;
    this.camera = writeCamera(event["scene.camera"]);
    this.rest();
  }

  /** @param {string} name @param {any} event Plotly's hover event */
  onHover(name, event) {
    const panel = this.timeline?.panels.find((each) => each.name === name);
    const point = event.points?.[0];
    if (!panel || !point) return;
    if (panel.choosesSample.includes(point.curveNumber)) this.mark(point.customdata);
    else if (panel.lights !== null) this.mark(this.sampleAt(panel, point));
  }

  /** The row of X of the sample that a point stands for; -1 for none. @param {PackedPanel & {slices: Track[]}} panel @param {any} point */
  sampleAt(panel, point) {
    if (point.customdata !== undefined) return Number(point.customdata);
    for (const [slice, step] of this.stems(panel)) {
      if (slice.trace !== point.curveNumber) continue;
      const place = Math.floor(point.pointNumber / slice.stride);
      return samplesOf(slice, step)[places(slice, step).indexOf(place)] ?? -1;
    }
    return -1;
  }

  /** The tracks of a panel that know their samples, and which of their rows is shown. @param {PackedPanel & {slices: Track[]}} panel @returns {[Track, number][]} */
  stems(panel) {
    const exact = this.detailOf(panel);
    /** @type {[Track, number][]} */
    const known = panel.slices.map((slice) => {
      const detail = exact.find(({ trace, attribute }) => trace === slice.trace && attribute === slice.attribute);
      return detail ? [{ ...detail, samples: detail.samples ?? slice.samples }, 0] : [slice, this.step];
    });
    return known.filter(([{ samples }]) => samples);
  }

  /**
   * Where the marked sample is in a panel: a point, or a stem from zero; a gap where it is not there.
   * @param {PackedPanel & {slices: Track[]}} panel
   */
  lit(panel) {
    const data = this.charts.get(panel.name)?.chart._fullData ?? [];
    const sample = this.marked;
    for (const [slice, step] of this.stems(panel)) {
      const i = samplesOf(slice, step).indexOf(sample);
      if (i < 0 || sample < 0) continue;
      const tip = slice.start + places(slice, step)[i] * slice.stride;
      const x = data[slice.trace].x[tip];
      return { x: [x, x], y: [0, frame(slice, step)[tip]] };
    }
    for (const { customdata, x, y } of data) {
      const i = sample < 0 ? -1 : (customdata?.indexOf(sample) ?? -1);
      if (i >= 0) return { x: [x[i]], y: [y[i]] };
    }
    return { x: [NaN], y: [NaN] };
  }

  /** @param {number} step go there and stay */
  stopAt(step) {
    this.pause();
    this.go(step);
  }

  /** @param {number} step */
  go(step) {
    if (!this.timeline) {
      this.step = Math.max(step, 0);
      return;
    }
    this.step = Math.min(Math.max(this.teach.allowed(step), 0), this.timeline.steps);
    // It may have been dragged further than is allowed.
    this.parts.scrubber.value = String(this.step);
    // The first change is painted at once; what else comes in the same frame, by dragging for one, waits for the next.
    if (!this.queued) {
      this.queued = true;
      this.paint();
      requestAnimationFrame(() => {
        this.queued = false;
        this.paint();
      });
    }
    this.rest();
  }

  /** Move everything to the current step. */
  paint() {
    if (!this.timeline || this.drawing || this.painted === this.step) return;
    this.painted = this.step;
    this.showNumbers();
    if (!this.Plotly) return;
    for (const panel of this.timeline.panels) {
      const entry = this.charts.get(panel.name);
      if (!entry || entry.look !== panel.look) continue;
      if (entry.shown) {
        entry.shown.show(this.step, this.sample, this.shownSample);
        continue;
      }
      /** @type {Map<number, any>} */
      const moved = new Map();
      for (const slice of panel.slices) {
        const update = moved.get(slice.trace) ?? {};
        update[slice.attribute] = this.frame(slice);
        moved.set(slice.trace, update);
      }
      if (this.swept?.name === panel.name) {
        const update = moved.get(panel.sweep);
        for (const [name, values] of Object.entries(update)) update[name] = values.slice(0, this.swept.count + 1);
      }
      for (const slice of this.detailOf(panel)) moved.get(slice.trace)[slice.attribute] = frame(slice, 0);
      if (panel.lights !== null && (this.marked >= 0 || entry.lit)) {
        entry.lit = this.marked >= 0;
        moved.set(panel.lights, this.lit(panel));
      }
      const traces = [...moved.keys()];
      if (panel.redraw) {
        /** @type {Record<string, any[]>} */
        const update = {};
        const attributes = new Set([...moved.values()].flatMap(Object.keys));
        for (const name of attributes) update[name] = traces.map((trace) => moved.get(trace)[name]);
        this.Plotly.restyle(entry.chart, update, traces);
      } else if (!move(entry.chart, moved)) {
        this.Plotly.animate(entry.chart, { data: [...moved.values()], traces }, AT_ONCE);
      }
    }
  }

  /** Save a panel's picture, at a projector's size. @param {string} name @param {"png" | "svg"} kind */
  async savePicture(name, kind) {
    const entry = this.charts.get(name);
    if (!entry) return;
    const { chart, shown } = entry;
    const inside = this.timeline?.inside;
    const moment = inside ? `${inside.step}-${inside.codes[this.step]}` : this.step;
    const file = `gradient-explorer-${name}-step-${moment}`;
    // On a page of its own the picture has its own ground.
    const ground = colourOf(this.parts.section, "background");
    if (shown) {
      download(await asFile(panelDrawing(chart), kind, ground), `${file}.${kind}`);
      return;
    }
    const [width, height] = PROJECTOR;
    const picture = { data: chart.data, layout: { ...chart.layout, paper_bgcolor: ground }, config: PLOTLY_OPTIONS };
    await this.Plotly.downloadImage(picture, { format: kind, width, height, filename: file });
  }

  /** A button that shows a panel alone. @param {string} name */
  largeButton(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "gx-enlarge";
    button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z" /></svg>';
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", (event) => {
      const place = (this.timeline?.panels ?? []).findIndex((panel) => panel.name === name);
      this.showAlone(place, event.shiftKey);
    });
    return button;
  }

  /** A button that adds a trace's points one by one. @param {string} name */
  sweepButton(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "gx-sweep";
    button.textContent = "Add one by one";
    button.title = "From the first sample to the last, in a few seconds";
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.sweep(name));
    return button;
  }

  /** @param {string} name */
  sweep(name) {
    if (!this.timeline) return;
    this.stopAt(Math.max(this.step, this.timeline.steps - 1));
    const count = this.timeline.inside?.samples.length ?? 0;
    const began = performance.now();
    const stage = this.step;
    const turns = (this.sweeping = {});
    // A frame a sample where they are few; a few seconds where they are many.
    const duration = this.calm.matches ? 0 : Math.min(count * SWEEP_EACH, SWEEP);
    const turn = (/** @type {number} */ now) => {
      // Another one has begun, or the user has gone on to another stage: that ends it.
      if (this.gone() || this.sweeping !== turns) return;
      if (this.step !== stage) {
        this.swept = null;
        this.painted = -1;
        this.paint();
        return;
      }
      // The frame may have begun before the click was handled: never less than nothing.
      const share = duration ? Math.min(Math.max((now - began) / duration, 0), 1) : 1;
      this.swept = share < 1 ? { name, count: Math.floor(share * count) } : null;
      this.painted = -1;
      this.paint();
      if (share < 1) requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  /** What a track shows now. @param {Track} track */
  frame(track) {
    const values = frame(track, track.by === "sample" ? this.shownSample : this.step);
    return this.step < track.since ? Array.from(values, () => NaN) : values;
  }

  /** Which of a scalar's values is shown now. */
  get index() {
    return this.timeline?.inside ? this.shownSample : this.step;
  }

  /** What panels of other kinds ask for. */
  numbers() {
    const scalars = () => this.timeline?.scalars ?? {};
    return {
      fill: (/** @type {string} */ template) => fill(template, scalars(), this.index),
      scalar: (/** @type {string} */ name, /** @type {number} */ sample) => scalarAt(scalars()[name], sample),
      samples: () => this.timeline?.inside?.samples ?? [],
      token: () => this.timeline?.token ?? "",
      now: (/** @type {string} */ name) => scalarAt(scalars()[name], this.index),
      choose: (/** @type {number} */ sample) => this.choose(sample),
      mark: (/** @type {number} */ sample) => this.mark(sample),
    };
  }

  /** What Python has sent in full for this step of a panel, if it has. @param {PackedPanel} panel @returns {Track[]} */
  detailOf(panel) {
    const detail = this.detail;
    if (!detail || detail.panel !== panel.name || detail.step !== this.step) return [];
    return detail.token === this.timeline?.token ? detail.slices(panel.figure.data) : [];
  }

  /** Take a step's exact numbers; they may come before or after the timeline that they belong to. @param {any} detail */
  refine(detail) {
    this.detail = detail;
    if (detail.step !== this.step || this.playing) return;
    this.painted = -1;
    this.paint();
  }

  /** The line of numbers, the scrubber, and the sentences that say what each panel shows. */
  showNumbers() {
    const timeline = this.timeline;
    if (!timeline) return;
    const { scrubber, readout } = this.parts;
    scrubber.value = String(this.step);
    scrubber.style.setProperty("--gx-share", `${(100 * this.step) / (timeline.steps || 1)}%`);
    const say = (/** @type {string | string[]} */ template) =>
      fill(at(template, this.step), timeline.scalars, this.index);
    timeline.readout.forEach(([, template], i) => {
      readout.children[i].lastElementChild.textContent = say(template);
    });
    const now = timeline.inside ? readout.children[0].textContent : `step ${this.step} of ${timeline.steps}`;
    scrubber.setAttribute("aria-valuetext", now);
    for (const panel of timeline.panels) {
      // What can be read in the panel itself needs no second telling.
      const readable = panel.content && panel.content.kind !== "Graph";
      const sentence = readable ? panel.title : `${panel.title}. ${say(panel.sentence)}`;
      this.charts.get(panel.name)?.chart.setAttribute("aria-label", sentence);
    }
  }

  play() {
    if (!this.timeline) return;
    if (this.step >= this.timeline.steps) this.go(0);
    this.playing = true;
    this.showPlaying();
    this.begin();
    const turn = (/** @type {number} */ now) => {
      if (!this.playing || !this.timeline) return;
      if (this.gone()) return this.pause();
      const pause = this.calm.matches ? CALM : 0;
      if (now - this.turned >= pause) {
        this.turned = now;
        const rate = this.timeline.inside ? STAGE_RATE : RATE * this.speed;
        const step = this.from + Math.floor(((now - this.began) / 1000) * rate);
        if (step > this.step) this.step = Math.min(this.teach.allowed(step), this.timeline.steps);
        this.paint();
        // A question may have stopped it.
        if (!this.playing) return;
        if (this.step >= this.timeline.steps) return this.pause();
      }
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  /** Count the steps of play from here and now. */
  begin() {
    this.began = performance.now();
    this.turned = -Infinity;
    this.from = this.step;
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.showPlaying();
    this.rest();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.begin();
  }

  showPlaying() {
    const { section, play } = this.parts;
    section.classList.toggle("gx-playing", this.playing);
    play.setAttribute("aria-label", this.playing ? "Pause" : "Play");
    play.title = this.playing ? "Pause (Space)" : "Play (Space)";
  }

  /** When the user stays on a step: into the address bar with it, and tell the host and the screen reader. */
  rest() {
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => {
      if (this.playing || this.gone() || !this.timeline) return;
      const before = readPlace();
      this.writeAddress(this.timeline);
      const place = readPlace();
      this.moved ||= before.stage !== place.stage || before.sample !== place.sample;
      this.teach.remember();
      this.parts.live.textContent = Array.from(this.parts.readout.children, (item) =>
        Array.from(item.children, (part) => part.textContent).join(" "),
      ).join(", ");
      const { inside } = this.timeline;
      if (inside ? !this.moved : this.reported === this.step) return;
      if (this.host.busy?.() || performance.now() < this.quietUntil) return this.rest();
      this.moved = false;
      if (inside) return this.host.onPlace?.(place);
      this.reported = this.step;
      this.host.onRest?.(this.step);
    }, REST);
  }

  /** While the line was cut nobody heard what was asked for. A number that is a little larger is a new one to Streamlit. */
  repeat() {
    const inside = this.timeline?.inside;
    if (!inside) this.host.onRest?.(this.step + 0.5);
    else if (this.asked != null && this.asked !== inside.step) this.host.onOutside?.(this.asked + 0.5);
  }

  /** @param {Timeline} timeline */
  writeAddress({ inside }) {
    const shown = { panel: this.alone.join(","), lecture: this.lecture ? "true" : "", camera: this.camera };
    if (!inside) {
      writeAddress({ ...shown, step: this.step ? String(this.step) : "" });
      return;
    }
    writeAddress({
      ...shown,
      step: inside.step ? String(inside.step) : "",
      stage: this.step ? inside.codes[this.step] : "",
      sample: this.sample ? String(inside.samples[this.sample]) : "",
    });
  }

  /** Fill the window below where the player begins. */
  fit() {
    const top = this.parts.section.getBoundingClientRect().top + scrollParent(this.root).scrollTop;
    const least = this.lecture ? 300 : 560;
    this.parts.section.style.height = `max(${least}px, calc(100dvh - ${Math.ceil(top)}px - 12px))`;
  }

  resize() {
    clearTimeout(this.resizeTimer);
    this.resizeTimer = setTimeout(() => {
      if (!this.Plotly) return;
      // Other letters: then everything is drawn anew.
      const scale = this.parts.section.style.getPropertyValue("--gx-scale");
      if (scale !== this.drawnScale) return this.recolour();
      for (const { chart, look } of this.charts.values()) {
        const { clientWidth: width, clientHeight: height } = chart;
        const now = chart._fullLayout;
        if (look && now && width && height && (now.width !== width || now.height !== height)) {
          this.Plotly.relayout(chart, { width, height });
        }
      }
    }, 60);
  }

  /** Whether the page has taken the player away; then it lets go of everything. */
  gone() {
    if (this.root.isConnected) return false;
    this.close();
    return true;
  }

  close() {
    this.leave.abort();
    // Another page's player says itself whether it is a lecture.
    if (!document.querySelector(".gx")) document.documentElement.classList.remove("gx-lecture");
    this.watcher?.disconnect();
    clearTimeout(this.restTimer);
    this.playing = false;
    for (const { chart, shown } of this.charts.values()) if (!shown) this.Plotly?.purge(chart);
    this.charts.clear();
  }
}

/**
 * Move traces of a chart, by Plotly's own drawing and nothing else.
 *
 * Plotly.animate does the same, but first works out all defaults and all data of the chart anew, which takes five times
 * as long as the drawing. Here the points that Plotly has worked out are given their new places, and its data too, so
 * that hovering, zooming and the next full drawing know them. False where Plotly is not built as expected: then the
 * long way is left.
 *
 * @param {any} chart
 * @param {Map<number, Record<string, any>>} moved for each trace, its attributes at the new step
 */
function move(chart, moved) {
  const cartesian = chart._fullLayout?._basePlotModules?.find((/** @type {any} */ module) => module.name === "cartesian");
  if (!cartesian || !chart.calcdata) return false;
  /** @type {Map<number, any[]>} */
  const calculated = new Map(chart.calcdata.map((/** @type {any[]} */ points) => [points[0]?.trace?.index, points]));
  for (const index of moved.keys()) if (!calculated.has(index)) return false;
  for (const [index, attributes] of moved) {
    const points = /** @type {any[]} */ (calculated.get(index));
    const trace = points[0].trace;
    Object.assign(chart.data[index], attributes);
    Object.assign(trace, attributes);
    const { x, y, text } = trace;
    // Plotly keeps what it knows of a trace in its first point: there is always one, if only a gap.
    const length = Math.max(Math.min(x.length, y.length), 1);
    trace._length = length;
    points.length = Math.min(points.length, length);
    for (let i = 0; i < length; i++) {
      const point = (points[i] ??= { i });
      point.x = place(x[i]);
      point.y = place(y[i]);
      if (attributes.text) point.tx = text[i];
    }
  }
  cartesian.plot(chart, [...moved.keys()], { duration: 0 });
  return true;
}

/**
 * Other axes come: Plotly forgets the ranges of those that were there.
 *
 * Where units are equal on both axes it keeps the range that each axis came with, and takes that over from one figure to
 * the next. Measured by another figure's range, a window of half its width is widened to twice its own, and what is
 * drawn fills half of the place.
 *
 * @param {any} chart @param {string} uirevision of the figure that comes
 */
function forgetRanges(chart, uirevision) {
  const known = chart._fullLayout;
  if (!known || known.uirevision === uirevision) return;
  for (const [name, axis] of Object.entries(known)) if (/^[xy]axis\d*$/.test(name)) delete axis._inputRange;
}

/** A coordinate as Plotly keeps it: a gap is undefined. @param {number | null} value */
function place(value) {
  return value === null || Number.isNaN(value) ? undefined : value;
}

/** Plotly knows rgb() and rgba(), not the newer color(). @param {string} colour */
function rgba(colour) {
  const match = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(colour);
  if (!match) return colour;
  const [red, green, blue] = match.slice(1, 4).map((part) => Math.round(255 * Number(part)));
  return `rgba(${red}, ${green}, ${blue}, ${match[4] ?? 1})`;
}

/** One of the page's own colours, as Plotly reads it. @param {HTMLElement} section which has it @param {string} name */
function colourOf(section, name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--gx-${name})`;
  section.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return rgba(color);
}

/**
 * Put the page's own colours into a figure.
 * @param {HTMLElement} section which has them @param {any[]} data @param {any} layout @param {boolean} lecture
 */
function theme(section, data, layout, lecture) {
  const style = getComputedStyle(section);
  const names = ["text", "faint", "grid", "background"];
  const colours = Object.fromEntries(names.map((name) => [name, colourOf(section, name)]));
  // The browser's own parts, such as the scrubber's track, follow too.
  section.style.colorScheme = isDark(colours.text) ? "dark" : "light";
  layout.font = { ...layout.font, color: colours.text, family: style.fontFamily };
  layout.hoverlabel = { font: { size: 13, family: style.fontFamily } };
  const number = (/** @type {string} */ name) => parseFloat(style.getPropertyValue(`--gx-${name}`));
  if (lecture) thicken(data, layout, number("scale"), number("least"));
  const axes = Object.keys(layout).filter((key) => /^[xy]axis/.test(key)).map((key) => layout[key]);
  if (layout.scene) axes.push(layout.scene.xaxis, layout.scene.yaxis, layout.scene.zaxis);
  for (const axis of axes) Object.assign(axis, { gridcolor: colours.grid, zerolinecolor: colours.faint });
  for (const [i, trace] of data.entries()) {
    for (const [path, name] of Object.entries(trace.meta?.theme ?? {})) {
      const keys = path.split(".");
      const last = /** @type {string} */ (keys.pop());
      let place = data[i];
      // Copies all the way down: the figure itself stays as it came, for the next theme.
      for (const key of keys) place = place[key] = Array.isArray(place[key]) ? [...place[key]] : { ...place[key] };
      place[last] = colours[/** @type {string} */ (name)];
    }
  }
}

/**
 * Keep what stands still. Plotly.animate draws the traces that it is given, and takes every layer of a subplot
 * away in which it is given none: the contours below the path, the accuracy beside the loss. Such a layer is renamed
 * after it was drawn, so that Plotly does not find it; when Plotly has drawn it anew, the old one goes.
 * @param {any} chart @param {PackedPanel & {slices: Track[]}} panel
 */
function freeze(chart, panel) {
  if (!chart._fullData || panel.redraw) return;
  const moving = new Set(panel.slices.map(({ trace }) => chart._fullData[trace]).map((trace) => trace && trace.xaxis + trace.yaxis));
  for (const [subplot, { plot }] of Object.entries(chart._fullLayout._plots)) {
    const group = plot?.node();
    const layers = [...(group?.children ?? [])].filter((layer) => layer.classList.contains("mlayer"));
    const still = layers.filter((layer) => !moving.has(subplot) || !layer.classList.contains("scatterlayer"));
    if (!still.length) continue;
    for (const old of group.querySelectorAll(":scope > .gx-frozen")) old.remove();
    for (const layer of still) {
      layer.classList.remove("mlayer");
      layer.classList.add("gx-frozen");
    }
  }
}

/**
 * For the last row of a lecture hall: larger text, and more ink, twice as much where there are 1080 lines.
 * @param {any[]} data @param {any} layout @param {number} scale how much larger @param {number} least and its least size
 */
function thicken(data, layout, scale, least) {
  const ink = Math.max((2 * scale) / LECTURE.scale, 1);
  const size = (/** @type {any} */ font, usual = 13) => ({ ...font, size: Math.max(least, scale * (font?.size ?? usual)) });
  const thick = (/** @type {any} */ value) => (Array.isArray(value) ? value.map((each) => ink * each) : ink * (value ?? 1));
  layout.font = size(layout.font);
  layout.hoverlabel.font = size(layout.hoverlabel.font);
  if (layout.legend) layout.legend = { ...layout.legend, font: size(layout.legend.font, 12) };
  // In space there is room for so many numbers along each axis, and no more.
  for (const axis of [layout.scene?.xaxis, layout.scene?.yaxis, layout.scene?.zaxis].filter(Boolean)) {
    axis.nticks = NUMBERS_IN_SPACE;
    // Its letters stand nearer to the eye than those around the other charts.
    axis.tickfont = { ...axis.tickfont, size: 0.6 * layout.font.size };
    axis.title = { ...axis.title, font: { ...axis.title?.font, size: layout.font.size } };
  }
  if (layout.margin) {
    const margin = Math.max((LECTURE.margin * scale) / LECTURE.scale, 1);
    const wide = Object.entries(layout.margin).map(([side, width]) => [side, margin * width]);
    layout.margin = Object.fromEntries(wide);
  }
  for (const trace of data) {
    if (trace.line?.width) trace.line = { ...trace.line, width: thick(trace.line.width) };
    if (trace.marker?.size) trace.marker = { ...trace.marker, size: thick(trace.marker.size) };
    if (trace.textfont) trace.textfont = size(trace.textfont);
    if (trace.colorbar) trace.colorbar = { ...trace.colorbar, thickness: thick(trace.colorbar.thickness) };
  }
}

/** Nothing around, and large text, or as usual again. @param {boolean} on @param {HTMLElement} button which says so */
function showLecture(on, button) {
  document.documentElement.classList.toggle("gx-lecture", on);
  button.setAttribute("aria-pressed", String(on));
}

/** Whether text of this colour stands on a dark page. @param {string} colour rgb(…) or rgba(…) */
function isDark(colour) {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).every((part) => Number(part) > 127);
}

/** @param {HTMLElement} element @returns {Element} */
function scrollParent(element) {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
  }
  return document.documentElement;
}

/** Where Streamlit says whether the line to the server is whole. */
const LINE = "data-test-connection-state";
/** And what its script does. */
const SCRIPT = "data-test-script-state";

/**
 * Whether this is Streamlit's dialog about a line that is cut. It takes the focus, and there is nothing in it to type:
 * what has come is played on, so keys stay the player's. @param {Element} target
 */
function saysThatLineIsCut(target) {
  const line = document.querySelector(`[${LINE}]`)?.getAttribute(LINE);
  return line !== undefined && line !== "CONNECTED" && Boolean(target.closest("[role=dialog]"));
}

/** What Streamlit says of its script: "running", "rerunRequested", "notRunning", … @param {Element} element */
function scriptState(element) {
  return element.closest(`[${SCRIPT}]`)?.getAttribute(SCRIPT) ?? "";
}

/**
 * A packed detail, one step of a panel's tracks in full, as Player.refine takes it (see pack_detail in timeline.py).
 * @param {{header: any, array: (entry: Entry) => any}} opened
 */
function readDetail({ header, array }) {
  const { detail: token, step, panel, tracks } = header;
  const place = (/** @type {any} */ track, /** @type {any[]} */ traces) =>
    traces.findIndex((trace) => trace.name === track.trace);
  const slices = (/** @type {any[]} */ traces) =>
    tracks.map((/** @type {any} */ track) => unpackTrack(track, place(track, traces), array, traces));
  return { token, step, panel, slices };
}

/**
 * A player on the page, which page that is, the number of the last command, where its timeline is from, the timeline
 * that is on its way, and how many messages there were.
 * @typedef {{player: Player, page: string, command: number, at: string,
 *   coming: {at: string, bytes: Promise<Uint8Array>} | null, messages: number}} Known
 */
/** @type {WeakMap<Element, Known>} */
const players = new WeakMap();
/** The last detail that came: it may come before the player that it is for. @type {any} */
let latest = null;
/** The players on the page. @type {Set<Player>} */
const live = new Set();
/** The player that was mounted last. @type {Known | null} */
let newest = null;

/**
 * What Streamlit calls at every run of the page. `data` is the address of a packed timeline, which may follow it, or a
 * packed detail, and behind it 8 bytes: the number of the last command and the step that it goes to.
 * @param {{data: Uint8Array, parentElement: HTMLElement, setStateValue: (name: string, value: any) => void,
 *   setTriggerValue: (name: string, value: any) => void}} component
 */
export function mount({ data, parentElement, setStateValue, setTriggerValue }) {
  const packed = data.subarray(0, data.byteLength - 8);
  const opened = open(packed);
  const { header } = opened;
  if (header.detail) {
    // It only brings numbers: a second transport, though unseen, would be found by its labels.
    parentElement.querySelector(".gx")?.remove();
    latest = readDetail(opened);
    for (const player of live) player.refine(latest);
    return;
  }
  const tail = new DataView(data.buffer, data.byteOffset + data.byteLength - 8, 8);
  const [command, step] = [tail.getUint32(0, true), tail.getUint32(4, true)];
  const known = players.get(parentElement) ?? firstMount(parentElement, command);
  const { player } = known;
  player.host = {
    onRest: (step) => setStateValue("step", step),
    onStart: (point) => setTriggerValue("start", point),
    onOutside: (step) => setStateValue("step", step),
    onPlace: (place) => setStateValue("place", place),
    // With every message the browser sends all widgets' values. While a run is under way it may not know yet what the
    // run has set (a preset, say), and would take it back.
    busy: () => ["running", "rerunRequested"].includes(scriptState(parentElement)),
  };
  const mine = (known.messages += 1);
  const { address } = header;
  const take = (/** @type {Uint8Array | null} */ timeline) => {
    known.at = address;
    if (timeline) player.load(timeline);
    obey(known, command, step);
  };
  if (address === known.at) return take(null);
  // The timeline may stand behind its address, where it could not be fetched.
  const { length } = header;
  if (known.coming?.at !== address || length) {
    const folded = length ? gunzip(packed.subarray(packed.byteLength - length)) : fetchBytes(below(address));
    known.coming = { at: address, bytes: folded.then(unfold) };
  }
  known.coming.bytes.then(
    // A later message has a later timeline, or waits for the same one.
    (timeline) => known.messages === mine && take(timeline),
    () => {
      known.coming = null;
      if (known.messages !== mine) return;
      if (length) player.fail("This browser is too old for this page: please take a newer one.");
      else setTriggerValue("missing", address);
    },
  );
}

/** Where the line to the server is watched already. @type {WeakSet<Element>} */
const watched = new WeakSet();

/**
 * What Streamlit calls for the component beside the player: it asks for a run of the whole page when the line to the
 * server is back.
 * @param {{parentElement: HTMLElement, setTriggerValue: (name: string, value: any) => void}} component
 */
export function watchLine({ parentElement, setTriggerValue }) {
  const app = parentElement.closest(`[${LINE}]`);
  if (!app || watched.has(parentElement)) return;
  watched.add(parentElement);
  let cut = false;
  /** "": all is well; "asked": for a run of the page; "running": it runs. */
  let back = "";
  const observer = new MutationObserver(() => {
    if (!parentElement.isConnected) {
      observer.disconnect();
      return;
    }
    const whole = app.getAttribute(LINE) === "CONNECTED";
    const rests = scriptState(parentElement) === "notRunning";
    if (whole && cut) {
      back = "asked";
      setTriggerValue("back", Date.now());
    } else if (back === "asked" && !rests) {
      back = "running";
    } else if (back === "running" && rests) {
      back = "";
      for (const player of live) player.repeat();
    }
    cut = !whole;
  });
  observer.observe(app, { attributeFilter: [LINE, SCRIPT] });
}

/** @param {HTMLElement} parentElement @param {number} command the number of what the page says now @returns {Known} */
function firstMount(parentElement, command) {
  const { plotly: source = "", light = "" } = /** @type {HTMLElement} */ (parentElement.querySelector("[data-plotly]")).dataset;
  const player = new Player(parentElement, source, light);
  // With the programs come no other routes either.
  player.served = !carrier;
  /** @type {Known} */
  const known = { player, page: location.pathname, command: -1, at: "", coming: null, messages: 0 };
  // Between two runs in quick succession Streamlit takes a player away and mounts it anew: it goes on where it was.
  if (newest?.player.gone() && newest.page === known.page && newest.command === command) {
    known.command = command;
    player.step = newest.player.step;
    player.reported = newest.player.reported;
  }
  newest = known;
  player.detail = latest;
  players.set(parentElement, known);
  for (const each of live) if (each.gone()) live.delete(each);
  live.add(player);
  // The charts' program and the timeline come at once, unless it is the larger program that will be needed.
  if (light && !location.search.includes("3-D")) loadPlotly(light).catch(() => {});
  return known;
}

/** Go to a step, where the page has said so anew. @param {Known} known @param {number} command @param {number} step */
function obey(known, command, step) {
  const { player } = known;
  // The first command of a session only says where its link began: a page that is open longer than that knows better.
  const stale = command === 1 && known.command > 1;
  if (stale) known.command = command;
  if (known.command === command) {
    // A new address that Streamlit wrote may carry the step of a while ago.
    if (!player.playing) player.rest();
    return;
  }
  known.command = command;
  player.pause();
  if (player.timeline?.inside) {
    player.rest();
  } else {
    player.reported = step;
    player.go(step);
  }
}
