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
/** Panels that show a whole run at once: before an answer is given they would tell it. */
const TELLING = ["loss", "losses", "norms", "table", "sweep"];
/** What can be hidden of the full page, and what it is called (see ui/teaching.py, which does it). */
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
 * @typedef {{at: number, question: string, answers: string[]}} Predict at which step or stage what is asked
 */

/** What is asked, out of a link: step~question~answer~answer…; null for nothing, and for anything else. @param {string} text @returns {Predict | null} */
export function readPredict(text) {
  const [at, question, ...answers] = text.split("~").map((part) => part.trim());
  if (!/^\d{1,4}$/.test(at) || !question || answers.filter(Boolean).length < 2) return null;
  const short = answers.filter(Boolean).slice(0, 5).map((answer) => answer.slice(0, LETTERS.answer));
  return { at: Number(at), question: question.slice(0, LETTERS.question), answers: short };
}

/** The part of a player that teaches. */
class Teach {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    const find = (/** @type {string} */ selector) => /** @type {any} */ (player.root.querySelector(selector));
    this.parts = { task: find(".gx-task"), predict: find(".gx-predict"), dialog: find(".gx-share") };
    /** Panels that are shown; none means all. */
    this.only = new Set(readAddress("show").split(",").filter(Boolean));
    this.predict = readPredict(readAddress("predict"));
    this.answer = "";
    this.showTask();
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

  /** How far a player may go that wants to go to `step`; at the question it is asked. @param {number} step */
  allowed(step) {
    const ask = this.predict;
    if (!ask || this.answer || step <= ask.at) return step;
    this.ask(ask, step);
    return ask.at;
  }

  /** Cover the panels with the question. @param {Predict} ask @param {number} wanted where the player goes once it is answered */
  ask(ask, wanted) {
    const { predict } = this.parts;
    if (!predict.hidden) return;
    const buttons = ask.answers.map((answer) => {
      const button = element("button", { type: "button" }, answer);
      button.addEventListener("click", () => {
        this.answer = answer;
        this.settle();
        this.player.stopAt(Math.min(wanted, ask.at + 1));
      });
      return button;
    });
    predict.replaceChildren(element("p", {}, ask.question), element("div", { class: "gx-answers" }, ...buttons));
    predict.hidden = false;
    this.player.pause();
    buttons[0].focus();
  }

  /** The answer is given: everything is to be seen, and what was said stays beside it. */
  settle() {
    this.parts.predict.hidden = true;
    this.cover();
    const said = element("span", { class: "gx-said" }, ` You said: ${this.answer}`);
    this.parts.task.append(said);
    this.parts.task.hidden = false;
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
    this.fillForm();
    this.aim();
    this.parts.dialog.showModal();
  }

  /** The form for a class: made once, for the panels that there are. */
  fillForm() {
    const { dialog } = this.parts;
    if (dialog.dataset.made) return;
    dialog.dataset.made = "yes";
    const find = (/** @type {string} */ selector) => /** @type {any} */ (dialog.querySelector(selector));
    const box = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ label, checked = true) => {
      const input = element("input", { type: "checkbox", name, value, ...(checked ? { checked: "" } : {}) });
      return element("label", {}, input, ` ${label}`);
    };
    const panels = this.player.timeline?.panels ?? [];
    find(".gx-share-panels").append(...panels.map(({ name, title }) => box("show", name, title.split(/[:·]/)[0].trim())));
    find(".gx-share-hide").append(...Object.entries(HIDDEN).map(([value, label]) => box("hide", value, label, false)));
    const pages = Object.entries(PAGES).map(([value, label]) => box("hide", `page-${value}`, label, false));
    find(".gx-share-pages").append(...pages);
    for (const name of ["title", "task"]) {
      const field = find(`[name=${name}]`);
      field.maxLength = LETTERS[/** @type {"title"} */ (name)];
      field.value = readAddress(name);
    }
    find("[name=question]").maxLength = LETTERS.question;
    dialog.addEventListener("input", () => this.aim());
    dialog.addEventListener("click", (/** @type {Event} */ event) => {
      if (event.target === dialog) dialog.close();
      const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
      if (button) this.copy(/** @type {HTMLElement} */ (button));
    });
    const picture = find("[name=picture]");
    picture.append(...panels.map(({ name, title }) => new Option(title.split(/[:·]/)[0].trim(), name)));
    for (const kind of ["png", "svg"]) {
      find(`[data-picture=${kind}]`).addEventListener("click", () => this.player.savePicture(picture.value, kind));
    }
    find(".gx-qr").addEventListener("error", () => (find(".gx-qr").hidden = true));
  }

  /** Put the links into their fields, as the form says now. */
  aim() {
    const { dialog } = this.parts;
    const field = (/** @type {string} */ name) => /** @type {any} */ (dialog.querySelector(`[name=${name}]`));
    const checked = (/** @type {string} */ name) =>
      [...dialog.querySelectorAll(`[name=${name}]`)].filter((each) => each.checked).map((each) => each.value);
    const answers = field("answers").value.split(/[;\n]/).map((/** @type {string} */ each) => each.trim()).filter(Boolean);
    const question = field("question").value.trim();
    const shown = checked("show");
    const full = shown.length === dialog.querySelectorAll("[name=show]").length || !shown.length;
    const values = {
      title: field("title").value.trim(),
      task: field("task").value.trim(),
      show: full ? "" : shown.join(","),
      hide: checked("hide").join(","),
      predict: question && answers.length > 1 ? [this.player.step, question, ...answers].join("~") : "",
    };
    const link = here();
    setParameters(link, values);
    const light = this.player.served ? lightLink(link) : null;
    // A page of a static site is its own light view.
    const frame = light ?? (!this.player.served && link.protocol !== "file:" ? link : null);
    const fields = { link: link.href, light: light?.href ?? "", embed: frame ? embedding(frame) : "" };
    for (const [name, value] of Object.entries(fields)) {
      field(name).value = value;
      field(name).closest("label").hidden = !value;
    }
    dialog.querySelector(".gx-share-said").textContent = this.said();
    const code = dialog.querySelector(".gx-qr");
    const asked = new URL("assets/qr.svg", light ?? link);
    asked.searchParams.set("text", light?.href ?? link.href);
    if (code.src !== asked.href && this.player.served) {
      code.hidden = false;
      code.src = asked.href;
    }
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

/** The light view of a page of the app, or null where it has none. @param {URL} link */
function lightLink(link) {
  const page = link.pathname.replace(/^.*\//, "") || LIGHT[0];
  const light = new URL("view", link);
  light.search = link.search;
  if (page === "view") return light;
  if (!LIGHT.includes(page) || link.protocol === "file:") return null;
  if (page !== LIGHT[0]) light.searchParams.set("page", page);
  light.searchParams.delete("hide");
  return light;
}

/** HTML that puts a light view into another page. @param {URL} light */
function embedding(light) {
  const address = new URL(light);
  address.searchParams.set("embed", "true");
  const source = address.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${source}" title="Gradient Explorer" loading="lazy" allow="fullscreen" style="width: 100%; height: 640px; border: 0"></iframe>`;
}
