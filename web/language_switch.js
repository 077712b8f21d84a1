/** The switch between languages in the full page's header. What is chosen is remembered here, for the next visit. */

import { acceptDecimalCommas } from "./decimal_comma.js";
import { element } from "./dom.js";
import { remember } from "./language_links.js";
import { speakForStreamlit } from "./streamlit_words.js";

/**
 * What Streamlit calls at every run of the page. What is returned it calls when it has taken the switch away.
 * @param {{data: {now: string, languages: [string, string][], called: string, cookie: string}, parentElement: HTMLElement,
 *   setTriggerValue: (name: string, value: any) => void}} component the language that is spoken; all by their codes, with
 *   what their speakers call them; what the switch is called; under which name the choice is remembered
 */
export function offerLanguages({ data: { now, languages, called, cookie }, parentElement, setTriggerValue }) {
  document.documentElement.lang = now;
  const group = element("div", { role: "group", class: "languages", "aria-label": called });
  for (const [code, name] of languages) {
    const pressed = String(code === now);
    const given = { type: "button", lang: code, title: name, "aria-label": name, "aria-pressed": pressed };
    const button = element("button", given, code.toUpperCase());
    button.addEventListener("click", () => {
      if (code === now) return;
      remember(cookie, code);
      setTriggerValue("chosen", code);
    });
    group.append(button);
  }
  const focused = parentElement.querySelector(".languages :focus")?.getAttribute("lang");
  parentElement.querySelector(".languages")?.remove();
  parentElement.append(group);
  if (focused) /** @type {HTMLElement | null} */ (group.querySelector(`[lang="${focused}"]`))?.focus();
  acceptDecimalCommas();
  return speakForStreamlit();
}
