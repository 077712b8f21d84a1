/**
 * The same run at other learning rates, in a page without a server: where nobody can be asked, the file has brought them,
 * each as what differs from the run that it shows (see ui/timeline/variants.py).
 */

/** @import { Player } from "./player.js" */

import { beginning, readAddress, writeAddress } from "./address.js";
import { open, unfold } from "./codec.js";
import { rename } from "./dom.js";

/** Arrays begin at a multiple of so many bytes. */
const ALIGNMENT = 8;

/**
 * The slider of the learning rate moves between runs that the page has brought. The address says which one is shown → whether
 * another one than the page's own is, because it asks for that.
 * @param {Player} player
 * @param {Uint8Array} own the run that the page shows first, folded
 * @param {(place: number) => Promise<Uint8Array>} bring what another one has of its own, by its place on the slider
 */
export async function offer(player, own, bring) {
  const { rate } = open(own).header;
  player.rate.variants = new Variants(player, own, rate.now, bring);
  const { variants } = player.rate;
  const asked = () => rate.notches.indexOf(Number(readAddress("lr") || Number.NaN));
  const follow = () => variants.follow(asked() < 0 ? rate.now : asked());
  addEventListener("popstate", follow, { signal: player.leave.signal });
  return asked() >= 0 && asked() !== rate.now && (await variants.choose(asked()));
}

export class Variants {
  /** @param {Player} player @param {Uint8Array} own @param {number} home the place of it @param {(place: number) => Promise<Uint8Array>} bring */
  constructor(player, own, home, bring) {
    this.player = player;
    this.own = own;
    this.home = home;
    this.bring = bring;
    this.heading = player.root.querySelector("h1");
    /** What a page with the run at a place is called. @type {Map<number, string>} */
    this.names = new Map([[home, this.heading?.textContent ?? ""]]);
    /** What has come, folded, by its place. @type {Map<number, Promise<Uint8Array>>} */
    this.brought = new Map([[home, Promise.resolve(own)]]);
    /** The place that was chosen last; and whether its run is on its way. */
    this.wanted = home;
    this.busy = false;
    /** The place that it had before the hand came; null where none holds it. And whether what it lets go of makes an entry in the history. @type {number | null} */
    this.before = null;
    this.entry = false;
    /** What is said of the run that was asked for last and did not come; "" where it did. */
    this.missing = "";
  }

  /** The hand has moved it. @param {number} place */
  hold(place) {
    clearTimeout(this.player.drafts.keys);
    this.before ??= this.wanted;
    return this.choose(place);
  }

  /** The hand has let go: the address says it, by an entry in the history. */
  letGo() {
    if (this.before === null) return;
    this.before = null;
    this.entry = true;
    if (!this.busy) this.call();
  }

  /** It is as it was before the hand came → whether a hand has held it. */
  putBack() {
    const { before } = this;
    this.before = null;
    if (before !== null) this.choose(before);
    return before !== null;
  }

  /** The address is another one. @param {number} place that it asks for */
  follow(place) {
    this.before = null;
    if (place !== this.wanted) this.choose(place);
  }

  /** Show the run at a place; of several that are asked for meanwhile, the last → whether it is shown. @param {number} place */
  async choose(place) {
    this.wanted = place;
    if (this.busy) return false;
    this.busy = true;
    const { player } = this;
    player.transport.pause();
    try {
      for (let shown = -1; shown !== this.wanted; ) {
        shown = this.wanted;
        await player.load(unfold(await this.at(shown)));
        if (player.gone()) return false;
      }
      this.missing = "";
      this.call();
      return true;
    } catch (error) {
      this.entry = false;
      this.missing = error instanceof Error ? error.message : String(error);
      player.fail(this.missing);
      return false;
    } finally {
      this.busy = false;
      player.rate.show();
    }
  }

  /** The page is called as the run that it shows; and its address says which one that is, where no hand holds it. */
  call() {
    const { rate } = this.player.rate;
    const name = this.names.get(this.wanted);
    if (this.heading && name) rename(this.heading, name);
    if (this.before !== null || !rate) return;
    const own = beginning().get("lr") ?? "";
    writeAddress({ lr: rate.now === this.home ? own : String(rate.notches[rate.now]) }, this.entry);
    this.entry = false;
  }

  /** The run at a place, folded. @param {number} place */
  at(place) {
    const known = this.brought.get(place);
    if (known) return known;
    const coming = this.bring(place).then((short) => {
      this.names.set(place, open(short).header.heading);
      return putBack(short, this.own);
    });
    this.brought.set(place, coming);
    // What has not come may be asked for again.
    coming.catch(() => this.brought.delete(place));
    return coming;
  }
}

/**
 * A folded timeline of which only what differs from `base`, another one, has come.
 * @param {Uint8Array} short @param {Uint8Array} base
 */
export function putBack(short, base) {
  const bodies = [base, short].map((bytes) => bytes.subarray(4 + lengthOf(bytes)));
  const header = changed(open(base).header, open(short).header.differs);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const begin = Math.ceil((4 + text.length) / ALIGNMENT) * ALIGNMENT;
  const whole = new Uint8Array(begin + bodies[0].length + bodies[1].length);
  new DataView(whole.buffer).setUint32(0, begin - 4, true);
  whole.fill(" ".charCodeAt(0), 4, begin);
  whole.set(text, 4);
  whole.set(bodies[0], begin);
  whole.set(bodies[1], begin + bodies[0].length);
  return whole;
}

/** The length of a header. @param {Uint8Array} bytes */
function lengthOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}

/** What Python has written as a difference. @param {any} base @param {any} difference @returns {any} */
function changed(base, difference) {
  if (Array.isArray(difference)) return difference[0];
  const copy = Array.isArray(base) ? [...base] : { ...base };
  for (const [name, inner] of Object.entries(difference)) {
    if (Array.isArray(inner) && !inner.length) delete copy[name];
    else copy[name] = changed(copy[name], inner);
  }
  return copy;
}
