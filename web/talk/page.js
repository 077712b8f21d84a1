/** The page of a talk: its list, how it is saved, handed on and opened, and where it is presented. No server knows it. */

/** @import { Talk } from "./list.js" */

import { below, here } from "../address.js";
import { element, only, part } from "../dom.js";
import { leadToLanguages } from "../language_links.js";
import { NO_WORKSHEET, printSheet } from "../printing.js";
import { _, ngettext } from "../words.js";
import { Editor } from "./editor.js";
import { LONGEST } from "./limits.js";
import { fileOf, hasTalk, LONGEST_LINK, linkOf } from "./link.js";
import { EMPTY, listenToOthers } from "./list.js";
import { wrongWith } from "./moment_form.js";
import { momentIn, Presentation } from "./present.js";
import { readTalkFile } from "./reader.js";
import { sheetOf } from "./worksheet.js";
import { asFile } from "./writer.js";

/** Show the list, or the moment that the address asks for. */
export function openTalk() {
  const page = new TalkPage(part(document, ".gx-talk"));
  page.arrive();
}

class TalkPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.editor = new Editor(root);
    /** A talk that came by a link, as long as it is nobody's. @type {Talk | null} */
    this.linked = null;
    /** @type {Presentation | null} */
    this.presentation = null;
    listenToOthers(() => this.editor.follow());
    leadToLanguages(root);
    this.listen();
    addEventListener("popstate", (event) => this.followHistory(event), { capture: true });
    addEventListener("hashchange", () => this.arrive());
  }

  listen() {
    const { root, editor } = this;
    const press = (/** @type {string} */ name, /** @type {(event: Event) => void} */ act) =>
      part(root, `[data-do=${name}]`).addEventListener("click", act);
    press("save", () => this.save());
    press("copy", () => this.copy());
    press("print", () => this.print());
    press("clear", () => editor.replace({ ...EMPTY }, _("The list is empty now.")));
    press("take", () => this.take());
    const file = only(root, "input[type=file]", HTMLInputElement);
    file.addEventListener("change", async () => {
      const chosen = file.files?.[0];
      if (chosen) await this.openFile(chosen);
      file.value = "";
    });
    root.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const at = link && !event.ctrlKey && !event.metaKey && !event.shiftKey ? momentIn(new URL(link.href)) : 0;
      if (!at || link?.pathname !== location.pathname) return;
      event.preventDefault();
      this.present(at, true);
    });
  }

  /** What the address has: a talk, a moment, or neither. */
  async arrive() {
    this.linked = null;
    const { hash } = here();
    if (hasTalk(hash)) await this.openLink(hash);
    part(this.root, ".gx-talk-linked").hidden = !this.linked;
    if (momentIn()) this.present(momentIn(), false);
  }

  /** The talk that is presented: the one of the link, where there is one. */
  get talk() {
    return this.linked ?? this.editor.talk;
  }

  /** @param {number} at @param {boolean} entry in the history */
  present(at, entry) {
    // The list stays until there is something to see instead: where nothing comes, it is the way back.
    this.presentation ??= new Presentation({
      talk: () => this.talk,
      began: () => {
        this.root.hidden = true;
      },
      failed: (said) => {
        this.presentation = null;
        this.editor.tell(said);
      },
      ended: () => {
        this.presentation = null;
        this.root.hidden = false;
        document.title = _("My talk · Gradient Explorer");
        part(this.root, "[data-do=present]").focus();
      },
    });
    if (entry) this.presentation.beginAnew();
    this.presentation.begin(at, entry);
  }

  /** Back and forward in the history, before the player looks there for its step. @param {PopStateEvent} event */
  followHistory(event) {
    const at = momentIn();
    if (at === (this.presentation?.at ?? 0)) return;
    event.stopImmediatePropagation();
    if (at) this.present(at, false);
    else this.presentation?.end();
  }

  /** What cannot be read as a file, in one sentence; "" where all can. */
  wrong() {
    const { talk } = this.editor;
    for (const [i, moment] of talk.moments.entries()) {
      const [wrong] = wrongWith(moment);
      if (wrong) return _("Moment {n}: {wrong}", { n: i + 1, wrong });
    }
    return readTalkFile(asFile(talk)).problems[0]?.[1] ?? "";
  }

  /** The worksheet of what can be read as a file. */
  async print() {
    const wrong = this.wrong();
    if (wrong) this.editor.tell(wrong);
    else await printSheet(sheetOf(this.editor.talk)).catch(() => this.editor.tell(NO_WORKSHEET));
  }

  save() {
    const wrong = this.wrong();
    if (wrong) {
      this.editor.tell(_("Not saved. {wrong}", { wrong }));
      return;
    }
    const url = URL.createObjectURL(new Blob([asFile(this.editor.talk)], { type: "text/markdown" }));
    element("a", { href: url, download: `${nameOf(this.editor.talk)}.md` }).click();
    setTimeout(() => URL.revokeObjectURL(url));
    this.editor.tell(_("Saved: it is a lesson’s file, which can be opened here again."));
  }

  async copy() {
    const wrong = this.wrong();
    const link = wrong ? null : await linkOf(below("talk"), asFile(this.editor.talk));
    if (wrong) this.editor.tell(_("Not copied. {wrong}", { wrong }));
    else if (!link)
      this.editor.tell(_("It is too long for a link of {most} characters: save it as a file.", { most: LONGEST_LINK }));
    else {
      await navigator.clipboard.writeText(link).then(
        () => this.editor.tell(_("Copied: the whole talk, notes too, is in the link.")),
        () => this.editor.tell(_("Here it is: {link}", { link })),
      );
    }
  }

  /** @param {File} file */
  async openFile(file) {
    // Nobody waits for a film to be read as a text.
    const text = file.size > 4 * LONGEST ? "" : await file.text();
    const { talk, problems } = readTalkFile(text);
    if (talk) this.editor.replace(talk, _("Opened: {title}.", { title: talk.title }));
    else if (!text)
      this.editor.tell(_("{file} is not a talk, or too long for one. Your list is as it was.", { file: file.name }));
    else {
      const [line, wrong] = problems[0];
      this.editor.tell(_("{file}, line {line}: {wrong} Your list is as it was.", { file: file.name, line, wrong }));
    }
  }

  /** @param {string} hash */
  async openLink(hash) {
    try {
      const { talk, problems } = readTalkFile(await fileOf(hash));
      if (!talk) {
        const [line, wrong] = problems[0];
        throw new Error(_("The talk in this link has a mistake in line {line}: {wrong}", { line, wrong }));
      }
      this.linked = talk;
      const { title, about, moments } = talk;
      part(this.root, ".gx-talk-linked p").textContent = ngettext(
        "This link has a talk of {n} moment: “{title}”. {about}",
        "This link has a talk of {n} moments: “{title}”. {about}",
        moments.length,
        { title, about },
      );
      only(this.root, "[data-do=present-linked]", HTMLAnchorElement).href = `${below("talk?at=1")}${hash}`;
    } catch (error) {
      const wrong = error instanceof Error ? error.message : String(error);
      this.editor.tell(_("{wrong} Your list is as it was.", { wrong }));
    }
  }

  /** What came by a link becomes the list of this browser. */
  take() {
    const { linked } = this;
    if (!linked) return;
    history.replaceState(null, "", below("talk"));
    this.linked = null;
    part(this.root, ".gx-talk-linked").hidden = true;
    this.editor.replace(linked, _("Now your talk: {title}.", { title: linked.title }));
  }
}

/** What a talk's file is called: as an address can have it. @param {Talk} talk */
function nameOf({ title }) {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40)
    .replace(/-$/, "");
  return plain || "my-talk";
}
