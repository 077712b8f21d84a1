/**
 * Lecture mode on a page that has no player: a button, the same keys and the same word in the address. What it does to
 * the page is in web/page/widgets.css.
 */

/** Where letters are typed, or keys have a meaning of their own. */
const FIELDS = "input, textarea, select, [contenteditable=true], [role=slider], [role=dialog], [role=menu]";

/** What lets go of a button. @type {WeakMap<Element, () => void>} */
const releases = new WeakMap();

/**
 * What Streamlit calls at every run of the page; what is returned it calls when it has taken the button away.
 * @param {{parentElement: HTMLElement}} component
 */
export default function lecture({ parentElement }) {
  const button = /** @type {HTMLElement} */ (parentElement.querySelector("button"));
  if (!releases.has(button)) releases.set(button, connect(button));
  return releases.get(button);
}

/** @param {HTMLElement} button */
function connect(button) {
  const root = document.documentElement;
  const show = (/** @type {boolean} */ on) => {
    root.classList.toggle("gx-lecture", on);
    button.setAttribute("aria-pressed", String(on));
  };
  const change = (/** @type {boolean} */ on) => {
    show(on);
    const url = new URL(location.href);
    if (on) url.searchParams.set("lecture", "true");
    else url.searchParams.delete("lecture");
    try {
      history.replaceState(history.state, "", url);
    } catch {
      // In a sandboxed frame the address stays as it is.
    }
  };
  const isOn = () => root.classList.contains("gx-lecture");
  const leave = new AbortController();
  button.addEventListener("click", () => change(!isOn()));
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(FIELDS)) return;
      if (event.key === "l" || event.key === "L") change(!isOn());
      else if (event.key === "Escape" && isOn()) change(false);
    },
    { signal: leave.signal },
  );
  show(new URLSearchParams(location.search).get("lecture") === "true");
  return () => {
    if (button.isConnected) return;
    leave.abort();
    if (!document.querySelector(".gx, .lecture-button")) root.classList.remove("gx-lecture");
  };
}
