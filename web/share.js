/**
 * The dialog in which a link is made for the moment that is shown, copied and shown as a code for the projector, and what a
 * lecturer puts into it (see class_form.js). It needs no server but for the code. It is loaded when it is first needed.
 */

/** @import { Player } from "./player.js" */

import { beginning, below, here, setParameters } from "./address.js";
import { ClassForm } from "./class_form.js";
import { element, only, part } from "./dom.js";
import facts from "./facts.js";
import { cardLink, embedding, legible, lightLink, pictureLink, reach, whole } from "./links.js";
import { savePicture } from "./pictures.js";
import { collect } from "./talk/collect.js";
import { _ } from "./words.js";

/** So long a button says that it has copied, in milliseconds. */
const SAID = 1500;
/** So many of the numbers that are shown say which moment the link is of. */
const NUMBERS = 4;

/** The dialogs that are made. @type {WeakMap<Player, Share>} */
const made = new WeakMap();

/** Open the dialog, for the moment that is shown. @param {Player} player */
export function share(player) {
  const known = made.get(player) ?? new Share(player);
  made.set(player, known);
  known.open();
}

/** What the picture of a card is, for whoever does not see it. @param {HTMLImageElement} picture @param {string} title of the link */
function describe(picture, title) {
  picture.alt = _("The picture that others see of this link: {title}", { title });
}

class Share {
  /** @param {Player} player */
  constructor(player) {
    const dialog = player.parts.share;
    this.player = player;
    this.dialog = dialog;
    this.code = only(dialog, ".gx-qr", HTMLImageElement);
    this.large = only(player.root, ".gx-code-large", HTMLDialogElement);
    this.form = new ClassForm(player, dialog);
    dialog.addEventListener("input", () => this.aim());
    // Not at every letter: each picture is drawn for its link.
    dialog.addEventListener("change", () => this.showCard());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
      const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
      if (button instanceof HTMLElement) this.copy(button);
    });
    /** The light view of what is shown; nothing where there is none. @type {URL | null} */
    this.light = null;
    /** Where the words of the card were asked for last. */
    this.asked = "";
    part(dialog, "[data-collect]").addEventListener("click", async () => {
      if (this.light) this.tell(await collect(player, whole(this.light, beginning())));
    });
    this.listenToPictures();
    this.listenToCode();
  }

  /** What has become of the talk. @param {string} words */
  tell(words) {
    const way = words ? [" ", element("a", { href: below("talk") }, _("My talk"))] : [];
    part(this.dialog, ".gx-share-talk [role=status]").replaceChildren(words, ...way);
  }

  listenToPictures() {
    const picture = only(this.dialog, "[name=picture]", HTMLSelectElement);
    for (const kind of /** @type {const} */ (["png", "svg"])) {
      const save = () => savePicture(this.player, picture.value, kind);
      part(this.dialog, `[data-picture=${kind}]`).addEventListener("click", save);
    }
  }

  listenToCode() {
    const { code, dialog, large } = this;
    const place = part(dialog, ".gx-share-code");
    code.addEventListener("error", () => {
      place.hidden = true;
      part(dialog, ".gx-share-no-code").hidden = false;
    });
    code.addEventListener("load", () => {
      place.hidden = false;
    });
    for (const opener of [code, part(dialog, "[data-large]")]) opener.addEventListener("click", () => this.enlargeCode());
    large.addEventListener("click", () => large.close());
    large.addEventListener("close", () => document.fullscreenElement && document.exitFullscreen().catch(() => {}));
    // Esc leaves the whole screen, and the browser keeps the key to itself.
    part(large, "div").addEventListener("fullscreenchange", () => document.fullscreenElement || large.close());
  }

  open() {
    const { player } = this;
    if (!player.timeline) return;
    player.transport.pause();
    player.rest.writeAddress();
    this.form.fill();
    this.aim();
    this.showCard();
    this.tell("");
    this.dialog.showModal();
  }

  /** The link that the form makes. */
  link() {
    const link = here();
    setParameters(link, this.form.values());
    // A lecture is for the projector: who gets the link sees everything, in letters of the usual size.
    setParameters(link, { lecture: "" });
    if (this.player.layout.lectureMode.hasChosen) setParameters(link, { panel: "" });
    // A talk is in this browser alone: what is shown of it has a link of its own.
    return this.player.host.talk ? whole(link, beginning()) : link;
  }

  /** What others see of the link where it is sent. Where no server is, none makes it. */
  showCard() {
    const place = part(this.dialog, ".gx-share-preview");
    place.hidden = !this.player.served;
    if (!this.player.served) return;
    const picture = only(place, "img", HTMLImageElement);
    const title = this.form.field("title").value.trim() || document.title.replace(/ · [^·]*$/, "");
    describe(picture, title);
    const link = this.link();
    const address = pictureLink(link, facts.light).href;
    if (picture.src !== address) picture.src = address;
    this.askForWords(place, cardLink(link).href);
  }

  /** What the link is called there, and what is said of it. @param {Element} place @param {string} address */
  async askForWords(place, address) {
    this.asked = address;
    /** @type {{title?: string, description?: string}} */
    let card = {};
    try {
      const answer = await fetch(address);
      if (answer.ok) card = await answer.json();
    } catch {
      // The title stands in the picture too.
    }
    // Meanwhile the link may be another one.
    if (this.asked !== address) return;
    part(place, "[data-card=title]").textContent = card.title ?? "";
    part(place, "[data-card=description]").textContent = card.description ?? "";
    if (card.title) describe(only(place, "img", HTMLImageElement), card.title);
  }

  /** Put the links into their fields, as the form says now. */
  aim() {
    const { dialog, code, player } = this;
    this.form.showRows();
    const link = this.link();
    const light = player.served ? lightLink(link, facts.light) : null;
    this.light = light;
    part(dialog, ".gx-share-talk").hidden = !light;
    // A page of a static site is its own light view.
    const frame = light ?? (!player.served && link.protocol !== "file:" ? link : null);
    const fields = { link: link.href, light: light?.href ?? "", embed: frame ? embedding(frame) : "" };
    for (const [name, value] of Object.entries(fields)) {
      const field = only(dialog, `[name=${name}]`, HTMLInputElement);
      field.value = value;
      const label = field.closest("label");
      if (label) label.hidden = !value;
    }
    part(dialog, ".gx-share-said").textContent = player.readout().slice(0, NUMBERS).join(", ");
    const limits = reach(link);
    const place = part(dialog, ".gx-share-reach");
    place.textContent = limits;
    place.hidden = !limits;
    const asked = new URL(below("assets/qr.svg"));
    asked.searchParams.set("text", light?.href ?? link.href);
    if (code.src !== asked.href && player.served) {
      part(dialog, ".gx-share-no-code").hidden = true;
      code.src = asked.href;
    }
    part(this.large, "p").textContent = legible(light ?? link);
  }

  /** The code for the last row, over the whole screen. */
  enlargeCode() {
    const { code, large } = this;
    only(large, "img", HTMLImageElement).src = code.src;
    large.showModal();
    // Where the browser does not allow it, the window has to do.
    part(large, "div")
      .requestFullscreen?.()
      .catch(() => {});
  }

  /** @param {HTMLElement} button */
  async copy(button) {
    const field = only(this.dialog, `[name=${button.dataset.copy}]`, HTMLInputElement);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without a secure connection there is only the old way.
      document.execCommand("copy");
    }
    const before = button.textContent;
    button.textContent = _("Copied");
    setTimeout(() => {
      button.textContent = before;
    }, SAID);
  }
}
