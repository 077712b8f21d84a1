/** The player as Streamlit's component: Streamlit mounts it at every run of the page, with what Python has sent. */

/** @import { Detail } from "./codec.js" */

import { below, settings } from "./address.js";
import { fetchBytes, gunzip } from "./bytes.js";
import { open, readDetail, unfold } from "./codec.js";
import { uncover } from "./cover.js";
import { part } from "./dom.js";
import { Player } from "./player.js";
import { bringPlotly, isCarried } from "./plotly.js";
import { Guard, saysThatLineIsCut, watch } from "./race.js";
import { followSidebar } from "./sidebar_rate.js";
import { offerSkip } from "./skip.js";
import { nameSlidersOnce } from "./slider_names.js";
import { _ } from "./words.js";

export { standAt } from "./address.js";
export { cover } from "./cover.js";
export { offerLanguages } from "./language_switch.js";
export { listLessons } from "./lesson_list.js";
export { carry } from "./plotly.js";
export { speakForStreamlit } from "./streamlit_words.js";

/** Streamlit has no line to the server yet: see whether one comes, and say so. */
export const awaitLine = () => import("./no_line.js").then((module) => module.awaitLine());

/** Behind every message stand two numbers of four bytes: that of the last command, and the step that it goes to. */
const TAIL = 8;
/** So long it is waited for a timeline that the first page has asked for, in milliseconds: then it is asked for again. */
const PATIENCE = 3000;
const TOO_OLD = _("This browser is too old for this page: please use a newer one.");

/**
 * A player on the page, where its timeline is from, what the first page showed before it, the timeline that is on its way, how many messages there were, the
 * last command, and the settings before a click or a drag changed them.
 * @typedef {{player: Player, guard: Guard, at: string, cover: import("./cover.js").Cover | null,
 *   coming: {at: string, bytes: Promise<Uint8Array>} | null, messages: number, command: number, before: string}} Mounted
 */
/** @type {WeakMap<Element, Mounted>} */
const mounted = new WeakMap();
/** All that are on the page. @type {Set<Mounted>} */
const live = new Set();
/** The last detail that came: it may come before the player that it is for. @type {Detail | null} */
let latest = null;

/**
 * What Streamlit calls at every run of the page. `data` is the address of a packed timeline, which may follow it. What is
 * returned it calls when it has taken the player away.
 * @param {{data: Uint8Array<ArrayBuffer>, parentElement: HTMLElement, setStateValue: (name: string, value: any) => void,
 *   setTriggerValue: (name: string, value: any) => void}} component
 */
export function mount({ data, parentElement, setStateValue, setTriggerValue }) {
  const packed = data.subarray(0, data.byteLength - TAIL);
  const { header } = open(packed);
  const tail = new DataView(data.buffer, data.byteOffset + data.byteLength - TAIL, TAIL);
  const [command, step] = [tail.getUint32(0, true), tail.getUint32(4, true)];
  const known = mounted.get(parentElement) ?? firstMount(parentElement, command);
  const { player, guard } = known;
  guard.prepare(command, step);
  player.host = {
    onRest: (step) => setStateValue("step", step),
    onStart: (point) => {
      known.before = settings();
      guard.ask(() => setTriggerValue("start", point));
    },
    onLetGo: () => {
      known.before = settings();
      // With the settings travels what the address says of the step, the panel and the lecture.
      player.rest.writeAddress();
      guard.ask(() => setTriggerValue("let_go", player.drafts.tell()));
    },
    draftAddress: () => below("draft") + location.search,
    // What a click or a drag sets is one entry of the history; without a pen it has set nothing.
    onUndo: () => {
      if (!guard.waiting.takeBack() && settings() !== known.before) history.back();
    },
    onOutside: (step) => setStateValue("step", step),
    onPlace: (place) => setStateValue("place", place),
    // What comes next is asked as long as something does.
    onStep: (step) => document.documentElement.classList.toggle("gx-at-end", step === player.timeline?.steps),
    busy: () => guard.busy(),
    isNotice: saysThatLineIsCut,
  };
  // The first page has nobody to tell what a hand has let go of.
  if (!known.messages && player.drafts.before.length) player.host.onLetGo?.([], {}, "");
  // The first command of a session is no answer.
  if (command > 1 && known.command !== command) player.drafts.heard();
  known.command = command;
  known.messages += 1;
  const mine = known.messages;
  const { address, token, length, arrays } = header;
  const take = (/** @type {Uint8Array | null} */ timeline) => {
    // Whoever has gone to another page meanwhile has another address.
    if (player.gone()) return;
    known.at = address;
    if (timeline) player.load(timeline).catch((error) => player.fail(`${error.message} ${_("Please reload the page.")}`));
    guard.obey(command, step);
  };
  const letGo = () => void player.gone();
  if (address === known.at) {
    take(null);
    return letGo;
  }
  // The timeline may stand behind its address, where it could not be fetched.
  let { coming } = known;
  if (!coming || coming.at !== address || length) {
    const fetched = async () =>
      unfold(await (length ? gunzip(packed.subarray(packed.byteLength - length)) : fetchParts(address, arrays)));
    coming = { at: address, bytes: known.cover ? thereOr(known.cover, token, fetched) : fetched() };
    known.coming = coming;
    known.cover = null;
  }
  coming.bytes.then(
    // A later message has a later timeline, or waits for the same one.
    (timeline) => {
      if (known.messages === mine) take(timeline);
    },
    () => {
      known.coming = null;
      if (known.messages !== mine) return;
      if (length) player.fail(TOO_OLD);
      else setTriggerValue("missing", address);
    },
  );
  return letGo;
}

