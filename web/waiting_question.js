/** A question to the host that waits until it may be told something: while it is busy nothing is asked, then the newest. */

/** @import { Player } from "./player.js" */

/** What may not be asked now is tried again after so many milliseconds. */
const PAUSE = 50;

export class WaitingQuestion {
  /** @param {Player} player who asks: one that is gone asks nothing any more @param {() => boolean} busy */
  constructor(player, busy) {
    this.player = player;
    this.busy = busy;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Ask as soon as it is the time for it; a newer question takes its place. @param {() => void} question */
  ask(question) {
    this.takeBack();
    if (this.player.gone()) return;
    if (this.busy()) this.timer = setTimeout(() => this.ask(question), PAUSE);
    else question();
  }

  /** Whether there was a question that had not been asked yet; there is none any more. */
  takeBack() {
    const { timer } = this;
    clearTimeout(timer);
    this.timer = undefined;
    return timer !== undefined;
  }
}
