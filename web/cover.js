/**
 * What the full page shows before Streamlit has begun: the player itself, at the place where Streamlit's page will have
 * it, with the first picture of the very moment that the link says. It can be stepped and played. Streamlit's element
 * takes the player as it is (see streamlit.js): nothing is drawn a second time, and nothing jumps.
 */

import { addressNumber, below } from "./address.js";
import { fetchBytes } from "./bytes.js";
import { unfold } from "./codec.js";
import { part, scrollParent } from "./dom.js";
import { Player } from "./player.js";
import { SCRIPT } from "./race.js";
import { _ } from "./words.js";

/** What has not come after so many milliseconds is being computed: the line is free for Streamlit. */
const LATE = 1000;
/** So long it is waited for what stands above the player, in milliseconds. */
const PATIENCE = 3000;
/** Streamlit's element of a player, which may be there long before the player is. */
const PLAYER = '[class*="st-key-player-"]';
/** A script that has been at rest for so long has drawn all that it will draw, in milliseconds. */
const AT_REST = 2000;

export class Cover {
  /** @param {HTMLElement} root as ui/serving/cover.py makes it */
  constructor(root) {
    this.root = root;
    /** What Streamlit's element will hold: the player's HTML with its addresses. */
    this.holder = part(root, "[data-plotly]");
    this.page = location.pathname;
    this.timeline = fetchBytes(below(root.dataset.timeline ?? "")).then(unfold);
    /** @type {Player | null} */
    this.player = null;
    /** Whether Streamlit's script has begun. */
    this.hasRun = false;
    /** Whether a button of the mouse or a finger is down on it. */
    this.pressed = false;
    /** Whether a program of Streamlit's has not come, for the server has stopped: then nobody takes the player. */
    this.isAlone = false;
    this.leave = new AbortController();
    const notice = (/** @type {Event} */ { target }) => {
      this.isAlone ||= target instanceof HTMLScriptElement;
      this.sayIfAlone();
    };
    addEventListener("error", notice, { capture: true, signal: this.leave.signal });
    this.watcher = new MutationObserver((records) => {
      for (const { target } of records) this.look(/** @type {Element} */ (target).getAttribute(SCRIPT) ?? "");
    });
  }

  /** Show the first picture, unless Streamlit was first. */
  async show() {
    const timeline = await this.timeline;
    if (shown !== this) return;
    const { plotly = "", light = "" } = this.holder.dataset;
    lookLikeStreamlit(this.root);
    this.root.hidden = false;
    document.documentElement.classList.add("gx-covered");
    this.watcher.observe(document.body, { subtree: true, attributeFilter: [SCRIPT] });
    const player = new Player(this.holder, plotly, light);
    this.player = player;
    player.host = {
      sketchFirst: true,
      draftAddress: () => below("draft") + location.search,
      // Nobody can be told anything yet: the player keeps what a hand has let go of.
      onLetGo: () => {},
      busy: () => true,
    };
    const press = (/** @type {PointerEvent} */ { type, buttons }) => {
      this.pressed = type !== "pointercancel" && buttons !== 0;
    };
    // A menu of the browser's may swallow that it is let go: the next move tells.
    for (const type of /** @type {const} */ (["pointerdown", "pointermove", "pointerup", "pointercancel"])) {
      addEventListener(type, press, { signal: player.leave.signal, capture: true });
    }
    player.rest.reported = addressNumber("step");
    player.transport.go(player.rest.reported);
    await player.load(timeline, false);
    this.sayIfAlone();
  }

  /** What is there can be stepped, but no chart answers, and nothing of the rest comes. */
  sayIfAlone() {
    if (!this.isAlone) return;
    this.player?.fail(`${_("A part of this page could not be loaded.")} ${_("Please reload the page.")}`);
  }

  /** Another page has been opened, or the page has no player to show. @param {string} state of Streamlit's script */
  look(state) {
    clearTimeout(this.timer);
    if (state === "running") this.hasRun = true;
    if (location.pathname !== this.page) this.end();
    else if (state === "notRunning" && this.hasRun) this.timer = setTimeout(() => this.endWithout(), AT_REST);
  }

