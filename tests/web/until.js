/** Wait until something is so, for as long as it takes. @param {() => boolean} holds */
export async function until(holds) {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}
