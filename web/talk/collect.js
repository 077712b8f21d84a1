/** What is on the screen becomes a moment of this browser's talk: its link, and what the link says to a class. */

/** @import { Player } from "../player.js" */

import facts from "../facts.js";
import { readPredict } from "../predict.js";
import { _ } from "../words.js";
import { queryOf } from "./asking.js";
import { bareMoment, bareQuestion, hasRoom, keepTalk, readTalk, withMoment } from "./list.js";

/** What a link says to a class, and a talk in its own words. */
const SAID = ["title", "task", "hide"];

/** Add it to the talk: what there is to say of that. @param {Player} player @param {URL} light the light view of the moment */
export function collect(player, light) {
  const talk = readTalk();
  if (!hasRoom(talk)) return _("There is no room: a talk has at most {n} moments.", { n: talk.moments.length });
  const query = queryOf(light.search);
  for (const name of SAID) query.delete(name);
  const asked = readPredict(light.searchParams.get("predict") ?? "");
  if (asked) standAt(player, query, asked.at);
  if (!query.size) query.set("v", facts.newest);
  const title = light.searchParams.get("title") || nameOf(player);
  const moment = {
    ...bareMoment(title, `?${query}`.replaceAll("%2C", ",")),
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

/** What is shown, as its page is called, and the step. @param {Player} player */
function nameOf({ root, timeline, step }) {
  const heading = root.querySelector(".gx-lesson h2") ?? root.querySelector("h1");
  // Behind a colon stands the run, which the picture shows.
  const [name] = (heading?.textContent?.trim() || document.title).split(/:| · /);
  return step && !timeline?.inside ? _("{name}, step {n}", { name, n: step }) : name;
}
