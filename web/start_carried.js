/** The player, where it and the charts' programs come with the page's own messages (see carried.js): it waits for them. */

import { carried } from "./carried.js";

/** One of the player's functions. @param {string} name of the player @param {string} mount of the function */
export async function start(name, mount) {
  const player = await carried(name).program;
  player.carry((/** @type {string} */ program) => carried(program).program);
  return player[mount];
}
