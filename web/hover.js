/** Numbers that a chart tells under the mouse: Plotly writes a hyphen for a minus, and the page does not. */

/** The formats of Plotly's last full drawing write a real minus from now on. @param {any} chart */
export function writeMinus(chart) {
  const locale = chart._fullLayout?._d3locale;
  if (!locale || locale.minus) return;
  const { numberFormat } = locale;
  locale.minus = true;
  locale.numberFormat = (/** @type {string} */ format) => {
    const write = numberFormat(format);
    return (/** @type {number} */ value) => write(value).replace("e+", "e").replaceAll("-", "\u2212");
  };
}
