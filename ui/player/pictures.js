// @ts-check
/**
 * A picture of the computation graph as a file: its drawing with all styles written into it, as SVG or as PNG. (Charts
 * have Plotly's own way of doing this.) It stands between panels.js and teach.js.
 */

/** Styles that a drawing gets from the style sheet, and needs to carry when it stands alone. */
const CARRIED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-family", "text-anchor"];
/** A picture for a projector is so wide, in pixels. */
const WIDE = 1920;

/**
 * @param {SVGSVGElement} drawn @param {"png" | "svg"} kind @param {string} ground the colour behind it
 * @returns {Promise<string>} the file, as an address
 */
async function graphPicture(drawn, kind, ground) {
  const alone = /** @type {SVGSVGElement} */ (drawn.cloneNode(true));
  const [copies, originals] = [alone, drawn].map((each) => [...each.querySelectorAll("*")]);
  copies.forEach((copy, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of CARRIED) /** @type {SVGElement} */ (copy).style.setProperty(name, style.getPropertyValue(name));
  });
  const { width, height } = drawn.viewBox.baseVal;
  const margin = 12;
  alone.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  alone.setAttribute("viewBox", `${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`);
  const tall = Math.round((WIDE * (height + 2 * margin)) / (width + 2 * margin));
  alone.setAttribute("width", String(WIDE));
  alone.setAttribute("height", String(tall));
  alone.style.background = ground;
  const text = new XMLSerializer().serializeToString(alone);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  if (kind === "svg") return address;
  const image = new Image(WIDE, tall);
  image.src = address;
  await image.decode();
  const canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { width: String(WIDE), height: String(tall) }));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = ground;
  context.fillRect(0, 0, WIDE, tall);
  context.drawImage(image, 0, 0, WIDE, tall);
  return canvas.toDataURL("image/png");
}

/** @param {string} address @param {string} name of the file */
function download(address, name) {
  const link = element("a", { href: address, download: name });
  link.click();
}
