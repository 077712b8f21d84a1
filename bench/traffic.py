"""What comes from the server while somebody plays, steps, or changes the learning rate; and how long that takes."""

from itertools import count

import numpy as np
from playwright.sync_api import Browser

from bench.browser import Received, Visit, visit
from bench.playing import PLAY_MILLISECONDS, start_play
from bench.row import KB, LINK, Row, Sites
from core.arrays import Array
from core.scenario import Scenario
from core.training import train
from ui.explorer.explorer import explorer
from ui.panels.view import View
from ui.serving.addresses import ROUTE
from ui.timeline.packing import pack

LONG_LINK = "?data=blobs&steps=5000"
RATES = 9


def measure_bytes_of_play(sites: Sites) -> Row:
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


def measure_bytes_of_step(sites: Sites) -> Row:
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


def timeline_traffic(sites: Sites, link: str) -> tuple[int, int]:
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
    by_socket, by_http = timeline_traffic(sites, link)
    length = len(packed(Scenario(data="blobs", samples=200, steps=steps)))
    ways = f"{by_socket / KB:.0f} KB by the socket, {by_http / KB:.0f} KB by HTTP"
    return Row(
        f"timeline on the wire, N = 200, {steps:,} steps",
        f"{ways} (packed {length / KB:.0f} KB)",
        limit=f"{most} KB in all",
        # A timeline that came by no way has not been measured.
        ok=by_http > 0 and by_socket + by_http <= most * KB,
    )


def measure_timeline(sites: Sites) -> Row:
    """The bytes of a usual timeline."""
    return timeline_row(sites, LINK, 500, 400)


def measure_long_timeline(sites: Sites) -> Row:
    """The bytes of the longest timeline."""
    return timeline_row(sites, LONG_LINK, 5_000, 700)


# Data that nobody has had yet, and so runs that no server has seen.
SEEDS = count(1_000)


def rate_times(launched: Browser, url: str) -> tuple[Array, Array, Received]:
    """Milliseconds until all charts follow another learning rate, and until its run is painted, so many times; and what
    all of them take on the wire."""
    with visit(launched, url) as opened:
        # At the first step, from W = 0, every rate shows the same numbers.
        opened.step()
        opened.rest()
        before, times, followed = opened.received, [], []
        for _ in range(RATES):
            times.append(opened.next_rate())
            followed.append(opened.followed())
            opened.rest()
        return np.array(followed), np.array(times), opened.received - before


def measure_rate(sites: Sites) -> Row:
    """A new learning rate by the sidebar until all charts show it at their step, and until its run is painted; each is
    a run that the server has not seen."""
    query = f"{LINK}&seed={next(SEEDS)}"
    before = sites.trainings.stat().st_size
    followed, ours, received = rate_times(sites.launched, f"{sites.ours}/{query}")
    # The first one is that of the visit.
    trained = sites.trainings.stat().st_size - before - 1
    _, alternative, other_received = rate_times(sites.launched, f"{sites.alternative}/{query}")
    at_first, median, other = (float(np.median(times)) for times in (followed, ours, alternative))
    return Row(
        f"new learning rate until all charts show it, and until all of its run is there, median of {RATES}",
        f"{at_first:.0f} ms, {median:.0f} ms ({ours.min():.0f} to {ours.max():.0f}), {trained} trained, "
        f"{received.bytes / RATES / KB:.0f} KB each",
        f"{other:.0f} ms ({alternative.min():.0f} to {alternative.max():.0f}), "
        f"{other_received.bytes / RATES / KB:.0f} KB each",
        f"{other / median:.1f}x",
        f"120 ms, 1 s, {RATES} trained, 500 KB",
        at_first <= 120 and median <= 1000 and trained >= RATES and received.bytes <= RATES * 500 * KB,
    )
