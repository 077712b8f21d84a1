/** A tap on a chart of which there is only the first picture: it counts as soon as Plotly has drawn it. */

/** @import { Chart } from "./chart.js" */

/** @param {Chart} chart */
export function listenForEarly(chart) {
  const { place, player } = chart;
  const note = (/** @type {PointerEvent} */ event) => {
    if (!chart.isSketch || !event.isTrusted) return;
    const { left, top } = place.getBoundingClientRect();
    chart.touched = event.pointerType === "touch";
    chart.early = { x: event.clientX - left, y: event.clientY - top };
  };
  place.addEventListener("click", note, { signal: player.leave.signal });
}

/** What Plotly would have seen of it, at the place where it was. @param {Chart} chart */
export function answerEarly(chart) {
  const { early, place, player } = chart;
  chart.early = null;
  if (!early || player.gone()) return;
  const { left, top } = place.getBoundingClientRect();
  const [clientX, clientY] = [left + early.x, top + early.y];
  const plot = place.querySelector(".nsewdrag");
  const bounds = plot?.getBoundingClientRect();
  const isOn = bounds && clientX >= bounds.left && clientX <= bounds.right && clientY >= bounds.top && clientY <= bounds.bottom;
  if (!isOn) return;
  const said = { clientX, clientY, bubbles: true, cancelable: true, detail: 1, view: window };
  plot.dispatchEvent(new MouseEvent("mousemove", said));
  plot.dispatchEvent(new PointerEvent("pointerdown", { ...said, pointerType: chart.touched ? "touch" : "mouse" }));
  plot.dispatchEvent(new MouseEvent("mousedown", said));
  plot.dispatchEvent(new PointerEvent("pointerup", said));
  document.dispatchEvent(new MouseEvent("mouseup", said));
}
