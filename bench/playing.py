"""What a browser takes for a step, a stage, a drawn point, and for playing; and what it builds anew."""

from contextlib import ExitStack
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page

from bench.browser import REST, VIEWPORT, Visit, visit
from bench.row import LINK, Row, Sites
from core.arrays import Array
from core.data.drawings import MOST_POINTS, encode

CLICKS, SLOW_CLICKS = 40, 12
STEPS = 50
PLAY_MILLISECONDS = 3_000
DRAWINGS = 9
WINDOWS = 5
# What a step of TensorFlow Playground does: it cannot be had here itself.
PLAYGROUND = (Path(__file__).parent / "playground.js").read_text(encoding="utf-8")
# From a click until what it has drawn is on the screen, measured as a step of ours is: see in_page.js.
STEP_OF_PLAYGROUND = """() => {
  window.stepped = new Promise((resolve) => {
    const begin = () => {
      const began = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
    };
    document.addEventListener("click", begin, { capture: true, once: true });
  });
}"""
# Playground plays a step a frame.
PLAY_OF_PLAYGROUND = """(duration) => {
  window.played = new Promise((resolve) => {
    const [button, began] = [document.querySelector("button"), performance.now()];
    let frames = 0;
    const next = () => {
      const passed = performance.now() - began;
      if (passed >= duration) return resolve((1000 * frames) / passed);
      button.click();
      frames += 1;
      return requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}"""
# Of the frames that it has where so many windows play at once, on a machine of the kind that the limit was set on.
FRAMES_OF_PLAYGROUND = 24
# To and fro between the moments of a lesson.
MOMENTS = "nnnpppnnn"


# Through all stages, forth and back, twice. All panels are painted in one animation frame, the readout with them;
# the frame after it has the picture on the screen.
STAGE_CHANGES = """async () => {
  const kept = [...document.querySelectorAll(".gx-panel, .main-svg, .gx-graph")];
  const readout = document.querySelector(".gx-readout");
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  for (const name of [..."ffffffffbbbbbbbbffffffffbbbbbbbb"]) {
    const label = name === "f" ? "Stage forward" : "Stage back";
    const before = readout.textContent;
    const began = performance.now();
    document.querySelector(`[aria-label="${label}"]`).click();
    while (readout.textContent === before) await frame();
    await frame();
    times.push(performance.now() - began);
  }
  return [times, kept.filter((element) => !element.isConnected).length];
}"""


# Play for so many milliseconds: frames in which the numbers and a named chart changed, and what was built anew.
PLAYED = """async ([panel, duration]) => {
  const chart = document.querySelector(`[data-name=${panel}] .gx-chart`);
  const kept = [...document.querySelectorAll(".gx-panel, .main-svg")];
  const readout = document.querySelector(".gx-readout");
  const frame = () => new Promise(requestAnimationFrame);
  let drawn = false, frames = 0, before = readout.textContent;
  const observer = new MutationObserver(() => (drawn = true));
  observer.observe(chart, { subtree: true, childList: true, attributes: true });
  const began = performance.now();
  while (performance.now() - began < duration) {
    await frame();
    if (drawn && readout.textContent !== before) frames += 1;
    drawn = false;
    before = readout.textContent;
  }
  observer.disconnect();
  const rebuilt = kept.filter((element) => !element.isConnected).length;
  return [(1000 * frames) / (performance.now() - began), rebuilt];
}"""


# It begins before anything is waited for: all windows play at the same time.
PLAY_AND_COUNT = """(duration) => {
  document.querySelector("[data-do=play]").click();
  bench.result = bench.countFrames(duration);
}"""


# From the click that draws a point until the data's chart has it, all other charts with it, and one frame more.
TIME_OF_A_DRAWN_POINT = """() => {
  const chart = document.querySelector("[data-name=data] .gx-chart");
  const readout = document.querySelector(".gx-readout");
  const count = () => chart.calcdata.reduce((sum, points) => sum + points.length, 0);
  const [before, said] = [count(), readout.textContent];
  window.drawn = new Promise((resolve) => {
    const begin = () => {
      const began = performance.now();
      const look = () => {
        if (count() === before || readout.textContent === said) return requestAnimationFrame(look);
        return requestAnimationFrame(() => resolve(performance.now() - began));
      };
      look();
    };
    addEventListener("pointerup", begin, { capture: true, once: true });
  });
}"""


# From the key that goes on to the next moment until the frame in which its first picture is shown: what is drawn before
# Plotly draws, at the same places.
NEXT_MOMENT = """async (key) => {
  const began = performance.now();
  const shown = new Promise((resolve) => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector(".gx-sketch")) return;
      seen.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - began));
    });
    seen.observe(document.body, { subtree: true, childList: true });
  });
  document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  return shown;
}"""


def step_times(launched: Browser, url: str, clicks: int) -> Array:
    """Milliseconds of so many clicks on "Step forward", each on a page that is at rest."""
    with visit(launched, url) as opened:
        times = []
        for _ in range(clicks):
            times.append(opened.step())
            opened.rest()
        return np.array(times)


