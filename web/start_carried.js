/*
 * The player, where it and the charts' programs come with the page's own messages (see carried.js). It waits for them.
 */
const coming = carried("$player").program.then((player) => {
  player.carry((/** @type {string} */ name) => carried(name).program);
  return player;
});

/** @param {any} component */
export default async (component) => (await coming).$mount(component);
