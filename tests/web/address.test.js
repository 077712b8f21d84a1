/** The address: what is read of it, and what is written into it. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as address from "../../web/address.js";

/** A browser's address bar. */
const page = /** @type {any} */ (globalThis);

beforeEach(() => {
  page.location = { href: "https://example.org/gx/?step=7&panel=loss,,loss,data&sample=x" };
  page.document = { baseURI: "https://example.org/gx/compare" };
  page.history = {
    state: null,
    replaceState: (/** @type {any} */ _, /** @type {string} */ __, /** @type {URL} */ url) => {
      page.location.href = url.href;
    },
  };
  address.beginAt("", "");
  address.standAt("");
});

test("it says what stands in it, and nothing of what is no number", () => {
  assert.equal(address.readAddress("step"), "7");
  assert.equal(address.addressNumber("step"), 7);
  assert.equal(address.addressNumber("sample"), 0);
  assert.deepEqual(address.addressNames("panel"), ["loss", "data"]);
});

test("what is empty, or as the page begins, is left out", () => {
  address.writeAddress({ step: "", stage: "z" });
  assert.equal(page.location.href, "https://example.org/gx/?panel=loss%2C%2Closs%2Cdata&sample=x&stage=z");
  address.beginAt("", "step=9&stage=y");
  assert.equal(address.readAddress("step"), "9");
  address.writeAddress({ step: "", stage: "y" });
  assert.equal(new URL(page.location.href).searchParams.get("step"), "");
  assert.equal(new URL(page.location.href).searchParams.has("stage"), false);
});

test("nothing is written that stands there already", () => {
  let written = 0;
  page.history.replaceState = () => {
    written += 1;
  };
  page.location.href = "https://example.org/gx/?step=7";
  address.writeAddress({ step: "7", stage: "" });
  assert.equal(written, 0);
});

test("a link that says anything says of which version its defaults are", () => {
  page.location.href = "https://example.org/gx/view?fbclid=1";
  address.beginAt("", "", "2");
  address.writeAddress({ step: "4" });
  assert.equal(page.location.href, "https://example.org/gx/view?fbclid=1&step=4&v=2");
  page.location.href = "https://example.org/gx/view";
  address.writeAddress({ step: "" });
  assert.equal(page.location.href, "https://example.org/gx/view");
  page.location.href = "https://example.org/gx/view?v=1&step=3";
  address.writeAddress({ step: "4" });
  assert.equal(page.location.href, "https://example.org/gx/view?v=1&step=4");
});

test("addresses of the app are made from where the app is", () => {
  assert.equal(address.below("timeline/1"), "https://example.org/gx/timeline/1");
  address.standAt("https://host.example/~/+/");
  assert.equal(address.below("timeline/1"), "https://host.example/~/+/timeline/1");
});

test("a camera is read as it was written, and only one from which something is to be seen", () => {
  const usual = { eye: { x: 1.25, y: -1.25, z: 1 }, up: { x: 0, y: 0, z: 1 }, center: { x: 0, y: 0, z: 0 } };
  for (const [camera, text] of /** @type {[any, string][]} */ ([
    [usual, "1.25,-1.25,1"],
    [{ eye: usual.eye }, "1.25,-1.25,1"],
    [{ ...usual, up: { x: 0, y: 1, z: 0 } }, "1.25,-1.25,1,0,1,0"],
    [{ ...usual, center: { x: 0, y: 0, z: -0.2 } }, "1.25,-1.25,1,0,0,1,0,0,-0.2"],
    [{ ...usual, eye: { x: 1.001, y: -0.001, z: 1 } }, "1,0,1"],
  ])) {
    assert.equal(address.writeCamera(camera), text);
    page.location.href = `https://example.org/?camera=${text}`;
    assert.equal(address.readCamera(), text);
  }
  for (const bad of ["0.1,0,0", "9,9,9", "1,2", "a,b,c", "1,1,1,1,1,1", "1,1,1,0,0,1,9,9,9", "1e3,1,1"]) {
    page.location.href = `https://example.org/?camera=${bad}`;
    assert.equal(address.readCamera(), "", bad);
  }
});

// The last one: from here on the address is the page's own for good.
test("where the browser does not let it be written it is kept in the page", () => {
  page.history.replaceState = () => {
    throw new Error("a sandboxed frame");
  };
  address.writeAddress({ step: "8" });
  assert.equal(page.location.href.includes("step=7"), true);
  assert.equal(address.addressNumber("step"), 8);
});
