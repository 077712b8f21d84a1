/**
 * What stays the same from step to step stays in the page. Plotly makes a text anew although it says what it said, and
 * takes a point away that has no place, to make it anew in the next drawing: whatever comes and goes has the browser look
 * at all ancestors again, for each rule with :has().
 */

/** Plotly writes down what it has made a text of. */
const TEXT = /\.text\(text\)\s*\.call\(svgTextUtils\.convertToTspans, gd\)(?=\s*\.call\(textPointPosition)/;
const SAME_TEXT = `.call(function(said) {
                if (said.attr('data-unformatted') !== String(text)) said.text(text).call(svgTextUtils.convertToTspans, gd);
            })`;

/** A point without a place; a path without a "d" would be taken away in the end. */
const POINT =
  /(hasNode = Drawing\.translatePoint\(d, sel, xa, ya\);\s*if\(hasNode\) \{)(\s*Drawing\.singlePointStyle[\s\S]*?\} else \{\s*)sel\.remove\(\);/;
const SAME_POINT = `$1 if (this.style.display) this.style.display = '';$2this.style.display = 'none';
                if (!this.hasAttribute('d')) this.setAttribute('d', 'M0,0');`;

/** An arrow's direction is that from the last point that was styled. */
const STYLE = /(drawing\.pointStyle = [\s\S]*?s\.each\(function \(d\) \{)/;
const NO_STYLE = "$1 if (this.style.display === 'none') return;";

/** @type {Record<string, [RegExp, string][]>} */
const STILL = {
  "components/drawing/index.js": [
    [TEXT, SAME_TEXT],
    [STYLE, NO_STYLE],
  ],
  "traces/scatter/plot.js": [[POINT, SAME_POINT]],
};

/** A module that leaves in the page what stays. @param {string} name @param {string} source */
export function withStillness(name, source) {
  return (STILL[name] ?? []).reduce((text, [before, after]) => {
    if (!before.test(text)) throw new Error(`Plotly draws in another way now: what does ${name} make anew?`);
    return text.replace(before, after);
  }, source);
}
