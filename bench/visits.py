"""A first visit of the full page, the light view and a static site: how long, and how many bytes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Browser

from bench.browser import Received, Visit, server, visit
from bench.row import KB, LINK, MB, Row, Sites
from ui.export.link_list import read_links
from ui.export.static_site import write_site

VISITS = 5
COLD_VISITS = 3
ANSWERS = 41


def received(sites: Sites, url: str) -> Received:
    """What a browser that has nothing cached receives until the page is there."""
    with visit(sites.launched, url) as opened:
        return opened.received


def bytes_row(measure: str, ours: Received, other: Received, most: float, beside: str = "") -> Row:
    """The bytes of a first visit beside those of another one, called `beside`; most : MB"""
    return Row(
        measure,
        f"{ours.bytes / MB:.2f} MB in {ours.responses} responses",
        f"{other.bytes / MB:.2f} MB in {other.responses} responses{beside}",
        f"{other.bytes / ours.bytes:.1f}x",
        f"{most:g} MB",
        ours.bytes <= most * MB,
    )


def measure_bytes_of_a_visit(sites: Sites) -> Row:
    """The full page, beside the alternative."""
    return bytes_row("first visit on the wire", received(sites, sites.run), received(sites, sites.alternative), 1.2)


def measure_bytes_of_a_second_visit(sites: Sites) -> Row:
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


def measure_small_answer(sites: Sites) -> Row:
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
    """Seconds until the charts are there, for a browser that has nothing cached; the median of the visits."""
    times = []
    for _ in range(visits):
        with visit(launched, url) as opened:
            times.append(opened.first_picture)
    return float(np.median(times))


def measure_picture_of_a_visit(sites: Sites) -> Row:
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


def measure_picture_of_a_cold_server(sites: Sites) -> Row:
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


def measure_picture_of_the_view(sites: Sites) -> Row:
    """The wait of a first visit of the light view, beside that of the full page: for a picture, and for all of it."""
    light, full = light_and_full(sites)
    pictures = [float(np.median([one.first_sketch for one in visits])) for visits in (light, full)]
    live = [float(np.median([one.first_picture for one in visits])) for visits in (light, full)]
    return Row(
        f"light view until the first picture, and until all is live, median of {VISITS}",
        f"{pictures[0]:.2f} s, {live[0]:.2f} s",
        f"{pictures[1]:.2f} s, {live[1]:.2f} s (the full page)",
        f"{pictures[1] / pictures[0]:.1f}x",
        "0.36 s, 1.0 s; 1.5 s",
        pictures[0] <= 0.36 and live[0] <= 1.0 and pictures[1] <= 1.5,
    )


def measure_view_on_telephone(sites: Sites) -> Row:
    """The light view on a slow telephone with a slow line, and its bytes there."""
    pictures, times, waits, lengths = [], [], [], []
    for _ in range(COLD_VISITS):
        with visit(sites.launched, f"{sites.ours}/view{LINK}", telephone=True) as opened:
            pictures.append(opened.first_sketch)
            times.append(opened.first_picture)
            waits.append(opened.blocked)
            lengths.append(opened.received.bytes)
    picture, live, blocked = (float(np.median(each)) for each in (pictures, times, waits))
    length = max(lengths)
    return Row(
        f"light view on a slow telephone: first picture, all live, of that blocked, median of {COLD_VISITS}",
        f"{picture:.1f} s, {live:.1f} s, {blocked:.1f} s, {length / KB:.0f} KB",
        limit="1.4 s, 4.0 s, 1.25 s, 360 KB",
        ok=picture <= 1.4 and live <= 4.0 and blocked <= 1.25 and length <= 360 * KB,
    )


def measure_page_on_telephone(sites: Sites) -> Row:
    """The full page there: Streamlit's programs are most of what comes."""
    visits = []
    for _ in range(COLD_VISITS):
        with visit(sites.launched, sites.run, telephone=True) as opened:
            visits.append(opened)
    picture = float(np.median([one.first_sketch for one in visits]))
    live = float(np.median([one.first_picture for one in visits]))
    length = max(one.received.bytes for one in visits)
    return Row(
        f"full page on a slow telephone: first picture, all live, median of {COLD_VISITS}",
        f"{picture:.1f} s, {live:.1f} s, {length / KB:.0f} KB",
        limit="9 s",
        ok=picture <= 9,
    )


def measure_bytes_of_the_view(sites: Sites) -> Row:
    """The light view, beside the full page."""
    ours = received(sites, f"{sites.ours}/view{LINK}")
    # On a computer; a telephone does without the full page's letters, 0.04 MB of this.
    return bytes_row("light view on the wire, first visit", ours, received(sites, sites.run), 0.36, " (the full page)")


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


def measure_picture_of_a_site(sites: Sites) -> Row:
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


def measure_bytes_of_a_site(sites: Sites) -> Row:
    """A static site's page where the host compresses nothing, beside the light view."""
    with static_site() as address:
        ours = received(sites, address)
    light = received(sites, f"{sites.ours}/view{LINK}")
    return bytes_row("static site on the wire, first visit, uncompressed", ours, light, 0.6, " (the light view)")
