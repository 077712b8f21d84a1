/**
 * What Streamlit's own widgets leave out for the ear, mended in one place: where the page says what belongs to a field, and
 * that what stands in it is wrong; the name of an option that only a style sheet gives; and a place for files is more than nothing.
 */

/** The class that Streamlit gives to what has a key. @param {string} key */
const classOf = (key) => `st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`;

/**
 * What Streamlit calls at every run of the page.
 * @param {{data: {described: Record<string, string>, wrong: string[], names: Record<string, string[]>, files: boolean},
 *   parentElement: HTMLElement}} component the keys of fields, and of what is said of each; the keys of those in which something
 *   is wrong; the keys of choices, and the names of their options; whether there is a place for files
 */
export default function mend({ data: { described, wrong, names, files }, parentElement }) {
  for (const [field, said] of Object.entries(described)) {
    const input = document.querySelector(`.${classOf(field)} input`);
    const place = document.querySelector(`.${classOf(said)}`);
    if (!input) continue;
    if (place) {
      place.id = classOf(said);
      input.setAttribute("aria-describedby", place.id);
    } else input.removeAttribute("aria-describedby");
    if (wrong.includes(field)) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  for (const [choice, said] of Object.entries(names)) {
    const options = document.querySelectorAll(`.${classOf(choice)} [role=radiogroup] input`);
    options.forEach((option, i) => {
      option.setAttribute("aria-label", said[i]);
    });
  }
  const main = document.querySelector(".stMain");
  if (!files || !main) return;
  // Streamlit loads its place for files when one is needed: it may come later than this.
  const watcher = new MutationObserver(() => find());
  const find = () => {
    const place = main.querySelector(".stFileUploader section");
    place?.removeAttribute("role");
    if (place || !parentElement.isConnected) watcher.disconnect();
  };
  watcher.observe(main, { childList: true, subtree: true });
  find();
}
