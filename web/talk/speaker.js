/**
 * A second window for whoever speaks: his notes, what comes next, and a clock. It is written from here, so it needs no
 * server, and takes the same keys.
 */

import { element } from "../dom.js";
import { _ } from "../words.js";

/** The window is found again by this name after a reload. */
const NAME = "gx-notes";
const LOOK = `
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
  body { margin: 0; padding: 20px 24px; font-size: 22px; line-height: 1.45; overflow-wrap: anywhere; }
  header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 6px 28px; font-variant-numeric: tabular-nums; }
  header strong { font-size: 40px; }
  h1 { margin: 18px 0 8px; font-size: 24px; }
  p { margin: 0 0 10px; }
  .next { margin-top: 26px; font-size: 18px; }
  button { font: inherit; font-size: 16px; min-height: 38px; padding: 3px 14px; }
`;

/** @typedef {{at: number, count: number, title: string, note: string, next: string}} Said */

export class Speaker {
  /** @param {(event: KeyboardEvent) => void} press what a key in the other window does */
  constructor(press) {
    this.press = press;
    /** What is noted there says whose it is now, and when the clock began: a reload goes on. @type {any} */
    this.popup = null;
    this.began = Date.now();
    /** @type {Said | null} */
    this.said = null;
  }

  /** Open the window; whether the browser lets us. */
  open() {
    this.popup = open("", NAME, "popup,width=560,height=640");
    const { popup } = this;
    if (!popup) return false;
    const page = popup.document;
    // The same window is given back where it is open: it is wired up by each of us once.
    if (!this.isMine) {
      page.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.isMine && this.press(event));
      popup.setInterval(() => this.tick(), 500);
    }
    popup.gxSpeaker = this;
    this.began = popup.gxBegan ?? this.began;
    popup.gxBegan = this.began;
    page.title = _("Notes · Gradient Explorer");
    page.head.replaceChildren(page.adoptNode(element("style", {}, LOOK)));
    this.write();
    popup.focus();
    return true;
  }

  /** Whether the window is open, and no page that was loaded later writes into it. */
  get isMine() {
    const { popup } = this;
    return Boolean(popup && !popup.closed && popup.gxSpeaker === this);
  }

  /** @param {Said} said */
  show(said) {
    this.said = said;
    this.write();
  }

  close() {
    this.popup?.close();
  }

  write() {
    const { popup, said } = this;
    if (!this.isMine || !said) return;
    const again = element("button", { type: "button" }, _("From 0:00"));
    again.addEventListener("click", () => {
      this.began = Date.now();
      popup.gxBegan = this.began;
      this.tick();
    });
    const passed = element("strong", { class: "passed", "aria-label": _("Time since the beginning") });
    const parts = [
      element("header", {}, passed, element("span", { class: "now" }), again),
      element("h1", {}, _("{n} of {count}: {title}", { n: said.at, count: said.count, title: said.title })),
      ...(said.note || _("No note.")).split("\n").map((text) => element("p", {}, text)),
      element("p", { class: "next" }, said.next ? _("Next: {title}", { title: said.next }) : _("This is the last one.")),
    ];
    popup.document.body.replaceChildren(...parts.map((part) => popup.document.adoptNode(part)));
    this.tick();
  }

  tick() {
    if (!this.isMine) return;
    const put = (/** @type {string} */ name, /** @type {string} */ text) => {
      const place = this.popup.document.querySelector(name);
      if (place) place.textContent = text;
    };
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    put(".passed", `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    put(".now", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  }
}
