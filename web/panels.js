// @ts-check
/**
 * Panels that are not charts (see ui/timeline/content.py): code with lit lines, formulas, tables, the computation graph.
 * Each is made once and then shows one stage of one sample after the other; it stands behind player.js in one module.
 */

/**
 * @typedef {{show: (stage: number, chosen: number, marked: number) => void}} Shown the sample that was chosen, and the
 *   one whose numbers are shown: it or, for a while, the one below the mouse
 * @typedef {{fill: (template: string) => string, scalar: (name: string, sample: number) => number,
 *   token: () => string, now: (name: string) => number,
 *   samples: () => number[], choose: (sample: number) => void, mark: (sample: number) => void}} Numbers what a panel may ask its player
 */

/** @param {string} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function svg(tag, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Source code: the lines that run at this stage are lit. @param {HTMLElement} place @param {any} content @returns {Shown} */
function codePanel(place, content) {
  const lines = content.lines.map((/** @type {string} */ line) => element("li", {}, element("code", {}, line || " ")));
  const list = element("ol", { class: "gx-code", tabindex: "0" }, ...lines);
  place.replaceChildren(list);
  let last = -1;
  return {
    show(stage) {
      if (stage === last) return;
      last = stage;
      const active = content.active[stage] ?? content.active[0];
      const lit = new Set(active);
      lines.forEach((/** @type {HTMLElement} */ line, /** @type {number} */ i) => {
        line.classList.toggle("gx-lit", lit.has(i));
        if (lit.has(i)) line.setAttribute("aria-current", "step");
        else line.removeAttribute("aria-current");
      });
      // Within the panel only: the page itself must not scroll.
      const first = lines[active[0]];
      if (first) list.scrollTop = first.offsetTop - list.clientHeight / 3;
    },
  };
}

/** Formulas, a line each. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
function textPanel(place, content, numbers) {
  const box = element("div", { class: "gx-formula" });
  place.replaceChildren(box);
  return {
    show(stage) {
      box.replaceChildren(
        ...(content.stages[stage] ?? content.stages[0])
          .filter((/** @type {string[]} */ [, , when]) => !when || numbers.now(when))
          .map((/** @type {string[]} */ [role, template]) => element("p", { class: `gx-${role}` }, numbers.fill(template))),
      );
    },
  };
}

/** How many rows of an array a table shows. */
const ROWS = 8;

