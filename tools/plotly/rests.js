/**
 * Where Plotly rests while it draws a chart: between two parts of the drawing, if the chart's element has a `rest`, which
 * may return a promise. All parts in one go leave a telephone without an answer for a third of a second, for each chart.
 */

const DRAWING = "plot_api/plot_api.js";
/** The parts in which a whole chart is drawn, from the first to the call of all. */
const PARTS = /(addFrames, drawFramework,.*?var plotDone = Lib\.syncOrAsync\()seq, gd\);/s;
const WITH_RESTS = "$1seq.flatMap((part) => [() => gd.rest && gd.rest(), part]), gd);";

/** A module with the rests that belong into it. @param {string} name @param {string} source */
export function withRests(name, source) {
  if (name !== DRAWING) return source;
  if (!PARTS.test(source)) throw new Error("Plotly draws in another way now: where does it rest?");
  return source.replace(PARTS, WITH_RESTS);
}
