/** What Plotly calls of d3-time-format: none of our axes has dates. */

const asItIs = () => String;

export const timeFormat = asItIs;
export const utcFormat = asItIs;
export const timeFormatLocale = () => ({ utcFormat: asItIs });
