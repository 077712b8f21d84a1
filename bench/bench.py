"""The benchmark: `python -m bench.bench` prints one line a measure, and ends with 1 where a limit is missed.
Words behind it choose the measures whose names contain one of them: `python -m bench.bench play click`.

Limits are of two kinds, so that each holds or honestly fails on any machine. Times are what a person waits for, and
bytes what he pays for, by the socket and by HTTP: a machine on which he waits longer misses them. Where it is the code
that is judged, it stands beside other code that does the same operations: processors differ manifold in each."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.browser import VIEWPORT, browser, server
from bench.computing import (
    measure_heaviest,
    measure_large_slice,
    measure_large_timeline,
    measure_preview,
    measure_reoptimised_slice,
    measure_surface_bce,
    measure_surface_mse,
    measure_sweep,
    measure_training,
)
from bench.hand import measure_draft, measure_hand, measure_hand_of_a_sample
from bench.playing import (
    measure_click,
    measure_draw,
    measure_next_moment,
    measure_play,
    measure_play_compare,
    measure_play_surface,
    measure_rebuilt_by_rate,
    measure_rebuilt_by_steps,
    measure_stage,
    measure_windows,
)
from bench.row import Row, Sites
from bench.traffic import (
    measure_bytes_of_play,
    measure_bytes_of_step,
    measure_long_timeline,
    measure_rate,
    measure_timeline,
)
from bench.visits import (
    measure_bytes_of_a_second_visit,
    measure_bytes_of_a_site,
    measure_bytes_of_a_visit,
    measure_bytes_of_the_view,
    measure_page_on_telephone,
    measure_picture_of_a_cold_server,
    measure_picture_of_a_site,
    measure_picture_of_a_visit,
    measure_picture_of_the_view,
    measure_small_answer,
    measure_view_on_telephone,
)

WIDTHS = (54, 38, 34, 6, 26, 3)


IN_BROWSER = (
    measure_click,
    measure_play,
    measure_windows,
    measure_rebuilt_by_steps,
    measure_rebuilt_by_rate,
    measure_stage,
    measure_play_surface,
    measure_play_compare,
    measure_draw,
    measure_next_moment,
    measure_bytes_of_play,
    measure_bytes_of_step,
    measure_timeline,
    measure_long_timeline,
    measure_rate,
    measure_hand,
    measure_hand_of_a_sample,
    measure_bytes_of_a_visit,
    measure_bytes_of_a_second_visit,
    measure_small_answer,
    measure_picture_of_a_visit,
    measure_picture_of_a_cold_server,
    measure_picture_of_the_view,
    measure_bytes_of_the_view,
    measure_view_on_telephone,
    measure_page_on_telephone,
    measure_picture_of_a_site,
    measure_bytes_of_a_site,
)
IN_PYTHON = (
    measure_training,
    measure_draft,
    measure_surface_bce,
    measure_surface_mse,
    measure_reoptimised_slice,
    measure_sweep,
    measure_large_slice,
    measure_large_timeline,
    measure_heaviest,
    measure_preview,
)


def rows(words: list[str]) -> Iterator[Row]:
    """The rows of the measures whose names contain one of the words, all without words; with servers first."""

    def wanted(measure: Callable[..., Row]) -> bool:
        return not words or any(word in measure.__name__ for word in words)

    in_browser = [measure for measure in IN_BROWSER if wanted(measure)]
    if in_browser:
        with ExitStack() as stack:
            trainings = Path(stack.enter_context(TemporaryDirectory())) / "trainings"
            trainings.touch()
            ours = stack.enter_context(server("app.py", trainings))
            alternative = stack.enter_context(server("bench/alternative_page.py"))
            sites = Sites(stack.enter_context(browser()), ours, alternative, trainings)
            for measure in in_browser:
                yield measure(sites)
    for measure_alone in filter(wanted, IN_PYTHON):
        yield measure_alone()


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
    for row in rows(sys.argv[1:]):
        verdict = {None: "-", True: "yes", False: "NO"}[row.ok]
        print_line(row.measure, row.ours, row.alternative, row.ratio, row.limit, verdict)
        missed += row.ok is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
