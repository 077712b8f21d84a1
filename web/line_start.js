/*
 * Streamlit's programs may come, and its line to the server may not: whoever still hears nothing of it after a while is
 * told so (see no_line.js). It stands in every first page of the full app.
 */
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const program = new URL(script.dataset.module ?? "", document.baseURI).href;
  const look = () => {
    if (document.querySelector("[data-test-script-state]:not([data-test-script-state=initial])")) return;
    // Whoever cannot fetch it is told that by the player.
    import(program).then(({ awaitLine }) => awaitLine()).catch(() => {});
  };
  setTimeout(look, 5000);
}
