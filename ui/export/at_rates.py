"""A page without a server at many learning rates: what `vary=lr` in its link asks for. Nobody computes there, so the
runs come along, each as what it has of its own, and the slider moves between them."""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ui.export.one_file import html_file
from ui.export.rounding import rounded
from ui.language.speaking import N_
from ui.page import Page, Shown, work
from ui.serving import lanes
from ui.serving.cache import run
from ui.timeline.figure import shortened
from ui.timeline.folding import fold
from ui.timeline.packing import pack
from ui.timeline.timeline import Timeline
from ui.timeline.variants import leave_out

VARY, LEARNING_RATE = "vary", "lr"
# So many rates, or half as many, as long as they weigh no more than so many bytes.
COUNTS, ROOM = (25, 13, 7), 1_000_000
# Limits of a file made at a click, about half a second: the steps and the work of all its runs together.
CLICK_STEPS, CLICK_WORK = 10_000, 12_000_000
# Bits and digits of their stems, which a hand passes by; and bits of all other numbers: eleven digits, of which eight
# are shown.
BITS, DIGITS = 8, 2
FRACTION = 37
NOT_VARIED = N_("This page has one learning rate only: with others it would be too large.")


@dataclass(frozen=True)
class AtRates:
    """A page at many learning rates.

    packed : the timeline of its own rate · others : those of each rate, in order, without what the packed one has,
    compressed; b"" for its own
    """

    packed: bytes
    others: tuple[bytes, ...]


def can_come(page: Page, shown: Shown) -> bool:
    """Whether a page can be a file at many rates."""
    return page.by_hand and bool(_counts_at_a_click(shown))


def file_at_rates(page: Page, shown: Shown, title: str, link: str) -> bytes:
    """A page at many rates as one file (see one_file.py), where `can_come` allows it."""
    with lanes.aside():
        found = at_rates(page, shown, counts=_counts_at_a_click(shown))
        if found is None:
            return html_file(pack(page.timeline_in_file(shown, run)), title, link)
        return html_file(found.packed, title, link, found.others)


def _counts_at_a_click(shown: Shown) -> tuple[int, ...]:
    steps, each = shown.scenario.steps, work(shown.scenario)
    return tuple(count for count in COUNTS if count * steps <= CLICK_STEPS and count * each <= CLICK_WORK)


def at_rates(
    page: Page,
    shown: Shown,
    packing: Callable[[Timeline], bytes] = pack,
    lead: str = "",
    counts: tuple[int, ...] = COUNTS,
) -> AtRates | None:
    """A page at many learning rates; None where it has no such slider, or the run is too long.

    packing : how the timeline of its own rate is packed · lead : what stands in front of what each is called
    counts : how many rates, the first of these that weighs no more than ROOM
    """
    for count in counts:
        rates = page.learning_rates(shown, run, count)
        if not rates:
            break
        found = _at(page, shown, rates, packing, lead)
        if sum(map(len, found.others)) <= ROOM:
            return found
    return None


def _at(page: Page, shown: Shown, rates: Sequence[float], packing: Callable[[Timeline], bytes], lead: str) -> AtRates:
    own = rates.index(shown.scenario.learning_rate)
    timelines = list(page.at_rates(shown, run, tuple(rates)))
    packed = packing(timelines[own])
    base = fold(packed)
    others = [b""] * len(rates)
    for place, (rate, each) in enumerate(zip(rates, timelines, strict=True)):
        if place != own:
            heading = lead + page.heading({**shown.settings, LEARNING_RATE: rate})
            others[place] = gzip.compress(leave_out(fold(pack(_short(each))), base, heading), 6, mtime=0)
    return AtRates(packed, tuple(others))


def _short(full: Timeline) -> Timeline:
    """A timeline that weighs less and shows the same, but for the last digits of its stems."""
    scalars = {
        name: shortened(values, FRACTION) if values.dtype == np.float64 else values
        for name, values in full.scalars.items()
    }
    return replace(rounded(full, BITS, DIGITS), scalars=scalars)
