/**
 * A picture of a panel that is no chart as a file, as SVG or as PNG: of the computation graph, and of all that is text
 * (formulas, code, arrays, tables). Every style is written into it, and no HTML, so that any program for slides can show
 * it. (Charts have Plotly's own way of doing this.)
 */

/** @import { Player } from "./player.js" */

import { PROJECTOR } from "./chart.js";
import { element, svg } from "./dom.js";
import { coloursOf, rgba } from "./theme.js";

/** Styles that a drawing gets from the style sheet, and needs to carry when it stands alone. */
const CARRIED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-family", "text-anchor"];
/** Room around a drawing, in its own units. */
const ROOM = 12;
/** Text is set for a page of this width, in pixels: the same picture from a telephone and from a projector. */
const PAGE_WIDTH = 900;

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/** Save a panel's picture, at a projector's size. @param {Player} player @param {string} name @param {"png" | "svg"} kind */
export async function savePicture({ panels, parts, step, timeline }, name, kind) {
  const entry = panels.entries.get(name);
  if (!entry) return;
  const inside = timeline?.inside;
  const moment = inside ? `${inside.step}-${inside.codes[step]}` : step;
  const file = `gradient-explorer-${name}-step-${moment}`;
  // On a page of its own the picture has its own ground.
  const [ground] = coloursOf(parts.section, ["background"]);
  if (entry.chart) await entry.chart.save(file, kind, ground);
  else download(await asFile(panelDrawing(entry.place), kind, ground), `${file}.${kind}`);
}

/**
 * A drawing with the styles that it has in the page. @template {SVGElement} T @param {T} drawn @returns {T}
 */
function withStyles(drawn) {
  const alone = /** @type {T} */ (drawn.cloneNode(true));
  const [copies, originals] = [alone, drawn].map((each) => [each, ...each.querySelectorAll("*")]);
  copies.forEach((copy, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of CARRIED) /** @type {SVGElement} */ (copy).style.setProperty(name, style.getPropertyValue(name));
  });
  return alone;
}

/** The computation graph, ready to stand alone. @param {SVGSVGElement} drawn */
function graphDrawing(drawn) {
  const { width, height } = drawn.viewBox.baseVal;
  return framed(withStyles(drawn), { left: 0, top: 0, right: width, bottom: height });
}

/** Whatever is written below `root`, as a drawing: its letters, grounds, borders, and the small drawings in it. @param {HTMLElement} root */
function textDrawing(root) {
  const drawing = svg("svg", {});
  const origin = root.getBoundingClientRect();
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  /** @param {DOMRect} rect @returns {Box} */
  const placed = (rect) => {
    const here = {
      left: rect.left - origin.left,
      right: rect.right - origin.left,
      top: rect.top - origin.top,
      bottom: rect.bottom - origin.top,
    };
    box.left = Math.min(box.left, here.left);
    box.top = Math.min(box.top, here.top);
    box.right = Math.max(box.right, here.right);
    box.bottom = Math.max(box.bottom, here.bottom);
    return here;
  };
  const draw = (/** @type {Node} */ node) => {
    if (node instanceof Text) {
      for (const { text, rect } of linesOf(node)) drawing.append(letters(node, text, placed(rect)));
    } else if (node instanceof SVGSVGElement) {
      const { left, top, right, bottom } = placed(node.getBoundingClientRect());
      const copy = withStyles(node);
      for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) {
        copy.setAttribute(name, String(value));
      }
      drawing.append(copy);
    } else if (node instanceof HTMLElement && node.checkVisibility()) {
      drawing.append(...ground(node, placed));
      node.childNodes.forEach(draw);
    }
  };
  draw(root);
  return framed(drawing, box);
}

/**
 * The ground and the borders of an element, where it has any.
 * @param {HTMLElement} node @param {(rect: DOMRect) => Box} placed
 */
