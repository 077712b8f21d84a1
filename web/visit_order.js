/**
 * The order of a mixed lesson's moments: another one at each visit, and the same as long as a visit lasts. It is kept by the
 * tab; the list of all lessons ends each visit.
 */

const KEY = "gx-order";

/** Where the browser keeps nothing, it is known as long as the page is open. @type {string | null} */
let here = null;

/**
 * The order of this visit, which begins with the moment where somebody has come in.
 * @param {string} lesson by its name @param {string[]} moments by their ids @param {string} first "" for any
 * @param {() => number} random @returns {string[]}
 */
export function orderOf(lesson, moments, first = "", random = Math.random) {
  const orders = read();
  const known = orders[lesson];
  if (Array.isArray(known) && known.length === moments.length && moments.every((id) => known.includes(id))) return known;
  const order = shuffled(moments, random);
  if (first) order.unshift(...order.splice(order.indexOf(first), 1));
  write({ ...orders, [lesson]: order });
  return order;
}

/** The next visit has another order. */
export function endVisits() {
  write({});
}

/**
 * The next place, around the end, at which nothing is done yet; -1 for none.
 * @param {string[]} states "" for not done @param {number} mine where somebody is, who does not go there
 */
export function nextOpen(states, mine) {
  const behind = states.map((_state, i) => (mine + 1 + i) % states.length);
  return behind.find((place) => place !== mine && !states[place]) ?? -1;
}

/** In any order, each as likely (Fisher and Yates). @param {string[]} things @param {() => number} random */
function shuffled(things, random) {
  const order = [...things];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** @returns {Record<string, string[]>} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? here ?? "{}") ?? {};
  } catch {
    return JSON.parse(here ?? "{}");
  }
}

/** @param {Record<string, string[]>} orders */
function write(orders) {
  here = JSON.stringify(orders);
  try {
    sessionStorage.setItem(KEY, here);
  } catch {
    // Then it is known as long as the page is open.
  }
}
