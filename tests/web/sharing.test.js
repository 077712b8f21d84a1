/** What a link says that is made for somebody: a question, and how it is looked at. */

import assert from "node:assert/strict";
import test from "node:test";
import { embedding, legible, lightLink, pictureLink, reach } from "../../web/links.js";
import { readPredict, writePredict } from "../../web/predict.js";

test("a question comes back as it was written", () => {
  const asked = { at: 5, question: "Where next?", answers: ["left", "right", "nowhere"], correct: [1, 2] };
  assert.equal(writePredict(asked), "5.23~Where next?~left~right~nowhere");
  assert.deepEqual(readPredict(writePredict(asked)), asked);
  assert.deepEqual(readPredict("0~Q~a~b"), { at: 0, question: "Q", answers: ["a", "b"], correct: [] });
  assert.equal(writePredict({ at: 1, question: "a~b", answers: ["c", "d"], correct: [] }), "1~a\u223cb~c~d");
});

test("what is no question is none", () => {
  for (const text of ["", "5~Q~a", "x~Q~a~b", "5~~a~b", "12345~Q~a~b", "5.6~Q~a~b", "5"])
    assert.equal(readPredict(text), null, text);
  assert.equal(writePredict({ at: 1, question: "Q", answers: ["a"], correct: [] }), "");
  assert.equal(writePredict({ at: 1, question: "", answers: ["a", "b"], correct: [] }), "");
  assert.equal(readPredict(`1~${"q".repeat(999)}~a~b`)?.question.length, 160);
  assert.equal(readPredict("1~Q~a~b~c~d~e~f~g")?.answers.length, 5);
});

test("a light view keeps what its page's link says", () => {
  const pages = ["explorer", "compare"];
  const light = (/** @type {string} */ link) => lightLink(new URL(link), pages)?.href ?? null;
  assert.equal(light("https://example.org/gx/?lr=2"), "https://example.org/gx/view?lr=2");
  assert.equal(light("https://example.org/gx/compare?hide=lr"), "https://example.org/gx/view?hide=lr&page=compare");
  assert.equal(light("https://example.org/gx/view?page=compare"), "https://example.org/gx/view?page=compare");
  assert.equal(light("https://example.org/gx/about"), null);
  assert.equal(light("file:///run.html"), null);
});

test("a picture is asked for by what its link says", () => {
  const pages = ["explorer", "compare"];
  const picture = (/** @type {string} */ link) => pictureLink(new URL(link), pages).href;
  assert.equal(picture("https://example.org/gx/?v=2&lr=2"), "https://example.org/gx/preview.png?v=2&lr=2");
  assert.equal(picture("https://example.org/gx/compare?v=2"), "https://example.org/gx/preview.png?v=2&page=compare");
  assert.equal(picture("https://example.org/gx/view?page=compare"), "https://example.org/gx/preview.png?page=compare");
});

test("a frame's HTML ends where it should", () => {
  assert.match(
    embedding(new URL('https://example.org/view?title="><script>&a=b')),
    /^<iframe src="[^"<>]*&amp;embed=true" title=/,
  );
});

test("who cannot open a link is told", () => {
  const said = (/** @type {string} */ host) => reach(new URL(`http://${host}:8501/view`));
  for (const host of ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"]) assert.match(said(host), /^Nobody else/);
  for (const host of ["192.168.1.20", "pc-12", "room.local", "10.1.2.3", "[fe80::1]"]) assert.match(said(host), /same network/);
  for (const host of ["example.org", "8.8.8.8", "172.32.0.1"]) assert.equal(said(host), "");
  assert.match(reach(new URL("file:///run.html")), /send them the file/);
});

test("a long address is only named below its code", () => {
  assert.equal(legible(new URL("https://example.org/gx/view?lr=2")), "example.org/gx/view?lr=2");
  assert.equal(legible(new URL(`https://example.org/gx/view?points=${"x".repeat(99)}`)), "example.org/gx/view");
});
