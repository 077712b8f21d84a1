/**
 * The small pictures on the index of a static site: one panel of each page's run, drawn by the player's own functions,
 * which plays as long as the mouse or the focus is on its card.
 */

/** @import { Panel } from "./codec.js" */

import { loadPart } from "./bytes.js";
import { unfold, unpack } from "./codec.js";
import { freeze, move } from "./drawing.js";
import { shownFrame } from "./frames.js";
import { loadPlotly, PLOTLY_OPTIONS } from "./plotly.js";
import { theme } from "./theme.js";

/** A thumbnail plays its run in so many milliseconds. */
const SHOW = 4000;

/**
 * Draw every .gx-thumbnail below `root` when it comes into view. What it shows stands in its data:
 *   script   its timeline, of one panel
 *   still    the step that it shows · last: how far it plays
 *   sample   the place of the sample, inside a step
 * @param {HTMLElement} root its data says where Plotly's JavaScript is
 */
export function thumbnails(root) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        // A card without its picture still leads to its page.
        thumbnail(/** @type {HTMLElement} */ (target), root.dataset.plotly ?? "").catch(() => target.remove());
      }
    },
    { rootMargin: "200px" },
  );
  for (const place of root.querySelectorAll(".gx-thumbnail")) seen.observe(place);
}

/** @param {HTMLElement} place @param {string} source where Plotly is */
async function thumbnail(place, source) {
  const loading = loadPlotly(source);
  loading.catch(() => {});
  const { panels } = unpack(unfold(await loadPart(place.dataset.script ?? "")));
  const [still, last, sample] = ["still", "last", "sample"].map((name) => Number(place.dataset[name]));
  const picture = new Picture(place, panels[0], await loading, still, sample);
  await picture.draw();
  new ResizeObserver(() => picture.resize()).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.draw());
  playWhileLookedAt(picture, still, last);
}

/** A small picture of a panel at a step. */
class Picture {
  /** @param {HTMLElement} place @param {Panel} panel @param {any} Plotly @param {number} step @param {number} sample */
  constructor(place, panel, Plotly, step, sample) {
    this.place = place;
    this.panel = panel;
    this.Plotly = Plotly;
    this.step = step;
    this.sample = sample;
  }

  /** What its traces show at its step. */
  moved() {
    /** @type {Map<number, Record<string, any>>} */
    const all = new Map();
    for (const slice of this.panel.slices) {
      const shown = shownFrame(slice, this.step, this.sample);
      all.set(slice.trace, { ...all.get(slice.trace), [slice.attribute]: shown });
    }
    return all;
  }

  async draw() {
    const { place, panel } = this;
    const data = panel.figure.data.map((trace) => ({ ...trace, showscale: false }));
    for (const [trace, attributes] of this.moved()) Object.assign(data[trace], attributes);
    const layout = structuredClone(panel.figure.layout);
    theme(place, data, layout, false);
    Object.assign(layout, { width: place.clientWidth, height: place.clientHeight, showlegend: false, title: null });
    layout.margin = { l: 6, r: 6, t: 6, b: 6 };
    for (const axis of Object.keys(layout).filter((key) => /^[xy]axis/.test(key))) {
      Object.assign(layout[axis], { showticklabels: false, ticks: "", title: null, automargin: false });
    }
    await this.Plotly.react(place, data, layout, { ...PLOTLY_OPTIONS, staticPlot: true });
    freeze(place, panel);
  }

  /** @param {number} step */
  show(step) {
    if (step === this.step) return;
    this.step = step;
    if (this.panel.redraw || !move(this.place, this.moved())) this.draw();
  }

  resize() {
    const { clientWidth, clientHeight, _fullLayout } = /** @type {any} */ (this.place);
    if (clientWidth && (_fullLayout.width !== clientWidth || _fullLayout.height !== clientHeight)) this.draw();
  }
}

/** Play as long as the mouse or the focus is on the picture's card. @param {Picture} picture @param {number} still @param {number} last */
function playWhileLookedAt(picture, still, last) {
  const card = picture.place.closest(".gx-card") ?? picture.place;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let playing = 0;
  const play = () => {
    if (calm.matches || playing || !last) return;
    const began = performance.now();
    const turn = (/** @type {number} */ now) => {
      if (!playing) return;
      picture.show(Math.min(Math.max(Math.round(((now - began) / SHOW) * last), 0), last));
      if (picture.step < last) playing = requestAnimationFrame(turn);
    };
    playing = requestAnimationFrame(turn);
  };
  const stop = () => {
    if (card.matches(":hover, :focus-within")) return;
    cancelAnimationFrame(playing);
    playing = 0;
    picture.show(still);
  };
  for (const event of ["pointerenter", "focusin"]) card.addEventListener(event, play);
  for (const event of ["pointerleave", "focusout"]) card.addEventListener(event, () => requestAnimationFrame(stop));
}
