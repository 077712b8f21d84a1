/** The list of lessons in the full page: what this browser has done of each, and how to save, take back and forget it. */

import { element, only, part } from "./dom.js";
import { asFile, forget, statesOf, takeFile } from "./progress.js";
import { endVisits, nextOpen, orderOf } from "./visit_order.js";
import { _, ngettext } from "./words.js";

const FILE = "gradient-explorer-lessons.json";

/** What Streamlit calls at every run of the page. @param {{parentElement: HTMLElement}} component */
export function listLessons({ parentElement }) {
  const root = part(parentElement, ".gx-progress");
  const status = part(root, "[role=status]");
  endVisits();
  show();
  if (root.dataset.wired) return;
  root.dataset.wired = "yes";
  const tell = (/** @type {string} */ words) => {
    status.textContent = words;
    show();
  };
  part(root, "[data-do=save]").addEventListener("click", () => save());
  part(root, "[data-do=forget]").addEventListener("click", () => {
    forget();
    tell(_("Deleted."));
  });
  const file = only(root, "input", HTMLInputElement);
  file.addEventListener("change", async () => {
    const text = await file.files?.[0]?.text();
    file.value = "";
    if (text !== undefined) tell(takeFile(text) ? _("Restored.") : _("That is not a file of your progress."));
  });
}

/** Tick what is done. The list is the page's own, beside this component. */
function show() {
  for (const item of document.querySelectorAll(".gx-lessons > li")) {
    if (!(item instanceof HTMLElement)) continue;
    const moments = (item.dataset.moments ?? "").split(" ");
    const { lesson = "" } = item.dataset;
    const states = statesOf(lesson, moments);
    if ("mixed" in item.dataset) beginAnywhere(item, lesson, moments);
    const [unknown, answered] = ["unknown", "answered"].map((which) => states.filter((state) => state === which).length);
    const done = states.filter(Boolean).length - unknown;
    const all = moments.length;
    item.classList.toggle("gx-is-done", done === all);
    const said =
      done === all ? _("✓ done") : done ? _("{done} of {all} done", { done, all }) : ngettext("{n} moment", "{n} moments", all);
    const open = [
      ...(unknown ? [_("{n} not known yet", { n: unknown })] : []),
      ...(answered ? [_("{n} worth another look", { n: answered })] : []),
    ];
    part(item, ".gx-lesson-state").textContent = [said, ...open].join(" · ");
  }
}

/** A mixed lesson begins with another moment at each visit. @param {HTMLElement} item @param {string} lesson @param {string[]} moments */
function beginAnywhere(item, lesson, moments) {
  const order = orderOf(lesson, moments);
  const link = only(item, ".gx-lesson-name", HTMLAnchorElement);
  const address = new URL(link.href);
  address.searchParams.set("at", order[Math.max(nextOpen(statesOf(lesson, order), -1), 0)]);
  link.href = address.href;
}

function save() {
  const url = URL.createObjectURL(new Blob([asFile()], { type: "application/json" }));
  element("a", { href: url, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(url));
}
