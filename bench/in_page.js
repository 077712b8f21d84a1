// What the benchmark measures inside a page. It is the same for the player and for st.plotly_chart: both draw into
// elements of class js-plotly-plot, and whatever is drawn there is seen by a MutationObserver.

window.bench = (() => {
  // Drawing has ended when nothing was drawn for so many animation frames. They are not part of any time measured.
  const QUIET_FRAMES = 6;
  // dW is a table in the player, painted in the same frame as its charts; the alternative has it not at all.
  const CHARTS = 4;
  // A measurement that has not ended after so many milliseconds will not end.
  const PATIENCE = 30_000;

  // What the page did so long in one go that somebody who touches it waits: a task's milliseconds above 50, from its start on.
  const LONG = 50;
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries())).observe({ type: "longtask", buffered: true });

  /** Milliseconds in which nobody was answered until then. */
  function blocked(until) {
    const before = long.filter(({ startTime }) => startTime < until);
    return before.reduce((sum, { duration }) => sum + duration - LONG, 0);
  }

  const charts = () => [...document.querySelectorAll(".js-plotly-plot")];

  /** A text that says which run and which step the page shows, or null where its charts do not agree (yet). */
  function shown() {
    const readout = document.querySelector(".gx-readout");
    if (readout) return readout.textContent;
    const said = new Set(charts().map((chart) => chart.layout?.meta));
    return said.size === 1 ? [...said][0] : null;
  }

  /** Whether Streamlit's script is at rest; in the light view there is none. */
  function atRest() {
    const app = document.querySelector('[data-testid="stApp"]');
    return app ? app.dataset.testScriptState === "notRunning" : Boolean(document.querySelector(".gx-view"));
  }

  /** Call `onDrawn` with the charts in which something was drawn. */
  function watch(onDrawn) {
    const observer = new MutationObserver((records) => {
      const drawn = new Set();
      for (const { target, type } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const chart = element?.closest(".js-plotly-plot");
        // An attribute of the chart's own element, its label for screen readers for one, is no picture.
        if (chart && !(chart === target && type === "attributes")) drawn.add(chart);
      }
      if (drawn.size) onDrawn(drawn);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    return observer;
  }

  let followed = 0;

  /**
   * Wait until all charts have been drawn, show something other than `before`, the script is at rest, and the
   * drawing has ended. The result is the time from `start` until what was drawn last was on the screen: the animation
   * frame after it (then it is painted), and one more (then the picture is handed over). `bench.followed()` is the time
   * until all charts showed something else for the first time: the run itself, or what is known of it before.
   */
  function painted(start, before) {
    const drawn = new Set();
    followed = 0;
    let end = 0;
    let last = 0;
    let quiet = 0;
    const observer = watch((some) => {
      for (const chart of some) drawn.add(chart);
      quiet = 0;
      last += 1;
      const mine = last;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (mine === last) end = performance.now();
        }),
      );
    });
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const look = () => {
        quiet += 1;
        const all = charts();
        const complete = all.length === CHARTS && all.every((chart) => drawn.has(chart));
        const now = shown();
        if (complete && now !== null && now !== before) followed ||= performance.now() - start;
        if (complete && now !== null && now !== before && atRest() && quiet > QUIET_FRAMES) {
          observer.disconnect();
          resolve(end - start);
        } else if (performance.now() - began > PATIENCE) {
          observer.disconnect();
          reject(new Error(`${drawn.size} of ${all.length} charts were drawn; from “${before}” to “${now}”`));
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }

  /** Wait until a chart shows its first picture, by Plotly or before it; the result is when that was on the screen. */
  function sketched() {
    return new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector(".gx-sketch, .js-plotly-plot .main-svg")) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
      });
      observer.observe(document, { subtree: true, childList: true });
    });
  }

  /** Measure from the next event of this type (click, keydown) on; `bench.result` is the promise. */
  function arm(type) {
    const before = shown();
    bench.result = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`there was no ${type}, or its drawing never ended`)), 2 * PATIENCE);
      const begin = () => resolve(painted(performance.now(), before));
      document.addEventListener(type, begin, { capture: true, once: true });
    });
  }

  const elements = () => [...document.querySelectorAll(".js-plotly-plot, .js-plotly-plot .main-svg")];
  let marked = [];

  /** Remember the charts and their drawings as they are now. */
  function mark() {
    marked = elements();
    for (const element of marked) element.benchMarked = true;
  }

  /** How many of them were destroyed since, or how many there are that are new. */
  function rebuilt() {
    const missing = marked.filter((element) => !element.isConnected).length;
    const added = elements().filter((element) => !element.benchMarked).length;
    return Math.max(missing, added);
  }

  /**
   * For so many milliseconds, count the animation frames in which the numbers changed, those in which each chart was
   * drawn (the least often drawn counts), and those that came more than 50 ms after the one before.
   */
  function countFrames(duration) {
    const all = charts();
    const count = new Map(all.map((chart) => [chart, 0]));
    const result = { numbers: 0, charts: 0, long: 0, longest: 0, seconds: 0 };
    let drawn = new Set();
    let before = shown();
    const observer = watch((some) => some.forEach((chart) => drawn.add(chart)));
    return new Promise((resolve) => {
      let began = 0;
      let previous = 0;
      const look = (now) => {
        if (!began) began = now;
        else {
          const text = shown();
          if (text !== before) result.numbers += 1;
          before = text;
          for (const chart of drawn) count.set(chart, (count.get(chart) ?? 0) + 1);
          if (now - previous > 50) result.long += 1;
          result.longest = Math.max(result.longest, now - previous);
        }
        drawn = new Set();
        previous = now;
        if (now - began < duration) return requestAnimationFrame(look);
        observer.disconnect();
        result.seconds = (now - began) / 1000;
        result.charts = Math.min(...all.map((chart) => count.get(chart)));
        return resolve(result);
      };
      requestAnimationFrame(look);
    });
  }

  return {
    painted,
    arm,
    followed: () => followed,
    blocked,
    mark,
    rebuilt,
    countFrames,
    firstPicture: painted(0, null),
    firstSketch: sketched(),
  };
})();
