/** What is on the screen becomes a moment of this browser's talk: its link, and what the link says to a class. */

/** @import { Player } from "../player.js" */

import facts from "../facts.js";
import { readPredict } from "../predict.js";
import { _ } from "../words.js";
import { askWhatItShows, queryOf } from "./asking.js";
import { bareMoment, bareQuestion, hasRoom, keepTalk, readTalk, withMoment } from "./list.js";

/** So many milliseconds the server has to say what a moment is called. */
const PATIENCE = 3000;

/** What a link says to a class, and a talk in its own words. */
const SAID = ["title", "task", "hide"];

/** Add it to the talk: what there is to say of that. @param {Player} player @param {URL} light the light view of the moment */
export async function collect(player, light) {
  const full = (/** @type {number} */ n) => _("There is no room: a talk has at most {n} moments.", { n });
  if (!hasRoom(readTalk())) return full(readTalk().moments.length);
  const query = queryOf(light.search);
  for (const name of SAID) query.delete(name);
  const asked = readPredict(light.searchParams.get("predict") ?? "");
  if (asked) standAt(player, query, asked.at);
  if (!query.size) query.set("v", facts.newest);
  const link = `?${query}`.replaceAll("%2C", ",");
  const title = light.searchParams.get("title") || lessonsTitle(player) || (await called(link, player));
  // Meanwhile another one may have been added.
  const talk = readTalk();
  if (!hasRoom(talk)) return full(talk.moments.length);
  const moment = {
    ...bareMoment(title, link),
    words: light.searchParams.get("task") ?? "",
    question: asked && {
      ...bareQuestion(),
      words: asked.question,
      answers: asked.answers.map((text, i) => ({ text, right: asked.correct.includes(i), said: "" })),
    },
  };
  const kept = keepTalk(withMoment(talk, moment));
  const said = { n: talk.moments.length + 1, title: moment.title };
  return kept
    ? _("Moment {n} of your talk: “{title}”.", said)
    : _("Moment {n} of your talk: “{title}”. This browser keeps nothing: it is gone when you leave the page.", said);
}

/** A question stands at its own step, or inside a step at its stage. @param {Player} player @param {URLSearchParams} query @param {number} at */
function standAt(player, query, at) {
  const inside = player.timeline?.inside;
  if (inside) query.set("stage", inside.codes[at] ?? "");
  else if (at) query.set("step", String(at));
  else query.delete("step");
}

/** What a lesson's moment is called. @param {Player} player */
function lessonsTitle({ root }) {
  return root.querySelector(".gx-lesson h2")?.textContent?.trim() ?? "";
}

/** What a link is called by the server, which can read it; where it is silent, as its page is. @param {string} link @param {Player} player */
async function called(link, player) {
  try {
    return (await askWhatItShows(link, AbortSignal.timeout(PATIENCE))).title;
  } catch {
    const heading = player.root.querySelector("h1")?.textContent?.trim() || document.title;
    // Behind a colon stands the run, which the picture shows.
    const [name] = heading.split(/:| · /);
    return player.step && !player.timeline?.inside ? _("{name}, step {n}", { name, n: player.step }) : name;
  }
}
