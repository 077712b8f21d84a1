/** The step that is shown, and playing on from it. It knows no page: what it moves is its stage, and time is its clock's. */

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
/** Steps a second at speed 1×. */
const RATE = 8;
/** Stages a second: time to read a formula. */
const STAGE_RATE = 0.5;
/** With reduced motion, play shows a new picture only this often, in milliseconds. */
const CALM = 500;

/**
 * @typedef {object} Stage what is played
 * @property {() => number | null} last the last step; null as long as nothing is there to be played
 * @property {() => boolean} inside whether the steps are the stages inside a step
 * @property {(step: number) => number} allowed how far one may go that wants to go to a step
 * @property {() => boolean} calm whether the user wants little motion
 * @property {() => boolean} gone whether the page has taken it away
 * @property {() => void} paint show the step, unless it is shown already
 * @property {(step: number) => void} mark say where the step is, although nothing may have to be painted
 * @property {(playing: boolean) => void} showPlaying
 * @property {() => void} rest somebody may stay at this step
 *
 * @typedef {{now: () => number, frame: (turn: (now: number) => void) => void}} Clock
 */

/** @type {Clock} */
const BROWSER = { now: () => performance.now(), frame: (turn) => requestAnimationFrame(turn) };

export class Transport {
  /** @param {Stage} stage @param {Clock} clock */
  constructor(stage, clock = BROWSER) {
    this.stage = stage;
    this.clock = clock;
    this.step = 0;
    this.playing = false;
    this.speed = 1;
    /** Whether a second picture in this frame waits for the next one. */
    this.queued = false;
    /** When play began, and at which step; and when it showed its last picture. */
    this.began = 0;
    this.from = 0;
    this.turned = -Infinity;
  }

  /** First, back, forward, last, or play and pause. @param {string} name @returns {boolean} whether it is one of these */
  act(name) {
    const last = this.stage.last() ?? 0;
    const steps = new Map([
      ["first", 0],
      ["back", this.step - 1],
      ["forward", this.step + 1],
      ["last", last],
    ]);
    const step = steps.get(name);
    if (step !== undefined) this.stopAt(step);
    else if (name !== "play") return false;
    else if (this.playing) this.pause();
    else this.play();
    return true;
  }

  /** @param {number} step go there and stay */
  stopAt(step) {
    this.pause();
    this.go(step);
  }

  /** @param {number} step */
  go(step) {
    const last = this.stage.last();
    if (last === null) {
      this.step = Math.max(step, 0);
      return;
    }
    this.step = Math.min(Math.max(this.stage.allowed(step), 0), last);
    // It may have been dragged further than is allowed.
    this.stage.mark(this.step);
    // The first change is painted at once; what else comes in the same frame, by dragging for one, waits for the next.
    if (!this.queued) {
      this.queued = true;
      this.stage.paint();
      this.clock.frame(() => {
        this.queued = false;
        this.stage.paint();
      });
    }
    this.stage.rest();
  }

  play() {
    const last = this.stage.last();
    if (last === null) return;
    if (this.step >= last) this.go(0);
    this.playing = true;
    this.stage.showPlaying(true);
    this.begin();
    const turn = (/** @type {number} */ now) => {
      if (this.playing && this.turn(now)) this.clock.frame(turn);
    };
    this.clock.frame(turn);
  }

  /** One picture of play. @param {number} now @returns {boolean} whether there is another one */
  turn(now) {
    const { stage } = this;
    const last = stage.last();
    if (last === null) return false;
    if (stage.gone()) {
      this.pause();
      return false;
    }
    if (now - this.turned < (stage.calm() ? CALM : 0)) return true;
    this.turned = now;
    const rate = stage.inside() ? STAGE_RATE : RATE * this.speed;
    const step = this.from + Math.floor(((now - this.began) / 1000) * rate);
    if (step > this.step) this.step = Math.min(stage.allowed(step), last);
    stage.paint();
    // A question may have stopped it.
    if (this.playing && this.step >= last) this.pause();
    return this.playing;
  }

  /** Count the steps of play from here and now. */
  begin() {
    this.began = this.clock.now();
    this.turned = -Infinity;
    this.from = this.step;
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.stage.showPlaying(false);
    this.stage.rest();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.begin();
  }
}
