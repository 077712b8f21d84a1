"""How closely the picture follows a hand: from a movement until all panels are painted, frames a second, and what a
draft takes of the server and of the line."""

import gzip
import time

import numpy as np
from playwright.sync_api import Locator, Page

from bench.browser import visit
from bench.row import KB, Row, Sites
from core.arrays import Array
from core.scenario import Scenario
from core.training import train
from ui.explorer.draft import explorer_draft, scene
from ui.panels.view import View
from ui.timeline.draft import START
from ui.timeline.packing import pack_draft

MOVES, DRAFTS = 60, 60
DRAG_SECONDS = 3.0
# A hand goes to and fro, so many pixels at a time and so often one way.
STRIDE, WAY = 9, 8

# From the next movement of the mouse until the numbers have changed, with them all panels, and one frame more.
TIME_OF_A_MOVE = """() => {
  const readout = document.querySelector(".gx-readout");
  const said = readout.textContent;
  window.followed = new Promise((resolve) => {
    const begin = () => {
      const began = performance.now();
      const look = () => {
        const passed = performance.now() - began;
        if (readout.textContent === said && passed < 5000) return requestAnimationFrame(look);
        return requestAnimationFrame(() => resolve(performance.now() - began));
      };
      look();
    };
    addEventListener("pointermove", begin, { capture: true, once: true });
  });
}"""

# Frames in which the numbers are others than in the one before.
COUNT_FRAMES = """(duration) => {
  const readout = document.querySelector(".gx-readout");
  window.counted = new Promise((resolve) => {
    const began = performance.now();
    let [frames, said] = [0, readout.textContent];
    const look = () => {
      if (readout.textContent !== said) frames += 1;
      said = readout.textContent;
      const passed = performance.now() - began;
      if (passed < duration) return requestAnimationFrame(look);
      return resolve((1000 * frames) / passed);
    };
    requestAnimationFrame(look);
  });
}"""


def _take(page: Page, handle: Locator) -> tuple[float, float]:
    """Take something by the mouse → where it was."""
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def _away(k: int) -> int:
    """How far from its beginning a hand is at its k-th movement, of which no two behind each other are the same."""
    return STRIDE * (WAY - abs(k % (2 * WAY) - WAY) + 1)


def _followed(page: Page, handle: Locator) -> tuple[Array, float]:
    """Milliseconds of so many movements, each behind the one before; and frames a second of a drag without a rest."""
    x, y = _take(page, handle)
    times = []
    for k in range(MOVES):
        page.evaluate(TIME_OF_A_MOVE)
        page.mouse.move(x + _away(k), y + _away(k) / 2)
        times.append(page.evaluate("() => window.followed"))
    page.evaluate(COUNT_FRAMES, 1000 * DRAG_SECONDS)
    began, k = time.monotonic(), 0
    while time.monotonic() - began < DRAG_SECONDS:
        k += 1
        page.mouse.move(x + _away(k), y + _away(k) / 2)
    frames = page.evaluate("() => window.counted")
    page.keyboard.press("Escape")
    page.mouse.up()
    return np.array(times[5:]), frames


def measure_hand(sites: Sites) -> Row:
    """The rate, the start and the weights under the hand, in the middle of a run of 200 samples and 500 steps."""
    said, fine = [], True
    with visit(sites.launched, f"{sites.run}&step=250") as opened:
        page = opened.page
        slider = page.get_by_role("region", name="Training run").get_by_role("slider", name="Learning rate")
        handles = {
            "rate": slider,
            **{name.lower(): page.get_by_role("button", name=name, exact=True) for name in ("Start", "Weights")},
        }
        for name, handle in handles.items():
            times, frames = _followed(page, handle)
            opened.rest()
            median, high = float(np.median(times)), float(np.percentile(times, 95))
            said.append(f"{name} {median:.0f}/{high:.0f} ms, {frames:.0f} a second")
            # Two frames of a screen are 33.3 ms.
            fine &= round(median) <= 33 and high <= 60 and frames >= 25
    return Row(
        "under the hand: median/p95 until painted, frames",
        "; ".join(said),
        limit="33/60 ms, >= 25 a second",
        ok=fine,
    )


def measure_hand_of_a_sample(sites: Sites) -> Row:
    """A sample under the hand: the whole valley moves, and its map is drawn anew."""
    with visit(sites.launched, f"{sites.run}&step=250") as opened:
        page = opened.page
        page.get_by_role("button", name="Choose a sample").focus()
        times, frames = _followed(page, page.get_by_role("button", name="Sample 0", exact=True))
        opened.rest()
    median, high = float(np.median(times)), float(np.percentile(times, 95))
    return Row(
        "a sample under the hand, with the map",
        f"median {median:.0f}, p95 {high:.0f} ms, {frames:.0f} a second",
        limit="60/100 ms, >= 25 a second",
        ok=median <= 60 and high <= 100 and frames >= 25,
    )


def measure_draft() -> Row:
    """What a draft of another start takes of the server, beside the run alone; and of the line."""
    scenario = Scenario(data="blobs", steps=500)
    data = scenario.dataset()
    shown = scene(scenario, data, train(scenario, data), View())
    drafts, runs, longest = [], [], 0
    for k in range(DRAFTS):
        began = time.perf_counter()
        draft = explorer_draft(shown, (START, (0.01 * k, 0.3)), 500)
        body = gzip.compress(pack_draft(draft), 1)
        drafts.append(time.perf_counter() - began)
        began = time.perf_counter()
        train(scenario, data)
        runs.append(time.perf_counter() - began)
        longest = max(longest, len(body))
    ours, alone = 1e3 * float(np.median(drafts)), 1e3 * float(np.median(runs))
    return Row(
        "a draft of 200 samples, 500 steps",
        f"median {ours:.1f} ms, {longest / KB:.1f} KB",
        f"its run alone {alone:.1f} ms",
        f"{ours / alone:.1f}x",
        "8 ms, 8 KB",
        ours <= 8 and longest <= 8 * KB,
    )
