/** What Plotly calls of culori, which knows thirty kinds of colours: those that browsers' style sheets mostly have. */

import { modeHsl, modeLrgb, modeRgb, useMode } from "culori/fn";

useMode(modeRgb);
useMode(modeHsl);
useMode(modeLrgb);

export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from "culori/fn";
