/** The speaker's window: however often it is asked for, a key in it means one thing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Speaker } from "../../web/talk/speaker.js";

/** What a browser gives back by the window's name: as long as it is open, the same one. */
class Window {
  closed = false;
  clocks = 0;
  document = Object.assign(new EventTarget(), {
    title: "",
    head: { replaceChildren() {} },
    adoptNode: (/** @type {any} */ node) => node,
  });

  setInterval() {
    this.clocks += 1;
  }

  focus() {}

  close() {
    this.closed = true;
  }
}

let window = new Window();
Object.assign(globalThis, {
  document: { createElement: () => ({ setAttribute() {}, append() {} }) },
  open() {
    if (window.closed) window = new Window();
    return window;
  },
});
const press = () => window.document.dispatchEvent(new Event("keydown"));

test("a key means one thing, however often the window was asked for", () => {
  let pressed = 0;
  const speaker = new Speaker(() => {
    pressed += 1;
  });
  for (let asked = 0; asked < 3; asked++) assert.equal(speaker.open(), true);
  press();
  assert.deepEqual([pressed, window.clocks], [1, 1]);

  // Closed and opened again it is another window, which is wired up too.
  speaker.close();
  speaker.open();
  press();
  assert.deepEqual([pressed, window.clocks], [2, 1]);

  // A page that was loaded later takes it over.
  let later = 0;
  new Speaker(() => {
    later += 1;
  }).open();
  press();
  assert.deepEqual([pressed, later], [2, 1]);
});