/** Arrays. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
function tablesPanel(place, content, numbers) {
  const box = element("div", { class: "gx-tables" });
  place.replaceChildren(box);
  const { scalar } = numbers;
  /** The samples that have a row: the first ones, and in the last row one that is not among them. @param {number} shown */
  const rowsWith = (shown) => {
    const first = numbers.samples().slice(0, ROWS).map((_, i) => i);
    return first.includes(shown) ? first : [...first.slice(0, ROWS - 1), shown];
  };
  /** @param {any} table @param {number[]} rows */
  const rowsOf = (table, rows) => {
    const cell = (/** @type {number} */ value) => element("td", {}, digits(value, 6));
    if (table.per === "weight") {
      return table.columns.map((/** @type {string} */ name, /** @type {number} */ i) =>
        element("tr", {}, element("th", { scope: "row" }, table.head[i]), cell(scalar(name, 0))),
      );
    }
    const samples = numbers.samples();
    const made = rows.map((i) => {
      const about = { role: "row", tabindex: "-1", "data-sample": String(i), title: `sample ${samples[i]}: click to choose it` };
      const row = element("tr", about);
      row.append(
        element("th", { scope: "row" }, String(samples[i])),
        ...table.columns.map((/** @type {string} */ name) => cell(scalar(name, i))),
      );
      return row;
    });
    // There are more samples than rows: the last row is free for any of them.
    const more = element("tr", { class: "gx-more" }, element("td", { colspan: String(table.columns.length + 1) }, "…"));
    if (samples.length <= rows.length) return made;
    const [before, last] = rows.slice(-2);
    return last === before + 1 ? [...made, more] : [...made.slice(0, -1), more, ...made.slice(-1)];
  };
  const rowOf = (/** @type {Event} */ event) =>
    event.target instanceof Element ? event.target.closest("[data-sample]") : null;
  const choose = (/** @type {Event} */ event) => {
    const row = rowOf(event);
    if (row) numbers.choose(Number(row.getAttribute("data-sample")));
  };
  box.addEventListener("click", choose);
  // One stop of the Tab key a table; inside of it the arrows go from row to row.
  box.addEventListener("keydown", (event) => {
    const row = rowOf(event);
    const way = { ArrowUp: -1, ArrowDown: 1 }[/** @type {"ArrowUp"} */ (event.key)];
    if (!row || event.shiftKey || (!way && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!way) {
      choose(event);
      return;
    }
    const rows = [...row.closest("table").querySelectorAll("[data-sample]")];
    rows[rows.indexOf(row) + way]?.focus();
  });
  // The mouse and the focus show a sample everywhere, as long as they are on it.
  for (const type of ["pointerover", "focusin"]) {
    box.addEventListener(type, (event) => {
      const row = rowOf(event);
      numbers.mark(row ? Number(row.getAttribute("data-sample")) : focused());
    });
  }
  box.addEventListener("pointerleave", () => numbers.mark(focused()));
  box.addEventListener("focusout", () => numbers.mark(-1));
  /** The sample whose row has the focus; -1 for none. */
  const focused = () => {
    const row = box.contains(document.activeElement) ? document.activeElement?.closest("[data-sample]") : null;
    return row ? Number(row.getAttribute("data-sample")) : -1;
  };
  let made = "";
  return {
    show(stage, chosen, marked) {
      const rows = rowsWith(rowsWith(chosen).includes(marked) ? chosen : marked);
      // The rows stay where they are while the mouse is on them.
      if (made !== `${numbers.token()} ${stage} ${rows}`) {
        made = `${numbers.token()} ${stage} ${rows}`;
        const table = [...box.children].findIndex((child) => child.contains(document.activeElement));
        const sample = focused();
        box.replaceChildren(
          ...content.stages[stage].map((/** @type {any} */ table) => {
            const head = table.per === "sample" ? ["row", ...table.head] : [];
            return element(
              "table",
              { class: table.writes ? "gx-writes" : "gx-reads", ...(table.per === "sample" ? { role: "grid" } : {}) },
              element("caption", {}, `${table.writes ? "writes" : "reads"} ${table.title}`),
              element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
              element("tbody", {}, ...rowsOf(table, rows)),
            );
          }),
        );
        // Whoever was on a row stays on it.
        if (sample >= 0) /** @type {HTMLElement | null} */ (box.children[table]?.querySelector(`[data-sample="${sample}"]`))?.focus();
      }
      for (const each of box.children) {
        const stop = each.querySelector(`[data-sample="${rows.includes(chosen) ? chosen : rows[0]}"]`);
        for (const row of each.querySelectorAll("[data-sample]")) row.setAttribute("tabindex", row === stop ? "0" : "-1");
      }
      for (const row of box.querySelectorAll("[data-sample]")) {
        const sample = Number(row.getAttribute("data-sample"));
        row.setAttribute("aria-selected", String(sample === chosen));
        row.classList.toggle("gx-marked", sample === marked);
      }
    },
  };
}

/** What a box keeps free beside its text. */
const MARGIN = 10;

/** Squeeze a text that is wider than its box. @param {any} text @param {number} width */
function fitInto(text, width) {
  text.removeAttribute("textLength");
  if (text.getComputedTextLength() <= width) return;
  text.setAttribute("textLength", String(width));
  text.setAttribute("lengthAdjust", "spacingAndGlyphs");
}

/** Height of a box in the graph, and of an arrow's head. */
const BOX = 50;

