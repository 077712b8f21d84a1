/**
 * The race with Streamlit, and all that guards against it in the browser; ui/bridge/race.py guards the server, and
 * explains all of it. Its constants come from there, with the page.
 *
 * Every message of the browser carries the values of all widgets and the address that it knows, and a report of the
 * player is a message like any other. So what the player says may undo what the server has just set, make Streamlit lose
 * a click that came a moment before, or, in the middle of a run of the page, have it take the player away. Therefore:
 *   busy      while a run of the page is under way, and for a moment after a click or a key elsewhere, the player reports
 *             nothing: it asks again when the user has rested once more, and what he has asked for is asked a moment later
 *             (waiting_question.js)
 *   inherit   a player that is mounted anew in the middle of all this goes on where the last one was
 *   prepare   or begins where a new command sends it, before anything has come
 *   left      whoever goes to another page has not always rested before: that page's player goes on where the last one was
 *   obey      Python's commands have numbers: one that comes twice, or late, moves nobody
 *   overtaken nor does one that was on its way when Back was pressed
 *   again     what was reported while the line to the server was cut is reported once more when it is back, and what was
 *             asked for waits for that
 */

/** @import { Player } from "./player.js" */

import { addressNumber } from "./address.js";
import { WaitingQuestion } from "./waiting_question.js";

/** Where Streamlit says whether the line to the server is whole. */
const LINE = "data-test-connection-state";
/** And what its script does. */
export const SCRIPT = "data-test-script-state";

/**
 * The constants that Python has too. quiet: after a click or a key elsewhere the player reports nothing for so long, in
 * seconds · again: by so much a number is larger that is said once more, so that it is a new one to Streamlit
 * @typedef {{quiet: number, again: number}} Constants
 */

/** @param {HTMLElement} parent which has them, in an element's data @returns {Constants} */
function constantsOf(parent) {
  return JSON.parse(parent.querySelector("[data-race]")?.getAttribute("data-race") ?? "{}");
}

/** What Streamlit says of its script: "running", "rerunRequested", "notRunning", … @param {Element | null} element */
function scriptState(element) {
  return element?.closest(`[${SCRIPT}]`)?.getAttribute(SCRIPT) ?? "";
}

/**
 * Whether this is Streamlit's dialog about a line that is cut. It takes the focus, and there is nothing in it to type:
 * what has come is played on, so keys stay the player's. @param {Element} target
 */
export function saysThatLineIsCut(target) {
  const line = document.querySelector(`[${LINE}]`)?.getAttribute(LINE);
  return line != null && line !== "CONNECTED" && Boolean(target.closest("[role=dialog]"));
}

/** Who was mounted last: in this place, for each language has a program of its own, and one goes on where the other was. */
const NEWEST = Symbol.for("gradient-explorer-newest");
const mounted = /** @type {{[NEWEST]?: Guard}} */ (globalThis);
/** Whether Back or Forward was pressed before Streamlit knew a page: it hears neither then, and shows another address. */
let isEarly = false;
// Back and Forward are heard while no player is there too: between two runs Streamlit may have taken it away.
addEventListener("popstate", () => {
  isEarly ||= !["running", "notRunning", "rerunRequested"].includes(scriptState(document.querySelector(`[${SCRIPT}]`)));
  mounted[NEWEST]?.overtake();
});

