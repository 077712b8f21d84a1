/** A talk as somebody would make it by clicking; what it is as a file stands beside it, in talk-of-eight.md. */

import { bareMoment, bareQuestion, EMPTY, withMoment } from "../../web/talk/list.js";

const SAMPLES = "?page=backward_pass&data=two samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20&v=2";
const choose = {
  ...bareQuestion(),
  words: "Where does the *boundary* go after this step?",
  answers: [
    { text: "To the left", right: true, said: "For w1 has become larger." },
    { text: "To the right", right: false, said: "" },
    { text: "It stays", right: false, said: "" },
  ],
  after: "L has come down to {next.L:3}.",
};
const count = {
  ...bareQuestion(),
  kind: /** @type {const} */ ("number"),
  answers: [],
  words: "What is z of sample 1?",
  number: "z[1]",
};

/** @param {import("../../web/talk/list.js").Talk} talk @param {string} title @param {string} link @param {Partial<import("../../web/talk/list.js").Moment>} more */
const add = (talk, title, link, more = {}) => withMoment(talk, { ...bareMoment(title, link), ...more });

let talk = { ...EMPTY, title: "Backpropagation, 8 November", about: "What the gradient is, and where it leads." };
talk = add(talk, "Two classes", "?v=2", {
  words: "remember: the outputs are cached.\n- [ ] this is no answer\n## and no heading",
});
talk = add(talk, "Two classes", "?v=2&show=surface", { note: "Let them point first. note: they are shy." });
talk = add(talk, "One step", "?v=2&step=1&show=surface,data", {
  words: "The loss is {L:3}; see [the next step](?v=2&step=2).",
  question: choose,
});
talk = add(talk, "σ′ by hand", `${SAMPLES}&stage=y&sample=1`, { question: count, note: "Two minutes." });
talk = add(talk, "Zu groß?", "?v=2&lr=20&show=loss", { words: "It *bounces*: `lr` is too large.\nIs it, really?" });
talk = add(talk, "", "?page=loss_surface&v=2", { words: '< b > & "quotes" <script>alert(1)</script>' });
talk = add(talk, "The end of the run", "?v=2&step=60");
talk = add(talk, "Questions?", "?v=2&show=table", { words: "\\ a backslash, and a #hash" });

export const EIGHT = talk;