def playground(launched: Browser) -> Page:
    """A page that does what Playground does."""
    page = launched.new_page(viewport=VIEWPORT)
    page.set_content("<!doctype html><body></body>")
    page.add_script_tag(content=PLAYGROUND)
    return page


def playground_times(launched: Browser, clicks: int) -> Array:
    """The same of what Playground does."""
    page = playground(launched)
    times = []
    for _ in range(clicks):
        page.evaluate(STEP_OF_PLAYGROUND)
        page.get_by_role("button", name="Step").click()
        times.append(float(page.evaluate("() => window.stepped")))
        page.wait_for_timeout(REST)
    page.close()
    return np.array(times)


def measure_click(sites: Sites) -> Row:
    """A click on "Step forward" until the panels are painted."""
    ours = step_times(sites.launched, sites.run, CLICKS)
    playground = float(np.median(playground_times(sites.launched, CLICKS)))
    alternative = step_times(sites.launched, sites.alternative, SLOW_CLICKS)
    median, high = float(np.median(ours)), float(np.percentile(ours, 95))
    other, other_high = float(np.median(alternative)), float(np.percentile(alternative, 95))
    return Row(
        f"Step forward until the panels are painted, {CLICKS} clicks",
        f"median {median:.1f} ms, p95 {high:.0f} ms",
        f"median {other:.0f} ms, p95 {other_high:.0f} ms; what Playground does {playground:.1f} ms",
        f"{other / median:.1f}x; {playground / median:.2f}x",
        "7x, p95 100 ms; 1.1x of Playground",
        median <= 1.1 * playground and high <= 100 and other >= 7 * median,
    )


def measure_next_moment(sites: Sites) -> Row:
    """From a moment of a lesson to the next one, whose page and timeline are there already: a talk does the same."""
    with visit(sites.launched, f"{sites.ours}/view") as opened:
        opened.page.goto(f"{sites.ours}/view?lesson=downhill&at=1")
        opened.page.locator(".gx-panel .main-svg").first.wait_for()
        times = []
        for key in MOMENTS:
            opened.rest()
            times.append(float(opened.page.evaluate(NEXT_MOMENT, key)))
    median, high = float(np.median(times)), max(times)
    return Row(
        f"the next moment until its picture is shown, {len(MOMENTS)} keys",
        f"median {median:.0f} ms, at most {high:.0f} ms",
        limit="100 ms",
        ok=median <= 100,
    )


def start_play(opened: Visit) -> None:
    """At 16x from the first step on. 3 s of it are 384 of the 500 steps."""
    page = opened.page
    page.get_by_label("Speed").select_option("16")
    page.get_by_role("button", name="First step").click()
    opened.rest()
    page.get_by_role("button", name="Play", exact=True).click()


def measure_play(sites: Sites) -> Row:
    """Pictures a second while it plays: frames in which the numbers, and every one of the charts, changed."""
    with visit(sites.launched, sites.run) as opened:
        start_play(opened)
        frames = opened.page.evaluate("(duration) => bench.countFrames(duration)", PLAY_MILLISECONDS)
    numbers, charts = frames["numbers"] / frames["seconds"], frames["charts"] / frames["seconds"]
    return Row(
        f"play at 16x: frames a second, of {PLAY_MILLISECONDS / 1000:.0f} s",
        f"{min(numbers, charts):.1f}; {frames['long']} over 50 ms, worst {frames['longest']:.0f} ms",
        limit=">= 30",
        ok=min(numbers, charts) >= 30,
    )


def measure_windows(sites: Sites) -> Row:
    """Pictures a second where several windows play at once, as on the computers of a small group; the least of them."""
    with ExitStack() as stack:
        windows = [stack.enter_context(visit(sites.launched, f"{sites.ours}/view{LINK}")) for _ in range(WINDOWS)]
        for opened in windows:
            opened.page.get_by_label("Speed").select_option("16")
        for opened in windows:
            opened.page.evaluate(PLAY_AND_COUNT, PLAY_MILLISECONDS)
        found = [opened.page.evaluate("() => bench.result") for opened in windows]
    least = min(min(each["numbers"], each["charts"]) / each["seconds"] for each in found)
    others = [playground(sites.launched) for _ in range(WINDOWS)]
    for page in others:
        page.evaluate(PLAY_OF_PLAYGROUND, PLAY_MILLISECONDS)
    other = min(float(page.evaluate("() => window.played")) for page in others)
    for page in others:
        page.close()
    # Where the machine is slower than that kind, by as much.
    enough = 20 * min(1, other / FRAMES_OF_PLAYGROUND)
    return Row(
        f"{WINDOWS} windows play at 16x at once: frames a second, of {PLAY_MILLISECONDS / 1000:.0f} s",
        f"{least:.1f} in the slowest",
        f"what Playground does {other:.1f}",
        f"{least / other:.2f}x",
        f">= 20, where Playground has {FRAMES_OF_PLAYGROUND}",
        least >= enough,
    )


