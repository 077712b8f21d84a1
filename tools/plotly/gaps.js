/**
 * Where a line has gaps, Plotly makes an element of each piece: two hundred stems were two hundred elements, whose places
 * and styles took half of the time of a step. Here all pieces are one path, which looks the same: a pen may be lifted
 * within a path, and dashes begin anew behind that. Lines that something is filled below or up to are left as they are.
 */

const LINES = "traces/scatter/plot.js";
/** Just before each piece is given its element. */
const PIECES = /(?=var lineJoin = lines\.selectAll\('\.js-line'\)\.data\(segments\);)/;
const TOGETHER = `
    if (segments.length > 1 && trace.fill === 'none' && !trace._nextFill) {
        var pieceFn = pathfn;
        pathfn = function(pieces) { return pieces.map(pieceFn).join(''); };
        revpathfn = function() { return ''; };
        segments = [segments];
    }
    `;

/** A module in which the pieces of a line are one path. @param {string} name @param {string} source */
export function withGaps(name, source) {
  if (name !== LINES) return source;
  if (!PIECES.test(source)) throw new Error("Plotly draws lines in another way now: how does it draw their gaps?");
  return source.replace(PIECES, TOGETHER);
}
