/**
 * How Plotly writes a number with an exponent, "e" chosen: along an axis all have one exponent, 0.2e+7 beside 1e+7, and
 * from 10,000 on. Here each is written as in the page's sentences and tables (core/numbers.py): 2e6 beside 1e7, and 2000
 * beside 1e4.
 */

const AXES = "plots/cartesian/axes.js";
/** Where a number's exponent is known, and where its sign is written. */
const CHOSEN = /(?=if\(exponentFormat === 'none'\) exponent = 0;)/;
const OWN = `
    if(exponentFormat === 'e') {
        var power = Math.floor(Math.log10(Math.abs(v)) + 1e-9);
        exponent = Math.abs(v) < Math.pow(10, -tickRound) / 2 || (power > -5 && power < 4) ? 0 : power;
    }
    `;
const PLUS = "signedExponent = '+' + exponent;";

/** A module in which each number has its own exponent. @param {string} name @param {string} source */
export function withExponents(name, source) {
  if (name !== AXES) return source;
  if (!CHOSEN.test(source) || !source.includes(PLUS)) {
    throw new Error("Plotly writes numbers in another way now: where does it choose their exponents?");
  }
  return source.replace(CHOSEN, OWN).replace(PLUS, "signedExponent = String(exponent);");
}
