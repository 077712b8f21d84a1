/*
 * It stands at the end of the first page: what of the player is there before Streamlit is comes first, then Streamlit,
 * whose programs wait in the head until the line is free for them.
 */
{
  const root = /** @type {HTMLElement} */ (document.querySelector(".gx-page-cover"));
  const programs = /** @type {HTMLTemplateElement} */ (document.getElementById("streamlit-programs"));
  const begin = () => programs.isConnected && programs.replaceWith(programs.content);
  const player = new URL(root.dataset.module ?? "", document.baseURI).href;
  const beginAlone = () => {
    root.remove();
    begin();
  };
  import(player).then(({ cover }) => cover(root, begin)).catch(beginAlone);
  // Whatever holds the player up, it does not hold the page up.
  setTimeout(begin, 4000);
}
