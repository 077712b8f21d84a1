/**
 * The same page in another language, at the moment that is shown: links, where there is no Streamlit that could change it.
 * What is chosen is remembered here, for the next visit.
 */

import { below, here, setParameters } from "./address.js";

/** Seconds in a year. */
const YEAR = 31_536_000;

/**
 * Let the links between languages in `root` lead to what is shown when somebody follows them.
 * @param {ParentNode} root @param {() => void} [keepMoment] brings it into the address
 */
export function leadToLanguages(root, keepMoment = () => {}) {
  for (const group of root.querySelectorAll(".gx-languages")) {
    if (!(group instanceof HTMLElement)) continue;
    for (const link of group.querySelectorAll("a")) {
      const aim = () => {
        keepMoment();
        const address = here();
        setParameters(address, { lang: link.lang });
        link.href = address.href;
      };
      for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, aim);
      link.addEventListener("click", () => remember(group.dataset.cookie ?? "", link.lang));
    }
  }
}

/** For all of the app, and nobody else. @param {string} cookie its name @param {string} code of the language */
export function remember(cookie, code) {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies is not in every browser
    document.cookie = `${cookie}=${code}; path=${new URL(below("./")).pathname}; max-age=${YEAR}; samesite=lax`;
  } catch {
    // In a sandboxed frame nothing is remembered: the address says it.
  }
}
