/**
 * A program that is put together from known lines: a line is chosen for each gap, or all of them are taken out of a heap
 * and put into order, by mouse, by finger and by keyboard. What is built is named by the ids of its lines; the server runs it.
 */

import { element } from "./dom.js";
import { _ } from "./words.js";

/**
 * @typedef {{id: string, text: string}} Line
 * @typedef {{heading: string, head: string, places: Line[][]}} Part
 * @typedef {{functions: Part[], heap: string[]}} Code places: the lines that each may be, of which one is right · heap: all
 *   lines that lie in it, in their order there; none where gaps are to be filled
 * @typedef {{id: string, name: string, hint: string, does: string}} Wrong a mistaken line: which mistake it is, and what it does
 */

/** So many pixels a mouse moves before it drags. */
const FAR = 5;
const HEAP = _("Lines to choose from");
const TAKE = _("Click to put it into the program, or to take it out; there ↑ and ↓ move it");

/** @param {Code} code @returns {Gaps | Heap} */
export function build(code) {
  return code.heap.length ? new Heap(code) : new Gaps(code);
}

/** The lines of what was built, as a text. @param {Code} code @param {string} given their ids */
export function written(code, given) {
  const texts = textsOf(code);
  return given
    .split(" ")
    .map((id) => texts.get(id) ?? "")
    .join("\n");
}

class Building {
  /** @param {Code} code */
  constructor(code) {
    this.code = code;
    this.root = element("div", { class: "gx-building" });
    /** The lines by their ids. @type {Map<string, string>} */
    this.texts = textsOf(code);
  }

  /** What each mistaken line is and does; the lines themselves are marked. @param {Wrong[]} wrong */
  explain(wrong) {
    for (const line of this.root.querySelectorAll("[data-id]")) {
      const id = line.getAttribute("data-id");
      const off = wrong.some((each) => each.id === id);
      line.classList.toggle("gx-off", off);
    }
    return wrong.map(({ id, name, hint, does }) => {
      const line = element("code", { class: "gx-whole" }, this.texts.get(id) ?? "");
      return element("div", {}, line, element("p", {}, element("strong", {}, name), `: ${hint}`), element("p", {}, does));
    });
  }
}

/** A program with gaps, and for each of them a right line and mistaken ones. */
class Gaps extends Building {
  /** @param {Code} code */
  constructor(code) {
    super(code);
    let count = 0;
    for (const { heading, head, places } of code.functions) {
      const rows = places.map((lines) => {
        if (lines.length > 1) count += 1;
        return element("li", { class: "gx-inner" }, lines.length > 1 ? this.gap(lines, count) : codeOf(lines[0].text));
      });
      this.root.append(listOf(heading, head, ...rows));
    }
  }

  /** @param {Line[]} lines @param {number} number */
  gap(lines, number) {
    const choices = lines.map(({ id, text }) => {
      const input = element("input", { type: "radio", name: `gx-gap-${number}`, value: id });
      input.addEventListener("change", () => this.explain([]));
      return element("label", { "data-id": id }, input, codeOf(text));
    });
    return element("fieldset", {}, element("legend", {}, _("Gap {n}", { n: number })), ...choices);
  }

  /** The ids of what is built, with spaces between them; and why it cannot be run yet, "" where it can. */
  read() {
    const gaps = [...this.root.querySelectorAll("fieldset")];
    const chosen = gaps.map((gap) => gap.querySelector(":checked")?.getAttribute("value") ?? "");
    const open = chosen.indexOf("");
    if (open >= 0) gaps[open].querySelector("input")?.focus();
    return { given: chosen.join(" "), open: open < 0 ? "" : _("Gap {n} is still open.", { n: open + 1 }) };
  }
}

/** Programs without a line yet, and a heap of lines: each belongs to one of them. */
class Heap extends Building {
  /** @param {Code} code */
  constructor(code) {
    super(code);
    /** Whether a line was dragged just now: then the click that follows is none. */
    this.dragged = false;
    /** To which program a line belongs, by its id. @type {Map<string, HTMLElement>} */
    this.programs = new Map();
    for (const { heading, head, places } of code.functions) {
      const program = listOf(heading, head);
      for (const { id } of places.flat()) this.programs.set(id, program);
      this.root.append(program);
    }
    this.heap = element("ul", { class: "gx-heap", "aria-label": HEAP }, ...code.heap.map((id) => this.line(id)));
    this.said = element("p", { class: "gx-unseen", role: "status" });
    this.root.append(element("p", { class: "gx-where" }, HEAP), this.heap, this.said);
  }

  read() {
    const ids = [...this.root.querySelectorAll(".gx-program [data-id]")].map(idOf);
    return { given: ids.join(" "), open: ids.length ? "" : _("There is no line in it yet.") };
  }