function ground(node, placed) {
  const style = getComputedStyle(node);
  const seen = (/** @type {string} */ colour) => !/, 0\)$/.test(rgba(colour)) && colour !== "transparent";
  const made = [];
  const sides = ["top", "right", "bottom", "left"].filter(
    (side) => parseFloat(style.getPropertyValue(`border-${side}-width`)) && seen(style.getPropertyValue(`border-${side}-color`)),
  );
  if (!seen(style.backgroundColor) && !sides.length) return [];
  const { left, top, right, bottom } = placed(node.getBoundingClientRect());
  if (seen(style.backgroundColor)) {
    const rx = parseFloat(style.borderTopLeftRadius) || 0;
    made.push(svg("rect", { x: left, y: top, width: right - left, height: bottom - top, rx, fill: rgba(style.backgroundColor) }));
  }
  for (const side of sides) {
    const wide = parseFloat(style.getPropertyValue(`border-${side}-width`));
    const ends = {
      top: [left, top + wide / 2, right, top + wide / 2],
      bottom: [left, bottom - wide / 2, right, bottom - wide / 2],
      left: [left + wide / 2, top, left + wide / 2, bottom],
      right: [right - wide / 2, top, right - wide / 2, bottom],
    };
    const [x1, y1, x2, y2] = ends[/** @type {"top"} */ (side)];
    made.push(
      svg("line", { x1, y1, x2, y2, stroke: rgba(style.getPropertyValue(`border-${side}-color`)), "stroke-width": wide }),
    );
  }
  return made;
}

/** A text as the lines that the page has broken it into. @param {Text} node */
function linesOf(node) {
  const range = document.createRange();
  /** @type {{text: string, rect: DOMRect}[]} */
  const lines = [];
  for (let i = 0; i < node.data.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const rect = range.getBoundingClientRect();
    // A space at which a line ends has no width.
    if (!rect.width) continue;
    const last = lines[lines.length - 1];
    if (!last || Math.abs(last.rect.top - rect.top) > 1) {
      lines.push({ text: node.data[i], rect });
    } else {
      last.text += node.data[i];
      last.rect = new DOMRect(last.rect.x, last.rect.y, rect.right - last.rect.x, last.rect.height);
    }
  }
  return lines.filter(({ text }) => text.trim());
}

/** One line of text where the page has it. @param {Text} node @param {string} text @param {Box} box */
function letters(node, text, { left, top, right }) {
  const style = getComputedStyle(/** @type {Element} */ (node.parentElement));
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = style.font;
  const written = svg(
    "text",
    {
      x: left,
      y: top + pen.measureText(text).fontBoundingBoxAscent,
      "xml:space": "preserve",
      fill: rgba(style.color),
      // The same width with another font too.
      textLength: right - left,
      lengthAdjust: "spacingAndGlyphs",
    },
    text,
  );
  for (const name of ["font-size", "font-weight", "font-style", "font-family"]) {
    written.setAttribute(name, style.getPropertyValue(name));
  }
  return written;
}

/** Room around a drawing, and the size of a projector. @param {SVGSVGElement} drawing @param {Box} box */
function framed(drawing, { left, top, right, bottom }) {
  const [width, height] = [right - left + 2 * ROOM, bottom - top + 2 * ROOM];
  const scale = Math.min(PROJECTOR[0] / width, PROJECTOR[1] / height);
  drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  drawing.setAttribute("viewBox", `${left - ROOM} ${top - ROOM} ${width} ${height}`);
  drawing.setAttribute("width", String(Math.round(scale * width)));
  drawing.setAttribute("height", String(Math.round(scale * height)));
  return drawing;
}

/**
 * @param {SVGSVGElement} drawing @param {"png" | "svg"} kind @param {string} back the colour behind it
 * @returns {Promise<string>} the file, as an address
 */
async function asFile(drawing, kind, back) {
  drawing.style.background = back;
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(drawing)], { type: "image/svg+xml" }));
  if (kind === "svg") return address;
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  const image = new Image(width, height);
  image.src = address;
  await image.decode();
  const canvas = element("canvas", { width: String(width), height: String(height) });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = back;
  pen.fillRect(0, 0, width, height);
  pen.drawImage(image, 0, 0, width, height);
  URL.revokeObjectURL(address);
  return canvas.toDataURL("image/png");
}

/**
 * What a panel that is no chart shows, as a drawing. It is set anew on a page of its own, unseen: so that also what is
 * hidden or scrolled away now is in the picture.
 * @param {HTMLElement} chart
 */
function panelDrawing(chart) {
  const page = element("div", { class: "gx-page", "aria-hidden": "true", inert: "" });
  page.style.width = `${PAGE_WIDTH}px`;
  page.append(...Array.from(chart.childNodes, (child) => child.cloneNode(true)));
  /** @type {HTMLElement} */ (chart.closest(".gx")).append(page);
  try {
    const graph = /** @type {SVGSVGElement | null} */ (page.querySelector(".gx-graph"));
    return graph ? graphDrawing(graph) : textDrawing(page);
  } finally {
    page.remove();
  }
}

/** @param {string} address @param {string} name of the file */
function download(address, name) {
  const link = element("a", { href: address, download: name });
  link.click();
}
