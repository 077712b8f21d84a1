/*
 * Streamlit's own words in the language of the page, from the first one that it draws: it stands behind the place where
 * Streamlit draws, where that language is not English.
 */
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const program = new URL(script.dataset.module ?? "", document.baseURI).href;
  // Whoever cannot fetch it will be told so by the player, and reads English until then.
  import(program).then(({ speakForStreamlit }) => speakForStreamlit()).catch(() => {});
}
