/**
 * What Streamlit's own widgets leave out for the ear, mended in one place: that what stands in a field is wrong, and where
 * the page says why; the name of an option that only a style sheet gives; and a place for files is more than nothing.
 */

/** The class that Streamlit gives to what has a key. @param {string} key */
const classOf = (key) => `st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`;

/**
 * What Streamlit calls at every run of the page.
 * @param {{data: {wrong: Record<string, string>, names: Record<string, string[]>, files: boolean},
 *   parentElement: HTMLElement}} component the keys of wrong fields, and of what says why; the keys of choices, and the names
 *   of their options; whether there is a place for files
 */
export default function mend({ data: { wrong, names, files }, parentElement }) {
  for (const input of document.querySelectorAll(".stMain .stTextInput input[aria-invalid]")) {
    for (const attribute of ["aria-invalid", "aria-describedby"]) input.removeAttribute(attribute);
  }
  for (const [field, why] of Object.entries(wrong)) {
    const input = document.querySelector(`.${classOf(field)} input`);
    const place = document.querySelector(`.${classOf(why)}`);
    if (!input || !place) continue;
    place.id = classOf(why);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", place.id);
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
