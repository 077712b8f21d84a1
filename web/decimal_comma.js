/**
 * In a cell of Streamlit's tables a comma is a decimal sign too. Where the browser's own numbers have a point, the cell would
 * leave it out, and 1,5 would be 15; where they have a comma, it takes both.
 */

/** From now on. Asked for again, it changes nothing. */
export function acceptDecimalCommas() {
  document.addEventListener("beforeinput", writePoint, true);
}

/** @param {InputEvent} event */
function writePoint(event) {
  const field = event.target;
  // Each language has modules of its own, and so a listener.
  if (event.defaultPrevented || event.data !== "," || !(field instanceof HTMLInputElement) || !field.matches(".gdg-input"))
    return;
  event.preventDefault();
  document.execCommand("insertText", false, ".");
}
