/** Keys: which of them are the player's, and what they stand for. */

/** @import { Player } from "./player.js" */

/** Something is typed here, into a cell of Streamlit's table too, or a list stands open: all keys are meant for it. */
const TYPED =
  "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable=true], [role=combobox], " +
  "[role=listbox], [role=menu], [role=dialog], [role=spinbutton], .stDataFrame canvas";
/** A list that is closed takes the keys that open it and that type; these do nothing there. */
const CLOSED = "[role=combobox][aria-expanded=false]";
const IDLE = /^(ArrowLeft|ArrowRight|PageUp|PageDown)$/;
/** What moves by keys, and which keys those are. */
const MOVED = {
  "[type=range], [role=slider]": /^(Arrow.*|Home|End|PageUp|PageDown)$/,
  "[type=radio], [role=radiogroup], [role=tablist]": /^(Arrow.*|Home|End| )$/,
  "[type=checkbox], [role=switch], [role=checkbox]": /^ $/,
};
/** What a key does to the transport. @type {Map<string, string>} */
const MOVES = new Map([
  [" ", "play"],
  ["ArrowLeft", "back"],
  ["ArrowRight", "forward"],
  // What a presenter's clicker sends.
  ["PageUp", "back"],
  ["PageDown", "forward"],
  ["Home", "first"],
  ["End", "last"],
]);
/** What a letter opens. @type {Map<string, string>} */
const OPENS = new Map([
  ["?", "keys"],
  ["l", "lecture"],
  ["L", "lecture"],
  ["s", "share"],
  ["S", "share"],
  // To the moments of a lesson.
  ["p", "prev"],
  ["P", "prev"],
  ["n", "next"],
  ["N", "next"],
  ["[", "slower"],
  ["]", "faster"],
]);

/** What a key does in a talk: to its moments, as a presenter's clicker sends it, and to the screen. @type {Map<string, string>} */
const IN_TALK = new Map([
  ["PageUp", "prev"],
  ["PageDown", "next"],
  ["b", "blank"],
  ["B", "blank"],
  [".", "blank"],
  ["d", "draw"],
  ["D", "draw"],
]);

/** Whether a key does nothing to the list that has the focus. @param {Element} target @param {string} key */
const isIdle = (target, key) => IDLE.test(key) && target.closest(CLOSED) !== null;

/** Whether a key is meant for what has the focus, and not for the player. @param {Element} target @param {string} key */
export function keeps(target, key) {
  // Whoever has chosen something steps on at once.
  if (isIdle(target, key)) return false;
  if (target.closest(TYPED)) return true;
  return Object.entries(MOVED).some(([kind, keys]) => keys.test(key) && target.closest(kind));
}

/**
 * What a key stands for: a button of the transport, or, inside a step, how many steps of the run to go; undefined for
 * nothing.
 * @param {{key: string, shiftKey: boolean}} event
 * @param {{large: boolean, inside: boolean, outside: boolean, onScrubber: boolean, inTalk?: boolean}} now whether panels are
 *   large or it is a lecture; whether it is the inside of a step, whether there are others, whether the scrubber has the
 *   focus, and whether it is a moment of a talk
 * @returns {string | number | undefined}
 */
export function meaning({ key, shiftKey }, { large, inside, outside, onScrubber, inTalk }) {
  const presented = inTalk ? IN_TALK.get(key) : undefined;
  if (presented) return presented;
  const opens = OPENS.get(key);
  if (opens) return opens;
  if (key === "Escape") return large ? "escape" : undefined;
  const move = MOVES.get(key);
  if (!inside) return shiftKey ? undefined : move;
  if (shiftKey) return move === "back" || move === "forward" ? move : undefined;
  if (key === "ArrowUp") return "back";
  if (key === "ArrowDown") return "forward";
  // On the scrubber the arrows are the scrubber's; elsewhere they step through the run, where there is more of it.
  if (onScrubber || !outside) return move;
  return move === "back" ? -1 : move === "forward" ? 1 : move;
}

/** Wire up the keys of the whole page. @param {Player} player @param {AbortSignal} signal */
export function listenToKeys(player, signal) {
  const { keys } = player.parts;
  keys.addEventListener("click", (event) => {
    if (event.target === keys) keys.close();
  });
  document.addEventListener("keydown", (event) => press(player, event), { signal });
  // Streamlit's lists keep all keys to themselves: these are taken on their way there.
  const early = (/** @type {KeyboardEvent} */ event) => {
    if (event.target instanceof Element && isIdle(event.target, event.key)) press(player, event);
  };
  document.addEventListener("keydown", early, { signal, capture: true });
}

/** @param {Player} player @param {KeyboardEvent} event */
function press(player, event) {
  // Many keyboards have brackets behind another key.
  const isBracket = event.key === "[" || event.key === "]";
  if (player.gone() || event.defaultPrevented) return;
  if (!isBracket && (event.ctrlKey || event.metaKey || event.altKey)) return;
  const { keys, share, scrubber } = player.parts;
  if (keys.open) {
    if (event.key === "?") keys.close();
    return;
  }
  if (share.open) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target && !target.closest(".gx-scrubber") && !player.host.isNotice?.(target) && keeps(target, event.key)) {
    // Out of a field of ours; the next key is the player's.
    if (player.root.contains(target) && ["Escape", "Enter"].includes(event.key)) /** @type {HTMLElement} */ (target).blur();
    return;
  }
  const digit = isBracket ? null : /^Digit([0-9])$/.exec(event.code);
  if (digit) {
    event.preventDefault();
    if (player.question.take(Number(digit[1]))) return;
    player.layout.showAlone(Number(digit[1]) - 1, event.shiftKey);
    return;
  }
  const what = meaning(event, {
    large: player.layout.isLarge,
    inside: player.timeline?.inside != null,
    outside: player.host.onOutside !== undefined,
    onScrubber: document.activeElement === scrubber,
    inTalk: player.host.talk !== undefined,
  });
  if (!what || (what === "play" && (event.repeat || target?.closest("button, a, summary, [role=button]")))) return;
  event.preventDefault();
  if (typeof what === "number") player.inside.stepOutside(what);
  else if (player.host.talk?.has(what)) player.host.talk.get(what)?.();
  else player.act(what);
}