/** What Streamlit calls with a step's own numbers, packed. @param {{data: Uint8Array}} component */
export function takeDetail({ data }) {
  latest = readDetail(open(data));
  for (const { player } of live) player.refine(latest);
}

/** What stands at an address; or a header there, and behind it the arrays that stand at another. @param {string} address @param {string} [arrays] */
async function fetchParts(address, arrays) {
  const parts = [address, arrays].flatMap((each) => (each ? fetchBytes(below(each)) : []));
  return new Uint8Array(await new Blob(await Promise.all(parts)).arrayBuffer());
}

/**
 * The timeline that the first page has asked for, where it is the one with this token, and comes.
 * @param {import("./cover.js").Cover} cover @param {string} token @param {() => Promise<Uint8Array>} fetched
 */
async function thereOr({ timeline }, token, fetched) {
  const never = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const there = await Promise.race([timeline.catch(() => null), never]);
  return there && open(there).header.token === token ? there : fetched();
}

/** @param {HTMLElement} parentElement @param {number} command the number of what the page says now @returns {Mounted} */
function firstMount(parentElement, command) {
  const { plotly = "", light = "" } = part(parentElement, "[data-plotly]").dataset;
  const cover = uncover(parentElement);
  const player = cover?.player ?? new Player(parentElement, plotly, light);
  offerSkip();
  followSidebar(player);
  nameSlidersOnce(player.leave.signal);
  // With the programs come no other routes either.
  player.served = !isCarried();
  player.detail = latest;
  /** @type {Mounted} */
  const known = {
    player,
    guard: new Guard(player, parentElement, command),
    at: "",
    cover,
    coming: null,
    messages: 0,
    command,
    before: "",
  };
  // The session begins where the link did: whoever has gone on since then stays where he is.
  if (cover?.player && command === 1) known.guard.command = command;
  mounted.set(parentElement, known);
  for (const each of live) if (each.player.gone()) live.delete(each);
  live.add(known);
  // The charts' program runs while the timeline comes, where the first page has asked for it already: where all charts
  // are flat, as the server knows.
  if (light && document.querySelector("link[rel=preload][as=script]")) bringPlotly(light);
  return known;
}

/**
 * What Streamlit calls for the component beside the player: it asks for a run of the whole page when the line to the
 * server is back.
 * @param {{parentElement: HTMLElement, setTriggerValue: (name: string, value: any) => void}} component
 */
export function watchLine({ parentElement, setTriggerValue }) {
  const onBack = () => setTriggerValue("back", Date.now());
  watch(parentElement, onBack, () => {
    for (const { guard } of live) guard.again();
  });
}
