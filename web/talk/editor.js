/** The list of a talk: its moments in their order, which are dragged, typed into, taken away, and come back. */

/** @import { Moment, Talk } from "./list.js" */

import { part } from "../dom.js";
import { _ } from "../words.js";
import { keepTalk, readTalk, withChange, withMomentAt, withoutMoment } from "./list.js";
import { MomentForm } from "./moment_form.js";

export class Editor {
  /** @param {HTMLElement} root the page's */
  constructor(root) {
    this.root = root;
    this.list = part(root, ".gx-talk-moments");
    this.talk = readTalk();
    /** What comes back when it is undone. @type {Talk | null} */
    this.before = null;
    /** By the ids of their moments. @type {Map<string, MomentForm>} */
    this.forms = new Map();
    for (const name of /** @type {const} */ (["title", "about"])) {
      this.head(name).addEventListener("input", () => this.keep({ ...this.talk, [name]: this.head(name).value }));
    }
    part(root, "[data-do=undo]").addEventListener("click", () => this.undo());
    this.show();
  }

  /** @param {"title" | "about"} name */
  head(name) {
    return /** @type {HTMLInputElement} */ (part(this.root, `[name=talk-${name}]`));
  }

  /** @param {Talk} talk */
  keep(talk) {
    this.talk = talk;
    if (!keepTalk(talk)) this.tell(_("This browser keeps nothing: save the talk as a file before you leave."));
  }

  /** Tell what has happened, and offer to take it back. @param {string} words @param {Talk | null} [before] */
  tell(words, before = null) {
    this.before = before;
    part(this.root, ".gx-talk-said p").textContent = words;
    part(this.root, "[data-do=undo]").hidden = !before;
  }

  /** Another talk, and the one before can come back. @param {Talk} talk @param {string} words */
  replace(talk, words) {
    const { talk: before } = this;
    this.keep(talk);
    this.show();
    this.tell(words, before);
  }

  undo() {
    const { before } = this;
    if (!before) return;
    this.keep(before);
    this.show();
    this.tell(_("Undone."));
    part(this.root, "[data-do=present]").focus();
  }

  /** Another tab has changed it. */
  follow() {
    this.talk = readTalk();
    this.show();
  }

  /** Show the list as it is now; a field that has the focus keeps it. */
  show() {
    const { talk, forms, list, root } = this;
    for (const name of /** @type {const} */ (["title", "about"])) {
      if (this.head(name).value !== talk[name]) this.head(name).value = talk[name];
    }
    for (const [id, form] of forms) {
      if (talk.moments.some((each) => each.id === id)) continue;
      form.item.remove();
      forms.delete(id);
    }
    for (const [i, moment] of talk.moments.entries()) {
      const form = forms.get(moment.id) ?? this.add(moment);
      if (form.moment !== moment) form.fill(moment);
      form.standAt(i + 1, talk.moments.length);
      // What stands at its place already is not moved: it would lose the focus.
      if (list.children[i] !== form.item) list.insertBefore(form.item, list.children[i] ?? null);
    }
    const empty = !talk.moments.length;
    part(root, ".gx-talk-empty").hidden = !empty;
    part(root, ".gx-talk-head").hidden = empty;
    for (const name of ["present", "save", "copy", "clear"]) part(root, `[data-do=${name}]`).hidden = empty;
  }

  /** @param {Moment} moment */
  add(moment) {
    const { id } = moment;
    const form = new MomentForm(moment, (change) => this.keep(withChange(this.talk, id, change)));
    this.forms.set(id, form);
    part(form.item, ".gx-remove").addEventListener("click", () => this.remove(id));
    const handle = part(form.item, ".gx-handle");
    handle.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (!by) return;
      event.preventDefault();
      this.move(id, this.placeOf(id) + by);
      handle.focus();
    });
    handle.addEventListener("pointerdown", (event) => this.drag(event, id));
    return form;
  }

  /** @param {string} id */
  placeOf(id) {
    return this.talk.moments.findIndex((each) => each.id === id);
  }

  /** @param {string} id */
  remove(id) {
    const place = this.placeOf(id);
    const { title } = this.talk.moments[place];
    this.replace(withoutMoment(this.talk, id), _("Removed: {title}.", { title: title || _("Moment {n}", { n: place + 1 }) }));
    part(this.root, "[data-do=undo]").focus();
  }

  /** @param {string} id @param {number} place */
  move(id, place) {
    if (place < 0 || place >= this.talk.moments.length || place === this.placeOf(id)) return;
    this.keep(withMomentAt(this.talk, id, place));
    this.show();
    this.tell(_("Now moment {n} of {count}.", { n: place + 1, count: this.talk.moments.length }));
  }

  /** As long as the handle is held, the moment goes where the pointer is. @param {PointerEvent} event @param {string} id */
  drag(event, id) {
    if (event.button !== 0) return;
    const item = this.forms.get(id)?.item;
    const leave = new AbortController();
    const { signal } = leave;
    item?.classList.add("gx-dragged");
    const follow = (/** @type {PointerEvent} */ { clientY }) => {
      const place = this.placeOf(id);
      const box = (/** @type {number} */ at) => this.list.children[at]?.getBoundingClientRect();
      const [above, below] = [box(place - 1), box(place + 1)];
      if (above && clientY < above.top + above.height / 2) this.move(id, place - 1);
      else if (below && clientY > below.top + below.height / 2) this.move(id, place + 1);
    };
    const end = () => {
      item?.classList.remove("gx-dragged");
      leave.abort();
    };
    // On the page: what is put elsewhere in it loses the pointer.
    addEventListener("pointermove", follow, { signal });
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, end, { signal });
  }
}
