/** The computation graph. */

/** @import { Numbers, Shown } from "./kind.js" */

import { svg, write } from "../dom.js";
import { _ } from "../words.js";

/** What a box keeps free beside its text. */
const MARGIN = 10;

/** Squeeze a text that is wider than its box. @param {any} text @param {number} width */
function fitInto(text, width) {
  text.removeAttribute("textLength");
  if (text.getComputedTextLength() <= width) return;
  text.setAttribute("textLength", String(width));
  text.setAttribute("lengthAdjust", "spacingAndGlyphs");
}

/** Where the graph is wider than its place: what is lit stands in its middle, or begins at its edge. @param {HTMLElement} place @param {Element[]} lit */
function bringToSight(place, lit) {
  if (place.scrollWidth <= place.clientWidth || !lit.length) return;
  const boxes = lit.map((each) => each.getBoundingClientRect());
  const [left, right] = [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
  const { left: edge, width } = place.getBoundingClientRect();
  place.scrollLeft += right - left > width - 4 * EDGE ? left - edge - 2 * EDGE : (left + right - width) / 2 - edge;
}

/** Height of a box in the graph. */
const BOX = 50;
/** Half of the widest line, which is drawn outside of its box. */
const EDGE = 3;

/** The computation graph. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
export default function make(place, content, numbers) {
  const viewBox = [-EDGE, -EDGE, content.width + 2 * EDGE, content.height + 2 * EDGE].join(" ");
  const picture = svg("svg", { viewBox, class: "gx-graph", "aria-hidden": "true" });
  const heads = svg("defs", {});
  for (const kind of ["forward", "backward"]) {
    const head = svg("marker", {
      id: `gx-head-${kind}`,
      viewBox: "0 0 10 10",
      refX: 9,
      refY: 5,
      markerWidth: 12,
      markerHeight: 12,
      markerUnits: "userSpaceOnUse",
      orient: "auto",
    });
    head.append(svg("path", { d: "M0 0L10 5L0 10z", class: `gx-${kind}` }));
    heads.append(head);
  }
  picture.append(heads);
  const edges = content.edges.map((/** @type {any} */ edge) => {
    const group = svg("g", { class: `gx-edge gx-${edge.kind}` });
    const points = edge.points.map((/** @type {number[]} */ point) => point.join(" "));
    group.append(svg("path", { d: `M${points.join("L")}`, "marker-end": `url(#gx-head-${edge.kind})` }));
    if (edge.label) {
      const [from, to] = [edge.points[0], edge.points[edge.points.length - 1]];
      group.append(svg("text", { x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2 - 7 }, edge.label));
    }
    picture.append(group);
    return group;
  });
  const nodes = content.nodes.map((/** @type {any} */ node) => {
    const group = svg("g", { class: `gx-node gx-${node.kind}`, transform: `translate(${node.x} ${node.y})` });
    group.append(svg("rect", { width: node.width, height: BOX, rx: 8 }));
    const title = svg("text", { x: node.width / 2, y: 19, class: "gx-title" }, node.title);
    const value = svg("text", { x: node.width / 2, y: 39, class: "gx-value" });
    // Whoever has no mouse has the rail of the stages.
    group.append(title, value, svg("title", {}, _("Go to {name}", { name: node.title.split(" (")[0] })));
    group.addEventListener("click", () => numbers.goTo(node.leads_to ?? node.since));
    picture.append(group);
    return { group, title, value };
  });
  place.replaceChildren(picture);
  const fit = () => {
    // However small it is drawn, its letters can be read.
    picture.style.setProperty("--gx-drawn", String(picture.getScreenCTM()?.a || 1));
    content.nodes.forEach((/** @type {any} */ node, /** @type {number} */ i) => {
      for (const text of [nodes[i].title, nodes[i].value]) fitInto(text, node.width - MARGIN);
    });
  };
  // In another window the letters have another size beside the boxes.
  new ResizeObserver(fit).observe(picture);
  return {
    show(stage) {
      content.edges.forEach((/** @type {any} */ edge, /** @type {number} */ i) => {
        edges[i].classList.toggle("gx-lit", edge.lit.includes(stage));
      });
      content.nodes.forEach((/** @type {any} */ node, /** @type {number} */ i) => {
        const known = stage >= node.since;
        nodes[i].group.classList.toggle("gx-known", known);
        nodes[i].group.classList.toggle("gx-lit", node.lit.includes(stage));
        const text = known ? numbers.fill(node.later && stage >= node.later_since ? node.later : node.value) : "";
        write(nodes[i].value, text);
        fitInto(nodes[i].value, node.width - MARGIN);
      });
      bringToSight(place, [...picture.querySelectorAll(".gx-node.gx-lit")]);
    },
  };
}
