/** What a click, a drag, a turn or the mouse over a chart means. */

/**
 * @import { Panel } from "./codec.js"
 * @import { Chart } from "./chart.js"
 */

import { writeCamera } from "./address.js";
import { move, pointAt } from "./drawing.js";
import { sampleAt } from "./marks.js";
import { follow, gripAt, listenToFingers } from "./touch.js";

/** A mouse that moves less than so many pixels has clicked, not dragged. */
export const DRAG = 5;
/** A click that sets the start waits so long for a second one, which zooms out instead, in milliseconds. */
const DOUBLE_CLICK = 320;

/** Listen to a chart that has just been drawn for the first time. @param {Chart} chart @param {Panel} panel */
export function listenToChart(chart, panel) {
  const { place, player } = chart;
  listenToFingers(chart);
  place.on("plotly_click", (/** @type {any} */ event) => onClick(chart, event));
  place.on("plotly_hover", (/** @type {any} */ event) => onHover(chart, event));
  place.on("plotly_unhover", () => {
    if (!chart.handles.onSample) player.mark(-1);
  });
  const { signal } = player.leave;
  const leave = () => {
    // Of a chart that is gone nothing is hovered any more.
    if (!place._fullLayout) return;
    // Plotly forgets by this what it would show again with the next drawing.
    place._fullLayout._hoversubplot = null;
    player.Plotly?.Fx.unhover(place);
    // It does not tell of it where it has forgotten meanwhile what was hovered.
    if (!chart.handles.onSample) player.mark(-1);
  };
  place.addEventListener("mouseleave", leave);
  // While a button is down, Plotly covers the page. A mouse that goes elsewhere from the cover has not left the chart, for
  // a browser: a move that is no longer over it says so.
  place.addEventListener("click", () => {
    const look = (/** @type {MouseEvent} */ { target }) => {
      if (!place.contains(/** @type {Node} */ (target))) leave();
    };
    document.addEventListener("mousemove", look, { once: true, passive: true, signal });
  });
  if (panel.drags !== null || panel.board) listenToDrags(chart);
  place.on("plotly_relayout", (/** @type {any} */ event) => onTurn(chart, event));
  place.on("plotly_doubleclick", () => clearTimeout(player.startTimer));
}

/** The button of the way back. */
export const undoModule = () => import("./undo.js");

/** After a tap the way back stands on the chart: a finger is not as sure as a mouse. @param {Chart} chart @param {() => void} act */
async function offerUndo({ touched, place, player }, act) {
  if (!touched) return;
  const loaded = await undoModule().catch(() => null);
  if (!loaded || player.gone()) return;
  player.undo ??= new loaded.Undo(player.leave.signal);
  player.undo.offer(place.closest(".gx-panel"), act);
}

/** Something outside of the player follows a click or a drag. @param {Chart} chart @param {{x: number, y: number, x0?: number, y0?: number, panel?: string}} point */
function start(chart, point) {
  const { host } = chart.player;
  host.onStart?.(point);
  if (host.onStart) offerUndo(chart, () => host.onUndo?.());
}

/** A click on a board that a handle has taken. @param {Chart} chart @param {MouseEvent} event */
export function clickBoard(chart, event) {
  if (chart.handles.clicked) start(chart, { ...pointAt(chart.place, event), panel: chart.name });
}

/** @param {Chart} chart @param {any} event Plotly's click event */
function onClick(chart, event) {
  const { panel, place, player } = chart;
  const point = event.points?.[0];
  // Behind a drag Plotly tells of a click too, on what was hovered before it.
  if (!panel || !point || chart.dragged) return;
  if (panel.goesToStep.includes(point.curveNumber)) {
    const { step } = player;
    player.transport.stopAt(point.pointNumber);
    offerUndo(chart, () => player.transport.stopAt(step));
    return;
  }
  if (panel.choosesSample.includes(point.curveNumber)) {
    if (point.customdata < 0) return;
    const { sample } = player.inside;
    player.inside.choose(point.customdata);
    offerUndo(chart, () => player.inside.choose(sample));
    return;
  }
  if (panel.lights !== null && !panel.board) {
    player.pin(sampleAt(point, chart.stems(panel)));
    return;
  }
  if (panel.picks.includes(point.curveNumber)) {
    start(chart, { x: point.x, y: point.y });
    return;
  }
  if (!panel.setsStart || !player.host.onStart) return;
  // Between the points of the grid: where the mouse was, not where the nearest point is.
  const at = pointAt(place, event.event);
  clearTimeout(player.startTimer);
  if (event.event.detail > 1) return;
  player.startTimer = setTimeout(() => start(chart, at), DOUBLE_CLICK);
}

/** @param {Chart} chart @param {any} event Plotly's hover event */
function onHover(chart, event) {
  const { panel, player } = chart;
  const point = event.points?.[0];
  if (!panel || !point) return;
  if (panel.choosesSample.includes(point.curveNumber)) player.mark(point.customdata);
  else if (panel.lights !== null) player.mark(sampleAt(point, chart.stems(panel)));
}

/** A 3-D chart was turned. @param {Chart} chart @param {any} event Plotly's relayout event */
function onTurn({ player }, event) {
  if (!event["scene.camera"]?.eye) return;
  player.camera = writeCamera(event["scene.camera"]);
  player.rest.begin();
}

/**
 * Drag a point over a chart: it follows at once, and is reported when it is let go. On a board each click and drag
 * is reported, wherever it is; but a finger drags only what it has taken.
 * @param {Chart} chart
 */
function listenToDrags(chart) {
  const { place, player, name } = chart;
  const { signal } = player.leave;
  /** @type {{x: number, y: number} | null} */
  let from = null;
  place.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    const onPlot = event.target instanceof Element && event.target.closest(".nsewdrag");
    from = onPlot && event.button === 0 && player.host.onStart ? { x: event.clientX, y: event.clientY } : null;
    chart.dragged = false;
    chart.grip?.ring.remove();
    chart.grip = from && event.pointerType === "touch" ? gripAt(chart, event) : null;
  });
  const drag = (/** @type {PointerEvent} */ event) => {
    if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG) return;
    if (event.pointerType === "touch" && !chart.grip) {
      from = null;
      return;
    }
    chart.dragged = true;
    if (chart.grip) follow(chart.grip, place, event);
    const { x, y } = pointAt(place, event);
    const trace = chart.panel?.drags ?? null;
    if (trace !== null) move(place, new Map([[trace, { x: [x], y: [y] }]]));
  };
  const drop = (/** @type {PointerEvent} */ event) => {
    const board = chart.panel?.board;
    if (from && (chart.dragged || board)) {
      const began = chart.dragged && board ? (chart.grip ?? pointAt(place, { clientX: from.x, clientY: from.y })) : null;
      start(chart, { ...pointAt(place, event), ...(began ? { x0: began.x, y0: began.y } : {}), panel: name });
    }
    leave();
  };
  const leave = () => {
    from = null;
    chart.grip?.ring.remove();
    chart.grip = null;
  };
  document.addEventListener("pointermove", drag, { signal });
  document.addEventListener("pointerup", drop, { signal });
  document.addEventListener("pointercancel", leave, { signal });
}
