"""The benchmark: `python -m bench.bench` prints one line a measure, and ends with 1 where a limit is missed.
Words behind it choose the measures whose names contain one of them: `python -m bench.bench play click`.

Limits are of two kinds, so that each holds or honestly fails on any machine. Times are what a person waits for, and
bytes what he pays for, by the socket and by HTTP: a machine on which he waits longer misses them. Where it is the code
that is judged, it stands beside other code that does the same operations: processors differ manifold in each."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import process_time
from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import Browser

from bench.browser import ROOT, VIEWPORT, Received, Visit, browser, server, visit
from bench.heaviest import HEAVIEST
from core.arrays import Array
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.data.drawings import MOST, encode
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.scenario import Scenario
from core.stopping import why_stopped
from core.surface.heights import loss_slice, loss_slice_plain
from core.surface.profiles import profile_slice
from core.surface.windows import choose_slice
from core.sweep import default_rates, sweep
from core.training import train
from ui.explorer.explorer import explorer
from ui.export import light_view
from ui.export.link_list import read_links
from ui.export.static_site import write_site
from ui.panels.view import View
from ui.serving import cache
from ui.serving.addresses import ROUTE
from ui.timeline.packing import pack

KB, MB = 1_000, 1_000_000
# The run of both pages: 200 samples, 500 steps.
LINK = "?data=blobs&steps=500"
LONG_LINK = "?data=blobs&steps=5000"
CLICKS, SLOW_CLICKS = 40, 12
STEPS = 50
VISITS = 5
COLD_VISITS = 3
PLAY_MILLISECONDS = 3_000
RATES = 9
DRAWINGS = 9
REPEATS = 9
SWEEPS = 5
ANSWERS = 41
WIDTHS = (54, 38, 34, 6, 26, 3)


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


# From the click that draws a point until the data's chart has it, all other charts with it, and one frame more.
DRAWN = """() => {
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


@dataclass(frozen=True)
class Row:
    """One line of the table. ok is None where there is no limit."""

    measure: str
    ours: str
    alternative: str = "-"
    ratio: str = "-"
    limit: str = "-"
    ok: bool | None = None


@dataclass(frozen=True)
class Sites:
    """The browser, the addresses of the two servers, and a file as long as the number of our server's trainings."""

    launched: Browser
    ours: str
    alternative: str
    trainings: Path

    @property
    def run(self) -> str:
        """Our page with the run that the alternative shows."""
        return f"{self.ours}/{LINK}"


def step_times(launched: Browser, url: str, clicks: int) -> Array:
    """Milliseconds of so many clicks on "Step forward", each on a page that is at rest."""
    with visit(launched, url) as opened:
        times = []
        for _ in range(clicks):
            times.append(opened.step())
            opened.rest()
        return np.array(times)


def row_click(sites: Sites) -> Row:
    """A click on "Step forward" until the five panels are painted."""
    ours = step_times(sites.launched, sites.run, CLICKS)
    alternative = step_times(sites.launched, sites.alternative, SLOW_CLICKS)
    median, high = float(np.median(ours)), float(np.percentile(ours, 95))
    other, other_high = float(np.median(alternative)), float(np.percentile(alternative, 95))
    return Row(
        f"Step forward until five panels are painted, {CLICKS} clicks",
        f"median {median:.0f} ms, p95 {high:.0f} ms",
        f"median {other:.0f} ms, p95 {other_high:.0f} ms",
        f"{other / median:.1f}x",
        "50 ms, p95 100 ms, 7x",
        median <= 50 and high <= 100 and other >= 7 * median,
    )


def start_play(opened: Visit) -> None:
    """At 16x from the first step on. 3 s of it are 384 of the 500 steps."""
    page = opened.page
    page.get_by_label("Speed").select_option("16")
    page.get_by_role("button", name="First step").click()
    opened.rest()
    page.get_by_role("button", name="Play", exact=True).click()


def row_play(sites: Sites) -> Row:
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


def rebuilt_by_steps(launched: Browser, url: str) -> int:
    """Chart elements that are destroyed and built anew in 50 steps, looked at after each."""
    with visit(launched, url) as opened:
        count = 0
        for _ in range(STEPS):
            opened.page.evaluate("() => bench.mark()")
            opened.step()
            count += opened.page.evaluate("() => bench.rebuilt()")
        return count


def row_rebuilt_by_steps(sites: Sites) -> Row:
    """Chart elements destroyed or rebuilt by steps."""
    ours = rebuilt_by_steps(sites.launched, sites.run)
    alternative = rebuilt_by_steps(sites.launched, sites.alternative)
    return Row(f"chart elements rebuilt in {STEPS} steps", f"{ours}", f"{alternative}", limit="0", ok=ours == 0)


def row_stage(sites: Sites) -> Row:
    """Another stage of the backward pass, until all six panels are painted; and what is rebuilt by it."""
    context = sites.launched.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.goto(f"{sites.ours}/backward_pass{LINK}")
    page.locator("[data-name=arrows] .main-svg").first.wait_for()
    page.wait_for_timeout(2 * PLAY_MILLISECONDS)
    times, rebuilt = page.evaluate(STAGE_CHANGES)
    context.close()
    median = float(np.median(times))
    return Row(
        f"another stage until six panels are painted, {len(times)} times",
        f"median {median:.0f} ms, {rebuilt} rebuilt",
        limit="60 ms, 0 rebuilt",
        ok=median <= 60 and rebuilt == 0,
    )


def row_play_surface(sites: Sites) -> Row:
    """Play on the page "Loss surface", contours alone: path, arrows, Newton's step, ellipse."""
    return played(sites, "loss_surface?data=blobs&steps=500&panel=contours", "contours", "loss surface")


def row_play_compare(sites: Sites) -> Row:
    """Play on the page "Compare": four runs on the surface and in two charts of curves, a table beside them."""
    return played(sites, "compare?data=blobs&steps=500", "surface", "compare, four runs")


def row_draw(sites: Sites) -> Row:
    """A point drawn on the Explorer's own data: the run is trained anew and everything is painted anew."""
    # The points of a drawing that is all but full.
    points = [(float(np.cos(k)) + k % 2, float(np.sin(2 * k)), k % 2) for k in range(MOST - DRAWINGS)]
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
            page.evaluate(DRAWN)
            page.mouse.click(box["x"] + (0.2 + 0.05 * k) * box["width"], box["y"] + 0.3 * box["height"])
            times.append(page.evaluate("() => window.drawn"))
            page.wait_for_timeout(PLAY_MILLISECONDS // 2)
    finally:
        page.close()
    median = float(np.median(times))
    return Row(
        f"draw a point until the whole page has it, {DRAWINGS} points of {MOST}",
        f"median {median:.0f} ms, worst {max(times):.0f} ms",
        limit="400 ms",
        ok=median <= 400,
    )


def played(sites: Sites, link: str, panel: str, name: str) -> Row:
    """Frames a second at 16x on one of the pages whose panels are not the Explorer's five."""
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


def row_rebuilt_by_rate(sites: Sites) -> Row:
    """Chart elements destroyed or rebuilt by another learning rate."""
    ours = rebuilt_by_rate(sites.launched, sites.run)
    alternative = rebuilt_by_rate(sites.launched, sites.alternative)
    return Row("chart elements rebuilt by a learning rate", f"{ours}", f"{alternative}", limit="0", ok=ours == 0)


def row_bytes_of_play(sites: Sites) -> Row:
    """What the server sends while it plays."""
    with visit(sites.launched, sites.run) as opened:
        start_play(opened)
        before = opened.received
        opened.rest(PLAY_MILLISECONDS)
        sent = opened.received - before
    return Row(
        f"from the server in {PLAY_MILLISECONDS / 1000:.0f} s of play",
        f"{sent.bytes} bytes, {sent.messages} messages, {sent.responses} responses",
        limit="0 bytes",
        ok=sent.bytes == 0 and sent.messages == 0 and sent.responses == 0,
    )


def received_by_step(opened: Visit) -> Received:
    """What the server sends for one step, by WebSocket and HTTP, from the click until the page is at rest."""
    before = opened.received
    opened.step()
    opened.rest()
    return opened.received - before


def row_bytes_of_step(sites: Sites) -> Row:
    """What the server sends for a step on which the visitor stays."""
    with visit(sites.launched, sites.run) as opened:
        received_by_step(opened)
        ours = received_by_step(opened)
    with visit(sites.launched, sites.alternative) as opened:
        received_by_step(opened)
        alternative = received_by_step(opened)
    return Row(
        "from the server for one step, at rest",
        f"{ours.socket_bytes / KB:.1f} KB, and {ours.http_bytes / KB:.1f} KB by HTTP",
        f"{alternative.bytes / KB:.0f} KB",
        f"{alternative.bytes / ours.bytes:.0f}x" if ours.bytes else "-",
        "4 KB",
        ours.bytes <= 4 * KB,
    )


def timeline_on_the_wire(sites: Sites, link: str) -> tuple[int, int]:
    """What a timeline takes: bytes by the WebSocket, and by HTTP.

    By the WebSocket those of the page's first run, without those that any later run with the same timeline has too.
    """
    with visit(sites.launched, f"{sites.ours}/{link}") as opened:
        first = opened.received
        opened.step()
        opened.rest()
        return first.socket_bytes - (opened.received - first).socket_bytes, opened.http_bytes_of(ROUTE)


def packed(scenario: Scenario) -> bytes:
    """A scenario's timeline, made as ui.serving.timelines makes it."""
    data = scenario.dataset()
    return pack(explorer(scenario, data, train(scenario, data), View()))


def timeline_row(sites: Sites, link: str, steps: int, most: int) -> Row:
    """The bytes of a timeline, all ways; most : KB."""
    by_socket, by_http = timeline_on_the_wire(sites, link)
    length = len(packed(Scenario(data="blobs", samples=200, steps=steps)))
    ways = f"{by_socket / KB:.0f} KB by the socket, {by_http / KB:.0f} KB by HTTP"
    return Row(
        f"timeline on the wire, N = 200, {steps:,} steps",
        f"{ways} (packed {length / KB:.0f} KB)",
        limit=f"{most} KB in all",
        # A timeline that came by no way has not been measured.
        ok=by_http > 0 and by_socket + by_http <= most * KB,
    )


def row_timeline(sites: Sites) -> Row:
    """The bytes of a usual timeline."""
    return timeline_row(sites, LINK, 500, 400)


def row_long_timeline(sites: Sites) -> Row:
    """The bytes of the longest timeline."""
    return timeline_row(sites, LONG_LINK, 5_000, 700)


# Data that nobody has had yet, and so runs that no server has seen.
SEEDS = count(1_000)


def rate_times(launched: Browser, url: str) -> tuple[Array, Received]:
    """Milliseconds until another learning rate is painted, so many times, and what all of them take on the wire."""
    with visit(launched, url) as opened:
        # At the first step, from W = 0, every rate shows the same numbers.
        opened.step()
        opened.rest()
        before, times = opened.received, []
        for _ in range(RATES):
            times.append(opened.next_rate())
            opened.rest()
        return np.array(times), opened.received - before


def row_rate(sites: Sites) -> Row:
    """A new learning rate until the new run is painted; each is a run that the server has not seen."""
    query = f"{LINK}&seed={next(SEEDS)}"
    before = sites.trainings.stat().st_size
    ours, received = rate_times(sites.launched, f"{sites.ours}/{query}")
    # The first one is that of the visit.
    trained = sites.trainings.stat().st_size - before - 1
    alternative, other_received = rate_times(sites.launched, f"{sites.alternative}/{query}")
    median, other = float(np.median(ours)), float(np.median(alternative))
    return Row(
        f"new learning rate until painted, median of {RATES}",
        f"{median:.0f} ms ({ours.min():.0f} to {ours.max():.0f}), {trained} trained, "
        f"{received.bytes / RATES / KB:.0f} KB each",
        f"{other:.0f} ms ({alternative.min():.0f} to {alternative.max():.0f}), "
        f"{other_received.bytes / RATES / KB:.0f} KB each",
        f"{other / median:.1f}x",
        f"400 ms, {RATES} trained, 500 KB",
        median <= 400 and trained >= RATES and received.bytes <= RATES * 500 * KB,
    )


def row_first_bytes(sites: Sites) -> Row:
    """What a browser that has nothing cached receives until the page is there."""
    with visit(sites.launched, sites.run) as opened:
        ours = opened.received
    with visit(sites.launched, sites.alternative) as opened:
        alternative = opened.received
    return Row(
        "first visit on the wire",
        f"{ours.bytes / MB:.2f} MB in {ours.responses} responses",
        f"{alternative.bytes / MB:.2f} MB in {alternative.responses} responses",
        f"{alternative.bytes / ours.bytes:.1f}x",
        "2.5 MB",
        ours.bytes <= 2.5 * MB,
    )


def row_second_bytes(sites: Sites) -> Row:
    """The same browser comes again with the same link."""
    with visit(sites.launched, sites.run) as opened:
        before = opened.received
        opened.page.goto(sites.run)
        opened.page.evaluate("() => bench.firstPicture")
        opened.rest()
        again = opened.received - before
    return Row(
        "second visit on the wire",
        f"{again.socket_bytes / KB:.0f} KB by the socket, {again.http_bytes / KB:.0f} KB by HTTP",
        limit="150 KB in all",
        ok=again.bytes <= 150 * KB,
    )


def row_small_answer(sites: Sites) -> Row:
    """A small answer on a connection that is there already: nothing waits for the browser's confirmation."""
    medians = []
    for address, path in ((sites.ours, "/healthz"), (sites.alternative, "/_stcore/health")):
        connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        times = []
        for _ in range(ANSWERS):
            began = time.perf_counter()
            connection.request("GET", path)
            connection.getresponse().read()
            times.append(time.perf_counter() - began)
        connection.close()
        medians.append(float(np.median(times[1:])))
    ours, alternative = medians
    return Row(
        "/healthz on a connection that is there",
        f"{1e3 * ours:.1f} ms",
        f"{1e3 * alternative:.1f} ms (/_stcore/health)",
        f"{alternative / ours:.1f}x",
        "10 ms",
        ours <= 0.010,
    )


def first_picture(launched: Browser, url: str, visits: int) -> float:
    """Seconds until the five charts are there, for a browser that has nothing cached; the median of the visits."""
    times = []
    for _ in range(visits):
        with visit(launched, url) as opened:
            times.append(opened.first_picture)
    return float(np.median(times))


def row_first_picture(sites: Sites) -> Row:
    """The wait of a first visit of a server that knows the run."""
    ours = first_picture(sites.launched, sites.run, VISITS)
    alternative = first_picture(sites.launched, sites.alternative, VISITS)
    return Row(
        f"first visit, server warm: until the first picture, median of {VISITS}",
        f"{ours:.2f} s",
        f"{alternative:.2f} s",
        f"{alternative / ours:.1f}x",
        "2.5 s",
        ours <= 2.5,
    )


def row_first_picture_cold(sites: Sites) -> Row:
    """The wait of the very first visitor of a server, which has compiled, compressed and computed nothing yet."""
    medians = []
    for script, path in (("app.py", LINK), ("bench/alternative_page.py", "")):
        times = []
        for _ in range(COLD_VISITS):
            with server(script) as address:
                times.append(first_picture(sites.launched, f"{address}/{path}", 1))
        medians.append(float(np.median(times)))
    ours, alternative = medians
    return Row(
        f"first visit, server cold: until the first picture, median of {COLD_VISITS}",
        f"{ours:.2f} s",
        f"{alternative:.2f} s",
        f"{alternative / ours:.1f}x",
        "5 s",
        ours <= 5,
    )


def light_and_full(sites: Sites) -> tuple[list[Visit], list[Visit]]:
    """So many first visits of the light view and of the full page with the same link, in turns."""
    light: list[Visit] = []
    full: list[Visit] = []
    for _ in range(VISITS):
        for visits, url in ((light, f"{sites.ours}/view{LINK}"), (full, sites.run)):
            with visit(sites.launched, url) as opened:
                visits.append(opened)
    return light, full


def row_view_first_picture(sites: Sites) -> Row:
    """The wait of a first visit of the light view, beside that of the full page."""
    ours, full = (float(np.median([one.first_picture for one in visits])) for visits in light_and_full(sites))
    return Row(
        f"light view until the first picture, median of {VISITS}",
        f"{ours:.2f} s",
        f"{full:.2f} s (the full page)",
        f"{full / ours:.1f}x",
        "1.0 s",
        ours <= 1.0,
    )


def row_view_first_bytes(sites: Sites) -> Row:
    """What a browser that has nothing cached receives of the light view, beside the full page."""
    with visit(sites.launched, f"{sites.ours}/view{LINK}") as opened:
        ours = opened.received
    with visit(sites.launched, sites.run) as opened:
        full = opened.received
    return Row(
        "light view on the wire, first visit",
        f"{ours.bytes / MB:.2f} MB in {ours.responses} responses",
        f"{full.bytes / MB:.2f} MB in {full.responses} responses (the full page)",
        f"{full.bytes / ours.bytes:.1f}x",
        "0.9 MB",
        ours.bytes <= 0.9 * MB,
    )


@contextmanager
def static_site() -> Iterator[str]:
    """The same run as a page of a static site, on a server that only sends files and compresses none → its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    entries, _ = read_links(f"Bench | {LINK}")
    with TemporaryDirectory() as folder:
        write_site(entries, Path(folder) / "site")
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as files:
            thread = Thread(target=files.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{files.server_port}/site/bench.html"
            finally:
                files.shutdown()
                thread.join()


def row_site_first_picture(sites: Sites) -> Row:
    """The wait of a first visit of a static site's page, beside that of the light view."""
    times: tuple[list[float], list[float]] = ([], [])
    with static_site() as address:
        for _ in range(VISITS):
            for waits, url in zip(times, (address, f"{sites.ours}/view{LINK}"), strict=True):
                with visit(sites.launched, url) as opened:
                    waits.append(opened.first_picture)
    ours, light = (float(np.median(waits)) for waits in times)
    return Row(
        f"static site until the first picture, median of {VISITS}",
        f"{ours:.2f} s",
        f"{light:.2f} s (the light view)",
        f"{light / ours:.1f}x",
        "1.0 s",
        ours <= 1.0,
    )


def row_site_first_bytes(sites: Sites) -> Row:
    """What a first visit of a static site's page receives where the host compresses nothing, beside the light view."""
    with static_site() as address, visit(sites.launched, address) as opened:
        ours = opened.received
    with visit(sites.launched, f"{sites.ours}/view{LINK}") as opened:
        light = opened.received
    return Row(
        "static site on the wire, first visit, uncompressed",
        f"{ours.bytes / MB:.2f} MB in {ours.responses} responses",
        f"{light.bytes / MB:.2f} MB in {light.responses} responses (the light view)",
        f"{light.bytes / ours.bytes:.1f}x",
        "0.9 MB",
        ours.bytes <= 0.9 * MB,
    )


def best_of(repeats: int, *functions: Callable[[], object]) -> list[float]:
    """The shortest time of each function in seconds; they take turns, so that a busy moment meets them all."""
    best = [np.inf] * len(functions)
    for _ in range(repeats):
        for i, function in enumerate(functions):
            began = time.perf_counter()
            function()
            best[i] = min(best[i], time.perf_counter() - began)
    return best


def bare_training(X1: Array, t: Array, rate: float, steps: int) -> tuple[list[Array], list[Array], list[float]]:
    """Gradient descent as one would write it in a notebook, with its history."""
    W = np.zeros((X1.shape[1], 1))
    weights: list[Array] = []
    gradients: list[Array] = []
    losses: list[float] = []
    for _ in range(steps):
        y = X1 @ W
        z = 1 / (1 + np.exp(-y))
        loss = -np.mean(t * np.log(z) + (1 - t) * np.log(1 - z))
        dy = (z - t) / len(t)
        dW = X1.T @ dy
        weights.append(W)
        gradients.append(dW)
        losses.append(float(loss))
        W = W - rate * dW
    return weights, gradients, losses


def row_training() -> Row:
    """1,000 full-batch steps with the history kept, ours (with the accuracies too) and a bare loop."""
    scenario = Scenario(data="blobs", samples=1_000, steps=1_000)
    data = scenario.dataset()
    X1 = with_ones(data.X)
    ours, bare = best_of(
        REPEATS,
        lambda: train(scenario, data),
        lambda: bare_training(X1, data.t, scenario.learning_rate, scenario.steps),
    )
    return Row(
        "1,000 full-batch steps, N = 1,000, D = 2",
        f"{1e3 * ours:.1f} ms",
        f"{1e3 * bare:.1f} ms (bare NumPy loop)",
        f"{ours / bare:.2f}x",
        "1.5x of the bare loop",
        ours <= 1.5 * bare,
    )


def bare_slice(name: str, X1: Array, t: Array, held: Array, axes: tuple[int, int], u: Array, v: Array) -> Array:
    """A slice as the formula has it, a row of the grid at a time: the same operations as ours, each in room that is
    there already (how long new memory takes is another matter)."""
    heights = np.empty((len(v), len(u)))
    W = np.tile(held, (1, len(u)))
    y, z = np.empty((len(X1), len(u))), np.empty((len(X1), len(u)))
    for i, second in enumerate(v):
        W[axes[0]], W[axes[1]] = u, second
        np.matmul(X1, W, out=y)
        if name == "BCE":
            # max(y, 0) - t y + log(1 + e^-|y|)
            np.exp(np.negative(np.abs(y, out=z), out=z), out=z)
            z += 1.0
            np.log(z, out=z)
            z += np.maximum(y, 0.0)
            y *= t
            z -= y
        else:
            # (1 / (1 + e^-y) - t)²
            np.exp(np.negative(y, out=z), out=z)
            z += 1.0
            np.reciprocal(z, out=z)
            z -= t
            np.square(z, out=z)
        heights[i] = z.mean(axis=0)
    return heights


def surface_row(name: str, most: float) -> Row:
    """A 101 x 101 slice of one loss, N = 1,000, against the formula row by row; most : times as long as that."""
    scenario = Scenario(data="blobs", samples=1_000, loss=name)
    data = scenario.dataset()
    X1, loss = with_ones(data.X), LOSSES[name]()
    window = choose_slice(scenario, data, train(scenario, data))
    place = (window.held, window.axes, window.u, window.v)
    ours, bare = best_of(
        REPEATS,
        lambda: loss_slice(X1, data.t, loss, *place),
        lambda: bare_slice(name, X1, data.t, *place),
    )
    difference = float(np.abs(loss_slice(X1, data.t, loss, *place) - loss_slice_plain(X1, data.t, loss, *place)).max())
    return Row(
        f"{name} over a {len(window.u)} x {len(window.v)} slice, N = 1,000",
        f"{1e3 * ours:.0f} ms, differs by {difference:.1e}",
        f"{1e3 * bare:.0f} ms (the formula, row by row)",
        f"{ours / bare:.2f}x",
        f"{most}x of the formula, 1e-12",
        ours <= most * bare and difference <= 1e-12,
    )


def row_surface_bce() -> Row:
    """The slice of the cross-entropy."""
    return surface_row("BCE", 0.9)


def row_surface_mse() -> Row:
    """The slice of the mean squared error."""
    return surface_row("MSE", 1.2)


def row_large_timeline() -> Row:
    """The memory that a hundred thousand rows take, from the data to the packed timeline."""
    command = [sys.executable, "-m", "bench.large_timeline"]
    result = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    took = json.loads(result.stdout)
    return Row(
        "timeline of 100,000 rows, peak of memory",
        f"{took['memory'] / MB:.0f} MB ({took['seconds']:.1f} s, packed {took['packed'] / KB:.0f} KB)",
        limit="300 MB",
        ok=took["memory"] <= 300 * MB,
    )


def row_large_slice() -> Row:
    """The time and the memory of a surface of a hundred thousand rows, with its gradient field."""
    command = [sys.executable, "-m", "bench.large_slice"]
    result = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    took = json.loads(result.stdout)
    rows, columns = took["grid"]
    return Row(
        f"{columns} x {rows} slice of 100,000 rows, and 15 x 15 arrows",
        f"{took['seconds']:.2f} s, {took['memory'] / MB:.0f} MB",
        limit="2 s, 300 MB",
        ok=took["seconds"] <= 2 and took["memory"] <= 300 * MB,
    )


def row_reoptimised_slice() -> Row:
    """A slice with all other weights chosen best at every point, of all features of the houses."""
    scenario = Scenario(features=SOURCES["Ames housing"].features)
    data = scenario.dataset()
    X1 = with_ones(data.X)
    window = choose_slice(scenario, data, train(scenario, data))
    u, v = (np.linspace(axis[0], axis[-1], 41) for axis in (window.u, window.v))
    (ours,) = best_of(REPEATS, lambda: profile_slice(X1, data.t, window.axes, u, v))
    return Row(
        f"re-optimised 41 x 41 slice, N = {len(X1)}, D = 4",
        f"{1e3 * ours:.0f} ms",
        limit="2 s",
        ok=ours <= 2,
    )


def one_after_another(scenario: Scenario, data: Dataset, rates: Array) -> None:
    """A sweep as one would write it with what is there."""
    for rate in rates:
        one = replace(scenario, learning_rate=float(rate))
        why_stopped(one, data, train(one, data))


def row_sweep() -> Row:
    """Forty learning rates in one pass, against forty runs one after another; the medians, taken in turns."""
    scenario = Scenario(data="blobs", samples=1_000, steps=500)
    data, rates = scenario.dataset(), default_rates()
    times = np.array(
        [
            best_of(1, lambda: sweep(scenario, data, rates), lambda: one_after_another(scenario, data, rates))
            for _ in range(SWEEPS)
        ]
    )
    ours, alternative = np.median(times, axis=0)
    return Row(
        f"sweep of {len(rates)} rates, 500 steps, N = 1,000",
        f"{1e3 * ours:.0f} ms",
        f"{1e3 * alternative:.0f} ms (one after another)",
        f"{alternative / ours:.1f}x",
        ">= 5x",
        bool(alternative >= 5 * ours),
    )


def row_heaviest() -> Row:
    """The heaviest of the links that the limits admit, in seconds of all cores; nothing is kept before it."""
    times = {}
    for link in HEAVIEST:
        for store in (cache.RUNS, cache.LIGHT_VIEWS):
            store.clear()
        began = process_time()
        light_view.answer(parse_qs(link))
        times[link] = process_time() - began
    slowest = max(times, key=lambda link: times[link])
    return Row(f"heaviest link: {slowest[:60]}", f"{times[slowest]:.2f} s", limit="<= 2 s", ok=times[slowest] <= 2)


IN_BROWSER = (
    row_click,
    row_play,
    row_rebuilt_by_steps,
    row_rebuilt_by_rate,
    row_stage,
    row_play_surface,
    row_play_compare,
    row_draw,
    row_bytes_of_play,
    row_bytes_of_step,
    row_timeline,
    row_long_timeline,
    row_rate,
    row_first_bytes,
    row_second_bytes,
    row_small_answer,
    row_first_picture,
    row_first_picture_cold,
    row_view_first_picture,
    row_view_first_bytes,
    row_site_first_picture,
    row_site_first_bytes,
)
IN_PYTHON = (
    row_training,
    row_surface_bce,
    row_surface_mse,
    row_reoptimised_slice,
    row_sweep,
    row_large_slice,
    row_large_timeline,
    row_heaviest,
)


def measured(words: list[str]) -> Iterator[Row]:
    """The rows whose names contain one of the words, all without words; first those that need the servers."""

    def wanted(row: Callable[..., Row]) -> bool:
        return not words or any(word in row.__name__ for word in words)

    in_browser = [row for row in IN_BROWSER if wanted(row)]
    if in_browser:
        with ExitStack() as stack:
            trainings = Path(stack.enter_context(TemporaryDirectory())) / "trainings"
            trainings.touch()
            ours = stack.enter_context(server("app.py", trainings))
            alternative = stack.enter_context(server("bench/alternative_page.py"))
            sites = Sites(stack.enter_context(browser()), ours, alternative, trainings)
            for row in in_browser:
                yield row(sites)
    for python_row in filter(wanted, IN_PYTHON):
        yield python_row()


def print_line(*cells: str) -> None:
    """One line of the table, at once."""
    print(" | ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def main() -> int:
    """Print the table → 1 where a limit is missed, else 0."""
    print(f"Browser window {VIEWPORT['width']} x {VIEWPORT['height']}; KB and MB are thousands and millions of bytes.")
    # Where others are at work, times are noise.
    print(f"{os.cpu_count()} cores; before all this {os.getloadavg()[0]:.1f} processes were at work.")
    print_line("measure", "ours", "alternative", "ratio", "limit", "ok?")
    print_line(*("-" * width for width in WIDTHS))
    missed = 0
    for row in measured(sys.argv[1:]):
        verdict = {None: "-", True: "yes", False: "NO"}[row.ok]
        print_line(row.measure, row.ours, row.alternative, row.ratio, row.limit, verdict)
        missed += row.ok is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