/** The computation graph. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
function graphPanel(place, content, numbers) {
  const picture = svg("svg", { viewBox: `0 0 ${content.width} ${content.height}`, class: "gx-graph", "aria-hidden": "true" });
  const heads = svg("defs", {});
  for (const kind of ["forward", "backward"]) {
    const head = svg("marker", {
      id: `gx-head-${kind}`, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 12, markerHeight: 12,
      markerUnits: "userSpaceOnUse", orient: "auto",
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
    group.append(svg("text", { x: node.width / 2, y: 19, class: "gx-title" }, node.title));
    const value = svg("text", { x: node.width / 2, y: 39, class: "gx-value" });
    group.append(value);
    picture.append(group);
    return { group, value };
  });
  place.replaceChildren(picture);
  return {
    show(stage) {
      content.edges.forEach((/** @type {any} */ edge, /** @type {number} */ i) =>
        edges[i].classList.toggle("gx-lit", edge.lit.includes(stage)),
      );
      content.nodes.forEach((/** @type {any} */ node, /** @type {number} */ i) => {
        const known = stage >= node.since;
        nodes[i].group.classList.toggle("gx-known", known);
        nodes[i].group.classList.toggle("gx-lit", node.lit.includes(stage));
        const text = known ? numbers.fill(node.later && stage >= node.later_since ? node.later : node.value) : "";
        nodes[i].value.textContent = text;
        fitInto(nodes[i].value, node.width - MARGIN);
      });
    },
  };
}

/** Products as rectangles. @param {HTMLElement} place @param {any} content @returns {Shown} */
function shapesPanel(place, content) {
  const box = element("div", { class: "gx-shapes" });
  place.replaceChildren(box);
  const drawn = (/** @type {any} */ part) =>
    typeof part === "string"
      ? element("span", { class: "gx-sign" }, part)
      : element(
          "span",
          { class: "gx-array" },
          element("span", { class: `gx-rectangle gx-high-${part.height} gx-wide-${part.width}` }),
          element("b", {}, part.label),
          element("small", {}, part.dimensions),
        );
  return {
    show(stage) {
      box.replaceChildren(
        ...content.stages[stage].map((/** @type {any} */ product) =>
          element(
            "div",
            { class: product.fits ? "gx-product" : "gx-product gx-misfit" },
            element("div", { class: "gx-parts" }, ...product.parts.map(drawn)),
            element("p", {}, product.note),
          ),
        ),
      );
    },
  };
}

/** A piece of a chart's line, as a legend shows it. @param {[string, string]} style its colour and its dash */
function lineSample([colour, dash]) {
  const picture = svg("svg", { viewBox: "0 0 28 8", class: "gx-dash", "aria-hidden": "true" });
  picture.append(svg("path", { d: "M0 4H28", stroke: colour, "stroke-dasharray": DASHES[dash] }));
  return picture;
}

/** How a dash is drawn in 28 units of length. @type {Record<string, string>} */
const DASHES = { solid: "", dash: "7 4", dot: "2 3", dashdot: "8 3 2 3" };

/** A table whose cells are templates. @param {HTMLElement} place @param {any} content @param {Numbers} numbers @returns {Shown} */
function gridPanel(place, content, numbers) {
  /** @type {[HTMLElement, string][]} */
  const moving = [];
  const rows = content.rows.map((/** @type {string[]} */ cells, /** @type {number} */ i) =>
    element(
      "tr",
      content.lit.includes(i) ? { class: "gx-lit" } : {},
      ...cells.map((template, column) => {
        const hint = content.hints[i]?.[column];
        const cell = element(column ? "td" : "th", { ...(column ? {} : { scope: "row" }), ...(hint ? { title: hint } : {}) });
        if (!column) cell.append(...(content.styles[i] ? [lineSample(content.styles[i])] : []), template);
        else moving.push([cell, template]);
        return cell;
      }),
    ),
  );
  const head = content.head.map((/** @type {string} */ name) => element("th", { scope: "col" }, name));
  place.replaceChildren(
    element("table", { class: "gx-grid" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
  );
  return {
    show() {
      for (const [cell, template] of moving) cell.textContent = numbers.fill(template);
    },
  };
}

/** @type {Record<string, (place: HTMLElement, content: any, numbers: Numbers) => Shown>} */
const PANELS = { Code: codePanel, Text: textPanel, Tables: tablesPanel, Graph: graphPanel, Shapes: shapesPanel, Grid: gridPanel };