  /** Instead of a player the page may have an error to show. */
  endWithout() {
    if (!document.querySelector(PLAYER)) this.end();
  }

  /** Whether it has to stay for now: what a hand holds it would lose, and a dialog that moves is none any more. */
  get inUse() {
    return this.pressed || this.player?.drafts.held != null || this.holder.querySelector("dialog[open]") !== null;
  }

  /**
   * Move the player into an element as soon as that stands where the player does: what is above it may be on its way.
   * @param {HTMLElement} parent @param {number} latest when it moves anyway
   */
  moveInto(parent, latest) {
    const { holder, root, player } = this;
    if (!parent.isConnected || !player) {
      this.end();
      return;
    }
    const place = part(parent, "[data-plotly]");
    const isElsewhere = Math.abs(topOf(place) - topOf(holder)) > 1;
    if (this.inUse || (isElsewhere && performance.now() < latest)) {
      requestAnimationFrame(() => this.moveInto(parent, latest));
      return;
    }
    const focused = document.activeElement;
    const scrolled = root.scrollTop;
    place.replaceWith(holder);
    player.layout.lookAbove();
    this.end();
    player.layout.fit();
    if (scrolled) scrollParent(holder).scrollTop = scrolled;
    if (focused instanceof HTMLElement && holder.contains(focused)) focused.focus();
  }

  /** Take it away, with all that is in it. */
  end() {
    clearTimeout(this.timer);
    this.leave.abort();
    this.watcher.disconnect();
    this.root.remove();
    document.documentElement.classList.remove("gx-covered");
    if (shown === this) shown = null;
    this.player?.gone();
  }
}

/** Where an element begins in what scrolls it, seen from the window. @param {Element} element */
function topOf(element) {
  return element.getBoundingClientRect().top + scrollParent(/** @type {HTMLElement} */ (element)).scrollTop;
}

/** What Streamlit remembers of this browser's page: how wide its sidebar is, and which theme was chosen. @param {HTMLElement} root */
function lookLikeStreamlit(root) {
  try {
    const known = Object.entries(localStorage);
    const isClosed = known.some(([name, value]) => name.startsWith("stSidebarCollapsed-") && value === "true");
    const width = isClosed ? 0 : Number.parseInt(localStorage.getItem("sidebarWidth") ?? "", 10);
    if (!Number.isNaN(width)) root.style.setProperty("--gx-side", `${width}px`);
    const theme = localStorage.getItem(`stActiveTheme-${location.pathname}-v2`) ?? "";
    const chosen = ["dark", "light"].find((name) => theme.toLowerCase().includes(name));
    if (chosen) root.style.colorScheme = chosen;
  } catch {
    // What is remembered may be closed to us: then the page looks as usual.
  }
}

/** The one that is there; null for none. @type {Cover | null} */
let shown = null;

/**
 * Show the moment of the address, and let Streamlit begin as soon as the line is free for it.
 * @param {HTMLElement} root @param {() => void} begin
 */
export async function cover(root, begin) {
  const mine = new Cover(root);
  shown = mine;
  const late = setTimeout(begin, LATE);
  const goOn = () => {
    clearTimeout(late);
    begin();
  };
  mine.timeline.then(goOn, goOn);
  // Then Streamlit brings it as ever, and says what is wrong.
  await mine.show().catch(() => mine.end());
}

/**
 * Streamlit's element is there: the player is its own from now on, and moves into it. It may have no player yet, but its
 * timeline on the way.
 * @param {HTMLElement} parent @returns {Cover | null}
 */
export function uncover(parent) {
  const mine = shown;
  shown = null;
  if (!mine) return null;
  if (mine.player?.timeline && mine.page === location.pathname) {
    mine.watcher.disconnect();
    // There is one player only.
    part(parent, "[data-plotly]").replaceChildren();
    mine.moveInto(parent, performance.now() + PATIENCE);
  } else {
    mine.end();
    mine.player = null;
  }
  return mine;
}
