/**
 * The buttons on top of a telephone's screen: each opens the pages or the settings, of which one may be open. What that
 * looks like is in web/page/telephone.css.
 */

/** What Streamlit calls at every run of the page. @param {{parentElement: HTMLElement}} component */
export default function telephoneTop({ parentElement }) {
  const buttons = /** @type {HTMLElement[]} */ ([...parentElement.querySelectorAll("[data-opens]")]);
  const root = document.documentElement;
  if (buttons[0].dataset.wired) return;
  buttons[0].dataset.wired = "yes";
  const show = (/** @type {string | undefined} */ opened) => {
    for (const button of buttons) {
      const open = button.dataset.opens === opened;
      root.classList.toggle(`gx-${button.dataset.opens}`, open);
      button.setAttribute("aria-expanded", String(open));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () =>
      show(button.getAttribute("aria-expanded") === "true" ? undefined : button.dataset.opens),
    );
  }
  const leave = new AbortController();
  const close = (/** @type {Event} */ event) => {
    if (!buttons[0].isConnected) return leave.abort();
    const chosen = event.target instanceof Element && event.target.closest(".st-key-telephone-pages a, .gx");
    if (chosen || (event instanceof KeyboardEvent && event.key === "Escape")) show(undefined);
  };
  for (const type of ["click", "keydown"]) document.addEventListener(type, close, { signal: leave.signal });
  show(undefined);
}