/** Guards one player, as long as it is on the page. */
export class Guard {
  /** @param {Player} player @param {HTMLElement} parent Streamlit's element around it @param {number} command what the page says now */
  constructor(player, parent, command) {
    this.player = player;
    this.parent = parent;
    this.constants = constantsOf(parent);
    this.page = location.pathname;
    /** The number of the last command; -1 before the first. */
    this.command = -1;
    this.quietUntil = 0;
    this.waiting = new WaitingQuestion(player, () => this.busy());
    /** Back was the last that the visitor did: what Python says behind it, it has said before. */
    this.overtaken = false;
    /** Whether it is known, before anything has come, that the player shows the steps of a run. */
    this.ofRun = false;
    /** Where the visitor was on the page that he comes from: Python may not have heard of it yet. */
    this.left = mounted[NEWEST]?.leave(this.page) ?? null;
    this.inherit(command);
    mounted[NEWEST] = this;
    const { signal } = player.leave;
    const quiet = (/** @type {Event} */ event) => this.hush(/** @type {Node} */ (event.target));
    for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, quiet, { signal, capture: true });
    // Not every way of using a control is heard as one of these: that of a screen reader, or a file that is dropped.
    const act = () => (this.overtaken = false);
    for (const type of ["click", "change", "drop"]) document.addEventListener(type, act, { signal, capture: true });
  }

  /** Back or Forward: the player goes where the address says, or the next one does where this one is gone. */
  overtake() {
    this.overtaken = true;
    if (this.player.gone()) this.player.transport.step = addressNumber("step");
  }

  /** Ask Python for what it answers by a command, as soon as it is the time for it; a newer question takes its place. @param {() => void} question */
  ask(question) {
    this.overtaken = false;
    this.waiting.ask(question);
  }

  /** Between two runs in quick succession Streamlit takes a player away and mounts it anew. @param {number} command */
  inherit(command) {
    const newest = mounted[NEWEST];
    if (newest?.page !== this.page) return;
    // That of another language may still be there: it is taken away for this one.
    if (newest instanceof Guard && !newest.player.gone()) return;
    const { player: last } = newest;
    this.ofRun = last.timeline ? !last.timeline.inside : newest.ofRun;
    // Where Back was pressed meanwhile, a new command is the one that was on its way.
    if (newest.command !== command && !newest.overtaken) return;
    this.overtaken = newest.overtaken && newest.command === command;
    this.command = command;
    this.player.transport.step = last.step;
    this.player.rest.reported = last.rest.reported;
    this.player.inside.wanted = last.inside.wanted;
    this.player.drafts.before = last.drafts.before.slice(last.drafts.told);
  }

  /**
   * A player that is mounted anew may hear of a new command before anything has come: it begins there, so that a key that
   * is pressed meanwhile counts from there. @param {number} command @param {number} step
   */
  prepare(command, step) {
    const { player } = this;
    if (player.timeline || !this.ofRun || this.overtaken || command <= this.command) return;
    this.command = command;
    player.transport.step = step;
    player.rest.reported = step;
  }

  /**
   * The step of the run at which the visitor leaves for a page, and the last command; null where there are no steps.
   * @param {string} page @returns {{command: number, step: number} | null}
   */
  leave(page) {
    const { timeline, transport, inside } = this.player;
    // A player that was taken away before it had anything to show stands where it was to begin.
    if (page === this.page) return this.command < 0 ? this.left : null;
    if (!timeline?.steps) return null;
    return { command: this.command, step: timeline.inside ? (inside.wanted ?? timeline.inside.step) : transport.step };
  }

  /** A click or a key elsewhere is on its way to the server: what comes right behind it could make Streamlit lose it. @param {Node} target */
  hush(target) {
    if (this.player.gone() || target === document.body || this.player.root.contains(target)) return;
    this.overtaken = false;
    this.quietUntil = performance.now() + 1000 * this.constants.quiet;
  }

  /** Whether it is not the time to report anything. While a run is under way the browser may not know yet what it has set. */
  busy() {
    return isAway || ["running", "rerunRequested"].includes(scriptState(this.parent)) || performance.now() < this.quietUntil;
  }

  /** Go to a step, where the page has said so anew. @param {number} command @param {number} step */
  obey(command, step) {
    const { player } = this;
    // The first command of a session only says where its link began: a page that is open longer than that knows better.
    if (command === 1 && this.command > 1) this.command = command;
    if (this.command === command) {
      // A new address that Streamlit wrote may carry the step of a while ago.
      if (!player.transport.playing) player.rest.begin();
      return;
    }
    const came = this.command < 0 && this.left?.command === command - 1 && !addressNumber("step");
    const wanted = came ? (this.left?.step ?? step) : step;
    this.command = command;
    const inside = Boolean(player.timeline?.inside);
    if (!inside) player.rest.reported = step;
    if (!this.overtaken) player.transport.pause();
    if (inside || this.overtaken) player.rest.begin();
    else player.transport.go(wanted);
    // One command was under way.
    this.overtaken = false;
    if (inside && wanted !== step) player.inside.goOutside(wanted);
  }

  /** While the line was cut nobody heard what was asked for. */
  again() {
    const { drafts, host, inside, step, timeline } = this.player;
    const { asked } = inside;
    // With that comes the step; a message right behind it would carry the old settings.
    if (drafts.before.length) {
      host.onLetGo?.([], {}, "");
      return;
    }
    const more = this.constants.again;
    if (!timeline?.inside) host.onRest?.(step + more);
    else if (asked !== null && asked !== timeline.inside.step) host.onOutside?.(asked + more);
  }
}

/** Whether nobody hears what is asked for: the line is cut, or the page has not run since. */
let isAway = false;
/** What was pressed before Streamlit knew a page is pressed once more when its first run has ended. @param {Element} element of its page */
function pressAgain(element) {
  if (!isEarly || scriptState(element) !== "notRunning") return;
  isEarly = false;
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}

/** Where the line to the server is watched already. @type {WeakSet<Element>} */
const watched = new WeakSet();

/**
 * Watch the line to the server.
 * @param {HTMLElement} parent Streamlit's element of whoever watches
 * @param {() => void} onBack it is whole again: the page has to run · @param {() => void} onRun and now it has run
 */
export function watch(parent, onBack, onRun) {
  const app = parent.closest(`[${LINE}]`);
  if (!app || watched.has(parent)) return;
  watched.add(parent);
  let cut = false;
  /** @type {"" | "asked" | "running"} all is well; a run of the page is asked for; it runs */
  let back = "";
  pressAgain(parent);
  const observer = new MutationObserver(() => {
    if (!parent.isConnected) {
      observer.disconnect();
      return;
    }
    pressAgain(parent);
    const whole = app.getAttribute(LINE) === "CONNECTED";
    const rests = scriptState(parent) === "notRunning";
    if (whole && cut) {
      back = "asked";
      onBack();
    } else if (back === "asked" && !rests) {
      back = "running";
    } else if (back === "running" && rests) {
      back = "";
      isAway = false;
      onRun();
    }
    cut = !whole;
    isAway = cut || back !== "";
  });
  observer.observe(app, { attributeFilter: [LINE, SCRIPT] });
}