  /** @param {string} id */
  line(id) {
    const text = this.texts.get(id) ?? "";
    const take = element("button", { type: "button", class: "gx-take", title: TAKE }, codeOf(text));
    const up = element("button", { type: "button", class: "gx-move", "aria-label": _("Up: {line}", { line: text }) }, "↑");
    const down = element("button", { type: "button", class: "gx-move", "aria-label": _("Down: {line}", { line: text }) }, "↓");
    const line = element("li", { "data-id": id }, take, up, down);
    take.addEventListener("click", () => this.toggle(line, take));
    up.addEventListener("click", () => this.move(line, -1, up));
    down.addEventListener("click", () => this.move(line, 1, down));
    line.addEventListener("keydown", (event) => {
      if (this.isLying(line) || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      // Elsewhere the arrows are the player's.
      event.preventDefault();
      event.stopPropagation();
      this.move(line, event.key === "ArrowUp" ? -1 : 1, take);
    });
    line.addEventListener("pointerdown", (event) => this.drag(line, event));
    return line;
  }

  /** Whether a line lies in the heap still. @param {Element} line */
  isLying(line) {
    return line.parentElement === this.heap;
  }

  /** The program of a line. @param {Element} line */
  programOf(line) {
    return /** @type {HTMLElement} */ (this.programs.get(idOf(line)));
  }

  /** Into its program, behind all others; or back into the heap. @param {HTMLElement} line @param {HTMLElement} take */
  toggle(line, take) {
    if (this.dragged) return;
    const next = line.nextElementSibling ?? line.previousElementSibling;
    const taken = this.isLying(line);
    if (taken) this.programOf(line).append(line);
    else this.putBack(line);
    this.tell(line);
    // Whoever takes one line takes another.
    const focus = taken ? next?.querySelector(".gx-take") : take;
    if (focus instanceof HTMLElement) focus.focus();
  }

  /** Where it lay before. @param {Element} line */
  putBack(line) {
    const place = (/** @type {Element} */ each) => this.code.heap.indexOf(idOf(each));
    const behind = [...this.heap.children].find((each) => place(each) > place(line));
    this.heap.insertBefore(line, behind ?? null);
  }

  /** @param {HTMLElement} line @param {number} way @param {HTMLElement} focus */
  move(line, way, focus) {
    const other = way < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (other?.hasAttribute("data-id")) {
      if (way < 0) other.before(line);
      else other.after(line);
      this.tell(line);
    }
    focus.focus();
  }

  /** What is new, for whoever listens; marks are of what was run before. @param {HTMLElement} line */
  tell(line) {
    this.explain([]);
    const own = [...this.programOf(line).querySelectorAll("[data-id]")];
    const said = { n: own.indexOf(line) + 1, all: own.length, line: this.texts.get(idOf(line)) ?? "" };
    this.said.textContent = this.isLying(line) ? _("taken out: {line}", said) : _("line {n} of {all}: {line}", said);
  }

  /** A mouse drags a line; a finger taps it, and scrolls. @param {HTMLElement} line @param {PointerEvent} down */
  drag(line, down) {
    this.dragged = false;
    if (down.pointerType === "touch" || down.button) return;
    const leave = new AbortController();
    const { signal } = leave;
    const move = (/** @type {PointerEvent} */ event) => {
      if (!this.dragged && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < FAR) return;
      this.dragged = true;
      line.classList.add("gx-dragged");
      this.carry(line, event.clientY);
    };
    const end = () => {
      leave.abort();
      line.classList.remove("gx-dragged");
      if (!this.dragged) return;
      this.tell(line);
      // A click follows, or none.
      setTimeout(() => {
        this.dragged = false;
      });
    };
    addEventListener("pointermove", move, { signal });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, { signal });
  }

  /** To where the mouse is: among the lines of its program, or into the heap. @param {HTMLElement} line @param {number} y */
  carry(line, y) {
    if (y > this.heap.getBoundingClientRect().top) {
      if (!this.isLying(line)) this.putBack(line);
      return;
    }
    const program = this.programOf(line);
    const others = [...program.querySelectorAll("[data-id]")].filter((each) => each !== line);
    const behind = others.find((each) => {
      const { top, height } = each.getBoundingClientRect();
      return y < top + height / 2;
    });
    const there = line.parentElement === program && line.nextElementSibling === (behind ?? null);
    if (!there) program.insertBefore(line, behind ?? null);
  }
}

/** All lines by their ids. @param {Code} code @returns {Map<string, string>} */
function textsOf({ functions }) {
  return new Map(functions.flatMap(({ places }) => places.flat()).map(({ id, text }) => [id, text]));
}

/** @param {Element} line */
function idOf(line) {
  return line.getAttribute("data-id") ?? "";
}

/** @param {string} heading @param {string} head @param {HTMLElement[]} rows */
function listOf(heading, head, ...rows) {
  const first = [element("li", { class: "gx-where" }, codeOf(heading)), element("li", {}, codeOf(head))];
  return element("ol", { class: "gx-program", "aria-label": heading }, ...first, ...rows);
}

/** @param {string} text */
function codeOf(text) {
  return element("code", {}, text);
}
