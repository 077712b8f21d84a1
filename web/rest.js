/** When the user stays at a step: it goes into the address, and the host and the screen reader are told. */

/** @import { Player } from "./player.js" */

import { readPlace, writeAddress } from "./address.js";

/** A user who has not moved for so long rests on a step, in milliseconds. */
const REST = 250;

export class Rest {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** The step that the host has been told last. @type {number | undefined} */
    this.reported = undefined;
    /** Whether nobody has been told yet of the stage or the sample inside a step. */
    this.moved = false;
  }

  /** From now on nothing may move, or it begins anew. */
  begin() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), REST);
  }

  end() {
    clearTimeout(this.timer);
  }

  tell() {
    const { player } = this;
    const { host, timeline, step } = player;
    if (player.transport.playing || player.gone() || !timeline) return;
    const before = readPlace();
    this.writeAddress();
    const place = readPlace();
    this.moved ||= before.stage !== place.stage || before.sample !== place.sample;
    player.question.remember();
    player.screenReader.tell();
    const { inside } = timeline;
    if (inside ? !this.moved : this.reported === step) return;
    // A run that is awaited says by itself where it begins.
    if (host.busy?.() || player.drafts.stepBefore !== null) {
      this.begin();
      return;
    }
    this.moved = false;
    if (inside) {
      host.onPlace?.(place);
    } else {
      this.reported = step;
      host.onRest?.(step);
    }
  }

  /** The way in which stems are shown, where it is not the usual one. */
  push() {
    const { timeline, push } = this.player;
    const usual = timeline?.panels.some(({ factors }) => factors?.ways[0].code === push);
    return usual ? "" : push;
  }

  /** The moment that is shown, into the address bar. */
  writeAddress() {
    const { timeline, layout, camera, inside, drafts } = this.player;
    const step = drafts.stepBefore ?? this.player.step;
    if (!timeline) return;
    const shown = { panel: layout.alone.join(","), lecture: layout.lecture ? "true" : "", camera, push: this.push() };
    if (!timeline.inside) {
      writeAddress({ ...shown, step: step ? String(step) : "" });
      return;
    }
    const { codes, samples, step: outer } = timeline.inside;
    writeAddress({
      ...shown,
      step: outer ? String(outer) : "",
      stage: step ? codes[step] : "",
      sample: inside.sample ? String(samples[inside.sample]) : "",
    });
  }
}
