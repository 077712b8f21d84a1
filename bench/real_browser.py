"""A real browser for the load bench: which files a visit asks for, and what somebody sees beside all the others."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.browser import VIEWPORT, Visit, browser, visit

# In today's words: an older link is sent on, which these people do not follow.
LINK = "?v=2&data=blobs&steps=500"
# It steps so often between two changes of the learning rate.
STEPS_BETWEEN = 5


def files_of_a_visit(address: str) -> list[str]:
    """The paths of the files that a first visit asks for: Streamlit's own, Plotly, the player, the fonts."""
    asked: list[str] = []
    with browser() as launched:
        page = launched.new_page(viewport=VIEWPORT)
        page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        page.goto(f"{address}/{LINK}")
        page.locator("[data-name=loss] .main-svg").first.wait_for()
        page.close()
    # Each once: what has been asked for before it was there is asked for once more, but comes only once.
    return [path for path in dict.fromkeys(asked) if path.startswith(("/static/", "/assets/"))]


@contextmanager
def somebody_beside(address: str) -> Iterator[Visit]:
    """A real browser that has opened the page: a visit of the one who uses it."""
    with browser() as launched, visit(launched, f"{address}/{LINK}&seed=1") as opened:
        yield opened


def steps_and_changes(opened: Visit, seconds: float) -> tuple[list[float], list[float]]:
    """For so long he steps and changes the learning rate → milliseconds of each until painted."""
    steps: list[float] = []
    changes: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(STEPS_BETWEEN):
            steps.append(opened.step())
            opened.rest()
        changes.append(opened.next_rate())
        opened.rest()
    return steps, changes
