// @ts-check
/**
 * What a lecturer puts into a link, and how a link is made: a title and a task, panels that are left out, a question
 * that is answered before the next step is seen; and the dialog in which all of them are chosen, copied and shown as a
 * code for the projector. It needs no server but for the code. It stands between panels.js and view.js.
 */

/** Pages that have a light view. */
const LIGHT = ["explorer", "backward_pass", "loss_surface", "compare", "break_it", "gradient_check", "data"];
/** A title, a task, a question, an answer: not longer than so many letters. */
const LETTERS = { title: 80, task: 240, question: 160, answer: 60 };
/** As many answers a question may have, and so many places for them are shown from the start. */
const ANSWERS = 5;
const ANSWERS_FIRST = 3;
/** What of an address is a class's: it fills the form. */
const OF_A_CLASS = ["title", "task", "show", "hide", "predict"];
/** An address that is longer than so many letters is not written below its code: nobody would type it. */
const TYPED_AT_MOST = 72;
/** Panels that show a whole run at once: before an answer is given they would tell it. */
const TELLING = ["loss", "losses", "norms", "table", "sweep"];
/** What can be hidden of the full page, and what it is called (see ui/settings/teaching.py, which does it). */
const HIDDEN = {
  sidebar: "all settings", data: "data set", features: "features", scaling: "scaling", samples: "samples", noise: "noise",
  start: "start weights", seed: "seed", loss: "loss", batch: "batch size", optimizer: "optimizer", lr: "learning rate",
  steps: "steps", view: "view", presets: "presets", pages: "all other pages",
};
/** The pages, as the address has them, and what they are called. */
const PAGES = {
  explorer: "Explorer", data: "Data", loss_surface: "Loss surface", compare: "Compare", backward_pass: "Backward pass",
  break_it: "Break it", gradient_check: "Gradient check", by_hand: "By hand", take_home: "Take home", about: "About",
};

/**
 * At which step or stage what is asked, and which answers are marked as correct, by their places.
 * @typedef {{at: number, question: string, answers: string[], correct: number[]}} Predict
 */

/**
 * What is asked, out of a link: step~question~answer~answer…; null for nothing, and for anything else. With 5.2 for the
 * step, the second answer is marked as correct: the address does not tell it at a glance.
 * @param {string} text @returns {Predict | null}
 */
export function readPredict(text) {
  const [place, question, ...given] = text.split("~").map((part) => part.trim());
  const [, at, marked = ""] = /^(\d{1,4})(?:\.([1-5]{1,5}))?$/.exec(place) ?? [];
  const answers = given.filter(Boolean).slice(0, ANSWERS).map((answer) => answer.slice(0, LETTERS.answer));
  if (!at || !question || answers.length < 2) return null;
  const correct = answers.map((_, i) => i).filter((i) => marked.includes(String(i + 1)));
  return { at: Number(at), question: question.slice(0, LETTERS.question), answers, correct };
}

/** The same, for a link; "" where there is no question, or nothing to choose from. @param {Predict} asked */
export function writePredict({ at, question, answers, correct }) {
  // What parts them may not stand in them.
  const plain = [question, ...answers].map((text) => text.replaceAll("~", "\u223c").trim());
  const marked = correct.map((i) => i + 1).join("");
  return plain[0] && answers.length > 1 ? [marked ? `${at}.${marked}` : at, ...plain].join("~") : "";
}

/**
 * Who cannot open an address, and what to do about it, in a sentence; "" where anybody can.
 * @param {URL} address
 */
