// @ts-check
/**
 * The small pictures on the index of a static site: one panel of each page's run, drawn by the player's own functions,
 * which plays as long as the mouse or the focus is on its card. It stands behind view.js, and only in a site.
 */

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
  const [panel] = panels;
  const Plotly = await loading;
  const [still, last, sample] = ["still", "last", "sample"].map((name) => Number(place.dataset[name]));
  let step = still;
  let playing = 0;
  const moved = () => {
    /** @type {Map<number, Record<string, any>>} */
    const all = new Map();
    for (const slice of panel.slices) {
      const values = frame(slice, slice.by === "sample" ? sample : step);
      const shown = step < slice.since ? Array.from(values, () => NaN) : values;
      all.set(slice.trace, { ...all.get(slice.trace), [slice.attribute]: shown });
    }
    return all;
  };
  const draw = async () => {
    const data = panel.figure.data.map((trace) => ({ ...trace, showscale: false }));
    for (const [trace, attributes] of moved()) Object.assign(data[trace], attributes);
    const layout = structuredClone(panel.figure.layout);
    theme(place, data, layout, false);
    Object.assign(layout, { width: place.clientWidth, height: place.clientHeight, showlegend: false, title: null });
    layout.margin = { l: 6, r: 6, t: 6, b: 6 };
    for (const axis of Object.keys(layout).filter((key) => /^[xy]axis/.test(key))) {
      Object.assign(layout[axis], { showticklabels: false, ticks: "", title: null, automargin: false });
    }
    await Plotly.react(place, data, layout, { ...PLOTLY_OPTIONS, staticPlot: true });
    freeze(place, panel);
  };
  const show = (/** @type {number} */ wanted) => {
    if (wanted === step) return;
    step = wanted;
    if (panel.redraw || !move(place, moved())) draw();
  };
  await draw();
  new ResizeObserver(() => {
    const { width, height } = /** @type {any} */ (place)._fullLayout;
    if (place.clientWidth && (width !== place.clientWidth || height !== place.clientHeight)) draw();
  }).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  const card = /** @type {HTMLElement} */ (place.closest(".gx-card") ?? place);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const play = () => {
    if (calm.matches || playing || !last) return;
    const began = performance.now();
    const turn = (/** @type {number} */ now) => {
      if (!playing) return;
      show(Math.min(Math.max(Math.round(((now - began) / SHOW) * last), 0), last));
      if (step < last) playing = requestAnimationFrame(turn);
    };
    playing = requestAnimationFrame(turn);
  };
  const stop = () => {
    if (card.matches(":hover, :focus-within")) return;
    cancelAnimationFrame(playing);
    playing = 0;
    show(still);
  };
  for (const event of ["pointerenter", "focusin"]) card.addEventListener(event, play);
  for (const event of ["pointerleave", "focusout"]) card.addEventListener(event, () => requestAnimationFrame(stop));
}
