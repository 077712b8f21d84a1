/** The page's own colours in Plotly's figures, and for a lecture larger text and twice the ink. */

/**
 * Lecture mode, on a screen of 1080 lines: how much larger text and the room around a chart are, that below it, where
 * two lines of text stand, and the least size of a text, 20 points, in pixels. Another screen has as much larger or smaller ones: on the wall it is the same.
 */
export const LECTURE = { lines: 1080, scale: 1.75, least: 26.7, margin: 1.9, below: 2.3 };
/** Lecture mode: numbers along an axis of a 3-D chart. */
const NUMBERS_IN_SPACE = 4;

/** Plotly knows rgb() and rgba(), not the newer color(). @param {string} colour */
export function rgba(colour) {
  const match = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(colour);
  if (!match) return colour;
  const [red, green, blue] = match.slice(1, 4).map((part) => Math.round(255 * Number(part)));
  return `rgba(${red}, ${green}, ${blue}, ${match[4] ?? 1})`;
}

/**
 * Some of the page's own colours, as Plotly reads them. All are looked at together: each look by itself would have the
 * browser work out the style of the whole page.
 * @param {HTMLElement} section which has them @param {string[]} names
 */
export function coloursOf(section, names) {
  const probes = names.map((name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--gx-${name})`;
    // Else all would be one colour where the system chooses them.
    probe.style.setProperty("forced-color-adjust", "none");
    return probe;
  });
  section.append(...probes);
  const colours = probes.map((probe) => rgba(getComputedStyle(probe).color));
  for (const probe of probes) probe.remove();
  return colours;
}

/** @typedef {{colours: Record<string, string>, family: string, scale: number, least: number}} Style */

/** What was looked up last, for the charts that are drawn in the same moment. @type {WeakMap<HTMLElement, Style>} */
const known = new WeakMap();

/** It has another style now: a page that is busy may see that before what was looked up last is let go. @param {HTMLElement} section */
export function forgetStyle(section) {
  known.delete(section);
}

/** The page's own style, as far as charts have it. @param {HTMLElement} section @returns {Style} */
function styleOf(section) {
  const before = known.get(section);
  if (before) return before;
  const names = ["text", "faint", "grid", "background", "height"];
  const colours = coloursOf(section, names);
  const style = getComputedStyle(section);
  const number = (/** @type {string} */ name) => parseFloat(style.getPropertyValue(`--gx-${name}`));
  const found = {
    colours: Object.fromEntries(names.map((name, i) => [name, colours[i]])),
    family: style.fontFamily,
    scale: number("scale"),
    least: number("least"),
  };
  known.set(section, found);
  setTimeout(() => known.delete(section));
  return found;
}

/**
 * Put the page's own colours into a figure.
 * @param {HTMLElement} section which has them @param {any[]} data @param {any} layout @param {boolean} lecture
 */
export function theme(section, data, layout, lecture) {
  const { colours, family, scale, least } = styleOf(section);
  // The browser's own parts, such as the scrubber's track, follow too.
  const scheme = isDark(colours.text) ? "dark" : "light";
  if (section.style.colorScheme !== scheme) section.style.colorScheme = scheme;
  layout.font = { ...layout.font, color: colours.text, family };
  layout.hoverlabel = { font: { size: 13, family } };
  if (lecture) thicken(data, layout, scale, least);
  const axes = Object.keys(layout)
    .filter((key) => /^[xy]axis/.test(key))
    .map((key) => layout[key]);
  if (layout.scene) axes.push(layout.scene.xaxis, layout.scene.yaxis, layout.scene.zaxis);
  for (const axis of axes) Object.assign(axis, { gridcolor: colours.grid, zerolinecolor: colours.faint });
  for (const trace of data) {
    /** @type {[string, string][]} */
    const themed = Object.entries(trace.meta?.theme ?? {});
    for (const [path, name] of themed) colour(trace, path.split("."), colours[name]);
  }
}

/**
 * Give a colour to a trace's attribute. Copies all the way down: the figure itself stays as it came, for the next theme.
 * @param {any} trace @param {string[]} path of the attribute @param {string} value
 */
function colour(trace, path, value) {
  let place = trace;
  for (const key of path.slice(0, -1)) {
    place[key] = Array.isArray(place[key]) ? [...place[key]] : { ...place[key] };
    place = place[key];
  }
  place[path[path.length - 1]] = value;
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
  // In space there is room for so many numbers along each axis, and no more.
  for (const axis of [layout.scene?.xaxis, layout.scene?.yaxis, layout.scene?.zaxis].filter(Boolean)) {
    axis.nticks = NUMBERS_IN_SPACE;
    // Its letters stand nearer to the eye than those around the other charts.
    axis.tickfont = { ...axis.tickfont, size: 0.8 * layout.font.size };
    axis.title = { ...axis.title, font: { ...axis.title?.font, size: layout.font.size } };
  }
  for (const axis of [layout.xaxis, layout.yaxis]) {
    // Two lengths of larger letters meet in the corner.
    if (axis?.ticklabelstandoff) axis.ticklabelstandoff *= 2 * Math.max(scale, 1);
    if (axis?.title?.standoff) axis.title = { ...axis.title, standoff: Math.max(scale, 1) * axis.title.standoff };
  }
  if (layout.legend) layout.legend = { ...layout.legend, font: size(layout.legend.font, 12) };
  if (layout.margin) {
    const margin = (/** @type {string} */ side) =>
      Math.max(((side === "b" ? LECTURE.below : LECTURE.margin) * scale) / LECTURE.scale, 1);
    /** @type {[string, number][]} */
    const margins = Object.entries(layout.margin);
    layout.margin = Object.fromEntries(margins.map(([side, width]) => [side, margin(side) * width]));
  }
  for (const trace of data) {
    if (trace.line?.width) trace.line = { ...trace.line, width: thick(trace.line.width) };
    if (trace.marker?.size) trace.marker = { ...trace.marker, size: thick(trace.marker.size) };
    if (trace.textfont) trace.textfont = size(trace.textfont);
    if (trace.colorbar) trace.colorbar = { ...trace.colorbar, thickness: thick(trace.colorbar.thickness) };
  }
}

/** Whether text of this colour stands on a dark page. @param {string} colour rgb(…) or rgba(…) */
function isDark(colour) {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).every((part) => Number(part) > 127);
}