export function reach({ protocol, hostname }) {
  if (protocol === "file:") return "This page is a file on this computer, so no link leads others to it: send them the file.";
  const own = /^(localhost|.*\.localhost|127[\d.]+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;
  const near = /^([^.[]+|.*\.(local|lan|home|internal|intranet|home\.arpa)|(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.[\d.]+|\[(f[cd]|fe[89ab]).*)$/;
  if (own.test(hostname)) {
    return `Nobody else can open this: ${hostname} is this computer itself. Open the app by this computer’s address in the network (start it with --server.address 0.0.0.0), and share from there.`;
  }
  return near.test(hostname) ? `Only people in the same network as ${hostname} can open this.` : "";
}

/** An address as it is written below its code. @param {URL} address */
function legible({ href, host, pathname }) {
  const whole = href.replace(/^https?:\/\//, "");
  return whole.length <= TYPED_AT_MOST ? whole : `${host}${pathname}`;
}

/** The part of a player that teaches. */
class Teach {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    const find = (/** @type {string} */ selector) => /** @type {any} */ (player.root.querySelector(selector));
    this.parts = {
      task: find(".gx-task"),
      predict: find(".gx-predict"),
      dialog: find(".gx-share"),
      code: find(".gx-share .gx-qr"),
      large: find(".gx-code-large"),
    };
    /** Whether somebody has typed at which step the question stands: else it is the one that is shown. */
    this.placed = false;
    /** Panels that are shown; none means all. */
    this.only = new Set(readAddress("show").split(",").filter(Boolean));
    this.predict = readPredict(readAddress("predict"));
    const given = saidHere.get(readAddress("predict")) ?? keptAnswers()[questionOf(here())];
    this.answer = this.predict?.answers.includes(given) ? given : "";
    this.showTask();
    this.showQuestion();
  }

  /** Title and task, on top of everything. */
  showTask() {
    const title = readAddress("title").slice(0, LETTERS.title);
    const task = readAddress("task").slice(0, LETTERS.task);
    this.parts.task.hidden = !title && !task;
    this.parts.task.replaceChildren(...(title ? [element("strong", {}, title)] : []), ...(task ? [` ${task}`] : []));
  }

  /** Whether a panel is left out. Where none is known that should stay, all stay. @param {string} name @param {string[]} known */
  leavesOut(name, known) {
    return known.some((each) => this.only.has(each)) && !this.only.has(name);
  }

  /** Whether a question stands open. */
  get open() {
    return this.predict !== null && !this.answer;
  }

  /** The last step that may be seen now. */
  get furthest() {
    return this.predict && this.open ? this.predict.at : Infinity;
  }

  /** How far a player may go that wants to go to `step`; at the question it is reminded of that. @param {number} step */
  allowed(step) {
    if (step <= this.furthest) return step;
    this.insist();
    return this.furthest;
  }

  /** The question, where the eye is; or what was said to it, and whether that is correct, where its author has marked that. */
  showQuestion() {
    const { predict } = this.parts;
    const asked = this.predict;
    predict.hidden = !asked;
    predict.classList.toggle("gx-open", this.open);
    predict.classList.remove("gx-asked");
    if (!asked) return;
    if (this.open) {
      const buttons = asked.answers.map((answer) => {
        const button = element("button", { type: "button" }, answer);
        button.addEventListener("click", () => this.settle(answer));
        return button;
      });
      predict.replaceChildren(
        element("p", {}, asked.question),
        element("div", { class: "gx-answers" }, ...buttons),
        element("span", { class: "gx-first", role: "status" }),
      );
    } else {
      const again = element("button", { type: "button", class: "gx-ask-again", title: "Forget this answer" }, "Ask again");
      again.addEventListener("click", () => this.settle(""));
      predict.replaceChildren(element("p", {}, asked.question), verdict(asked, this.answer), again);
    }
    this.cover();
  }

  /** Nobody goes on without an answer. */
  insist() {
    const { predict } = this.parts;
    this.player.pause();
    predict.classList.add("gx-asked");
    const first = predict.querySelector(".gx-first");
    if (!first.textContent) first.textContent = "Your answer first, then it goes on.";
    // Not onto an answer: another Space, meant for Play, would give it.
    if (!predict.contains(document.activeElement)) predict.focus({ preventScroll: true });
    predict.scrollIntoView({ block: "nearest" });
  }

  /** An answer is given: what happens is to be seen. Or it is taken back: before that again. @param {string} answer */
  settle(answer) {
    const { predict, player } = this;
    if (!predict) return;
    this.answer = answer;
    saidHere.set(readAddress("predict"), answer);
    this.remember();
    this.showQuestion();
    this.parts.predict.focus({ preventScroll: true });
    player.stopAt(answer ? predict.at + 1 : Math.min(player.step, predict.at));
  }

  /** The answer stays given: after a reload, and for the settings that this question's page has now. */
  remember() {
    if (this.predict && saidHere.has(readAddress("predict"))) keepAnswer(questionOf(here()), this.answer);
  }

  /** As long as the question stands open, what shows the whole run is covered. */
  cover() {
    this.player.parts.section.classList.toggle("gx-open-question", this.open);
    for (const [name, { figure }] of this.player.charts) figure.classList.toggle("gx-telling", TELLING.includes(name));
  }

  // The dialog

  /** Open the dialog, for the moment that is shown. */
  share() {
    const { player } = this;
    if (!player.timeline) return;
    player.pause();
    player.writeAddress(player.timeline);
    this.makeForm();
    this.fillForm();
    this.aim();
    this.parts.dialog.showModal();
  }

  /** What the dialog has of a name. @param {string} name */
  field(name) {
    return /** @type {any} */ (this.parts.dialog.querySelector(`[name=${name}]`));
  }

  /** All that the dialog has of a name. @param {string} name @returns {any[]} */
  fields(name) {
    return [...this.parts.dialog.querySelectorAll(`[name=${name}]`)];
  }

  /** The form for a class: made once. */
  makeForm() {
    const { dialog, code, large } = this.parts;
    if (dialog.dataset.made) return;
    dialog.dataset.made = "yes";
    const find = (/** @type {string} */ selector) => /** @type {any} */ (dialog.querySelector(selector));
    find(".gx-share-hide").append(...Object.entries(HIDDEN).map(([value, label]) => tick("hide", value, label)));
    const pages = Object.entries(PAGES).map(([value, label]) => tick("hide", `page-${value}`, label));
    find(".gx-share-pages").append(...pages);
    const hints = this.field("answer").placeholder.split("; ");
    const row = find(".gx-share-answers > div");
    const rows = Array.from({ length: ANSWERS }, (_, i) => {
      const made = row.cloneNode(true);
      const answer = made.querySelector("[name=answer]");
      answer.setAttribute("aria-label", `Answer ${i + 1}`);
      answer.placeholder = hints[i] ?? "";
      answer.maxLength = LETTERS.answer;
      made.querySelector("[name=correct]").setAttribute("aria-label", `Answer ${i + 1} is correct`);
      return made;
    });
    find(".gx-share-answers").replaceChildren(...rows);
    for (const name of /** @type {const} */ (["title", "task", "question"])) this.field(name).maxLength = LETTERS[name];
    this.field("at").addEventListener("input", () => (this.placed = true));
    dialog.addEventListener("input", () => this.aim());
    dialog.addEventListener("click", (/** @type {Event} */ event) => {
      if (event.target === dialog) dialog.close();
      const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
      if (button) this.copy(/** @type {HTMLElement} */ (button));
    });
    for (const kind of /** @type {const} */ (["png", "svg"])) {
      const save = () => this.player.savePicture(this.field("picture").value, kind);
      find(`[data-picture=${kind}]`).addEventListener("click", save);
    }
    code.addEventListener("error", () => {
      find(".gx-share-code").hidden = true;
      find(".gx-share-no-code").hidden = false;
    });
    code.addEventListener("load", () => (find(".gx-share-code").hidden = false));
    for (const opener of [code, find("[data-large]")]) opener.addEventListener("click", () => this.enlargeCode());
    large.addEventListener("click", () => large.close());
    large.addEventListener("close", () => document.fullscreenElement && document.exitFullscreen().catch(() => {}));
    // Esc leaves the whole screen, and the browser keeps the key to itself.
    const sheet = large.firstElementChild;
    sheet.addEventListener("fullscreenchange", () => document.fullscreenElement || large.close());
  }

  /** What the address says, into the form; what was typed since stays there, as long as the address says the same. */
  fillForm() {
    const { dialog } = this.parts;
    const panels = this.player.timeline?.panels ?? [];
    const known = panels.map(({ name }) => name);
    const labels = panels.map(({ name, title }) => [name, title.split(/[:·]/)[0].trim()]);
    const asked = readPredict(readAddress("predict"));
    if (dialog.dataset.panels !== known.join()) {
      dialog.dataset.panels = known.join();
      const boxes = labels.map(([name, label]) => tick("show", name, label, !this.leavesOut(name, known)));
      const place = dialog.querySelector(".gx-share-panels");
      place.replaceChildren(place.firstElementChild, ...boxes);
    }
    const { alone } = this.player;
    const shown = labels.filter(([name]) => (alone.length ? alone.includes(name) : !this.leavesOut(name, known)));
    const picture = this.field("picture");
    const chosen = picture.value;
    picture.replaceChildren(...shown.map(([name, label]) => new Option(label, name, false, name === chosen)));
    const inside = this.player.timeline?.inside;
    dialog.querySelector(".gx-share-at").textContent = inside ? "Asked at stage" : "Asked at step";
    if (!asked && !this.placed) this.field("at").value = String(this.player.step + (inside ? 1 : 0));
    const said = OF_A_CLASS.map(readAddress).join("\n");
    if (dialog.dataset.said === said) return;
    dialog.dataset.said = said;
    for (const name of ["title", "task"]) this.field(name).value = readAddress(name);
    for (const box of this.fields("show")) box.checked = !this.leavesOut(box.value, known);
    const hidden = readAddress("hide").split(",");
    for (const box of this.fields("hide")) box.checked = hidden.includes(box.value);
    this.field("question").value = asked?.question ?? "";
    this.fields("answer").forEach((answer, i) => (answer.value = asked?.answers[i] ?? ""));
    this.fields("correct").forEach((box, i) => (box.checked = asked?.correct.includes(i) ?? false));
    if (asked) this.field("at").value = String(asked.at + (inside ? 1 : 0));
    // What is in the link is to be seen.
    dialog.querySelector("details").open ||= Boolean(said.trim());
  }

  /** What the form says of the class, as the address has it. @returns {Record<string, string>} */
  classOf() {
    const { timeline } = this.player;
    const checked = (/** @type {string} */ name) => this.fields(name).filter((each) => each.checked).map((each) => each.value);
    const known = (timeline?.panels ?? []).map(({ name }) => name);
    const shown = checked("show");
    const full = shown.length === known.length || !shown.length;
    // Panels of other pages, which the link may lead to, stay as they are.
    const elsewhere = [...this.only].filter((name) => !known.includes(name));
    const given = this.fields("answer").map((answer, i) => ({ answer: answer.value.trim(), i })).filter(({ answer }) => answer);
    const marked = this.fields("correct").map((box) => box.checked);
    const at = Math.round(Number(this.field("at").value)) - (timeline?.inside ? 1 : 0);
    return {
      title: this.field("title").value.trim(),
      task: this.field("task").value.trim(),
      show: [...(full ? [] : shown), ...elsewhere].join(","),
      hide: checked("hide").join(","),
      predict: writePredict({
        at: Math.min(Math.max(at || 0, 0), timeline?.steps ?? 0),
        question: this.field("question").value.trim(),
        answers: given.map(({ answer }) => answer),
        correct: given.flatMap(({ i }, place) => (marked[i] ? [place] : [])),
      }),
    };
  }

  /** Put the links into their fields, as the form says now. */
  aim() {
    const { dialog, code } = this.parts;
    const find = (/** @type {string} */ selector) => /** @type {any} */ (dialog.querySelector(selector));
    const filled = this.fields("answer").map((answer) => Boolean(answer.value.trim()));
    const rows = Math.max(ANSWERS_FIRST, filled.lastIndexOf(true) + 2);
    this.fields("answer").forEach((answer, i) => (answer.closest("div").hidden = i >= rows));
    const asks = this.field("question").value.trim();
    find(".gx-share-few").hidden = !asks || filled.filter(Boolean).length > 1;
    const link = here();
    setParameters(link, this.classOf());
    // A lecture is for the projector: who gets the link sees everything, in letters of the usual size.
    setParameters(link, { lecture: "" });
    if (this.player.showsForLecture()) setParameters(link, { panel: "" });
    const light = this.player.served ? lightLink(link) : null;
    // A page of a static site is its own light view.
    const frame = light ?? (!this.player.served && link.protocol !== "file:" ? link : null);
    const fields = { link: link.href, light: light?.href ?? "", embed: frame ? embedding(frame) : "" };
    for (const [name, value] of Object.entries(fields)) {
      this.field(name).value = value;
      this.field(name).closest("label").hidden = !value;
    }
    find(".gx-share-said").textContent = this.said();
    const limits = reach(link);
    find(".gx-share-reach").textContent = limits;
    find(".gx-share-reach").hidden = !limits;
    const asked = new URL(below("assets/qr.svg"));
    asked.searchParams.set("text", light?.href ?? link.href);
    if (code.src !== asked.href && this.player.served) {
      find(".gx-share-no-code").hidden = true;
      code.src = asked.href;
    }
    this.parts.large.querySelector("p").textContent = legible(light ?? link);
  }

  /** The code for the last row, over the whole screen. */
  enlargeCode() {
    const { code, large } = this.parts;
    large.querySelector("img").src = code.src;
    large.showModal();
    // Where the browser does not allow it, the window has to do.
    large.firstElementChild.requestFullscreen?.().catch(() => {});
  }

  /** What the link shows, in a line. */
  said() {
    const parts = Array.from(this.player.parts.readout.children, (item) =>
      Array.from(item.children, (part) => part.textContent).join(" "),
    );
    return parts.slice(0, 4).join(", ");
  }

  /** @param {HTMLElement} button */
  async copy(button) {
    const field = /** @type {HTMLInputElement} */ (this.parts.dialog.querySelector(`[name=${button.dataset.copy}]`));
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without a secure connection there is only the old way.
      document.execCommand("copy");
    }
    const before = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = before), 1500);
  }
}

/** What was said to a question. @param {Predict} asked @param {string} answer */
function verdict({ answers, correct }, answer) {
  const quoted = (/** @type {string} */ text) => `\u201c${text}\u201d`;
  const said = `You said ${quoted(answer)}.`;
  if (!correct.length) return element("p", { class: "gx-said", role: "status" }, said);
  const right = correct.map((i) => answers[i]);
  const passed = right.includes(answer);
  const mark = element("span", { "aria-hidden": "true" }, passed ? "✓ " : "✗ ");
  const judged = passed ? " Correct." : ` Not correct: it is ${right.map(quoted).join(" or ")}.`;
  return element("p", { class: `gx-said ${passed ? "gx-passed" : "gx-failed"}`, role: "status" }, mark, said + judged);
}

/** What was answered since the page was opened, by question: a player that is mounted anew knows it. @type {Map<string, string>} */
const saidHere = new Map();
/** Where the browser keeps answers until its tab is closed; they go nowhere else. And so many it keeps. */
const ANSWERS_KEY = "gx-answers";
const ANSWERS_KEPT = 50;
/** What of an address is not of its run. */
const NOT_OF_RUN = ["step", "stage", "sample", "panel", "lecture", "camera", "title", "task", "show", "hide", "page", "embed"];

/** A question and its run: another link may ask the same of another run. @param {URL} address */
function questionOf(address) {
  const run = new URLSearchParams([...given, ...address.searchParams]);
  for (const name of NOT_OF_RUN) run.delete(name);
  run.sort();
  return run.toString();
}

/** The answers that the browser has kept; none where it keeps nothing. @returns {Record<string, string>} */
function keptAnswers() {
  try {
    return Object(JSON.parse(sessionStorage.getItem(ANSWERS_KEY) ?? "{}"));
  } catch {
    return {};
  }
}

/** @param {string} question @param {string} answer "" to forget it */
function keepAnswer(question, answer) {
  const known = keptAnswers();
  if ((known[question] ?? "") === answer) return;
  const others = Object.entries(known).filter(([each]) => each !== question);
  const all = answer ? [...others, [question, answer]] : others;
  try {
    sessionStorage.setItem(ANSWERS_KEY, JSON.stringify(Object.fromEntries(all.slice(-ANSWERS_KEPT))));
  } catch {
    // The browser keeps nothing: then it is known as long as the page is open.
  }
}

/** A box to tick. @param {string} name @param {string} value @param {string} label @param {boolean} [checked] */
function tick(name, value, label, checked = false) {
  const box = element("input", { type: "checkbox", name, value, ...(checked ? { checked: "" } : {}) });
  return element("label", {}, box, ` ${label}`);
}

/** The light view of a page of the app, or null where it has none. @param {URL} link */
function lightLink(link) {
  const page = link.pathname.replace(/^.*\//, "") || LIGHT[0];
  const light = new URL("view", link);
  light.search = link.search;
  if (page === "view") return light;
  if (!LIGHT.includes(page) || link.protocol === "file:") return null;
  if (page !== LIGHT[0]) light.searchParams.set("page", page);
  return light;
}

/** HTML that puts a light view into another page. @param {URL} light */
function embedding(light) {
  const address = new URL(light);
  address.searchParams.set("embed", "true");
  const source = address.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${source}" title="Gradient Explorer" loading="lazy" allow="fullscreen" style="width: 100%; height: 640px; border: 0"></iframe>`;
}