def rebuilt_by_steps(launched: Browser, url: str) -> int:
    """Chart elements that are destroyed and built anew in 50 steps, looked at after each."""
    with visit(launched, url) as opened:
        count = 0
        for _ in range(STEPS):
            opened.page.evaluate("() => bench.mark()")
            opened.step()
            count += opened.page.evaluate("() => bench.rebuilt()")
        return count


def measure_rebuilt_by_steps(sites: Sites) -> Row:
    """Chart elements destroyed or rebuilt by steps."""
    ours = rebuilt_by_steps(sites.launched, sites.run)
    alternative = rebuilt_by_steps(sites.launched, sites.alternative)
    return Row(f"chart elements rebuilt in {STEPS} steps", f"{ours}", f"{alternative}", limit="0", ok=ours == 0)


def measure_stage(sites: Sites) -> Row:
    """Another stage of the backward pass, until all panels are painted; and what is rebuilt by it."""
    context = sites.launched.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.goto(f"{sites.ours}/backward_pass{LINK}")
    page.locator("[data-name=arrows] .main-svg").first.wait_for()
    page.wait_for_timeout(2 * PLAY_MILLISECONDS)
    times, rebuilt = page.evaluate(STAGE_CHANGES)
    context.close()
    median = float(np.median(times))
    return Row(
        f"another stage until the panels are painted, {len(times)} times",
        f"median {median:.0f} ms, {rebuilt} rebuilt",
        limit="60 ms, 0 rebuilt",
        ok=median <= 60 and rebuilt == 0,
    )


def measure_play_surface(sites: Sites) -> Row:
    """Play on the page "Loss surface", contours alone: path, arrows, Newton's step, ellipse."""
    return played(sites, "loss_surface?data=blobs&steps=500&panel=contours", "contours", "loss surface")


def measure_play_compare(sites: Sites) -> Row:
    """Play on the page "Compare": four runs on the surface and in two charts of curves, a table beside them."""
    return played(sites, "compare?data=blobs&steps=500", "surface", "compare, four runs")


def measure_draw(sites: Sites) -> Row:
    """A point drawn on the Explorer's own data: the run is trained anew and everything is painted anew."""
    # The points of a drawing that is all but full.
    points = [(float(np.cos(k)) + k % 2, float(np.sin(2 * k)), k % 2) for k in range(MOST_POINTS - DRAWINGS)]
    page = sites.launched.new_page(viewport=VIEWPORT)
    times = []
    try:
        page.goto(f"{sites.ours}/?data=own+data&points={encode(points)}")
        page.locator("[data-name=loss] .main-svg").first.wait_for()
        page.get_by_role("radio", name="class 0").click()
        page.wait_for_timeout(PLAY_MILLISECONDS)
        box = page.locator("[data-name=data] .nsewdrag").first.bounding_box()
        assert box
        for k in range(DRAWINGS):
            page.evaluate(TIME_OF_A_DRAWN_POINT)
            page.mouse.click(box["x"] + (0.2 + 0.05 * k) * box["width"], box["y"] + 0.3 * box["height"])
            times.append(page.evaluate("() => window.drawn"))
            page.wait_for_timeout(PLAY_MILLISECONDS // 2)
    finally:
        page.close()
    median = float(np.median(times))
    return Row(
        f"draw a point until the whole page has it, {DRAWINGS} points of {MOST_POINTS}",
        f"median {median:.0f} ms, worst {max(times):.0f} ms",
        limit="400 ms",
        ok=median <= 400,
    )


def played(sites: Sites, link: str, panel: str, name: str) -> Row:
    """Frames a second at 16x on a page whose panels are not the Explorer's."""
    page = sites.launched.new_page(viewport=VIEWPORT)
    try:
        page.goto(f"{sites.ours}/{link}")
        page.locator(f"[data-name={panel}] .main-svg").first.wait_for()
        page.wait_for_timeout(2_000)
        page.get_by_label("Speed").select_option("16")
        page.get_by_role("button", name="Play", exact=True).click()
        frames, rebuilt = page.evaluate(PLAYED, [panel, PLAY_MILLISECONDS])
    finally:
        page.close()
    return Row(
        f"play at 16x on the page of {name}: frames a second",
        f"{frames:.1f}; {rebuilt} elements rebuilt",
        limit=">= 30; 0",
        ok=frames >= 30 and rebuilt == 0,
    )


def rebuilt_by_rate(launched: Browser, url: str) -> int:
    """Chart elements that are destroyed and built anew by another learning rate."""
    with visit(launched, url) as opened:
        opened.step()
        opened.rest()
        opened.page.evaluate("() => bench.mark()")
        opened.next_rate()
        opened.rest()
        return int(opened.page.evaluate("() => bench.rebuilt()"))


def measure_rebuilt_by_rate(sites: Sites) -> Row:
    """Chart elements destroyed or rebuilt by another learning rate."""
    ours = rebuilt_by_rate(sites.launched, sites.run)
    alternative = rebuilt_by_rate(sites.launched, sites.alternative)
    return Row("chart elements rebuilt by a learning rate", f"{ours}", f"{alternative}", limit="0", ok=ours == 0)
