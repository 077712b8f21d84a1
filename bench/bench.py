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
    row_heaviest,
    row_large_slice,
    row_large_timeline,
    row_preview,
    row_reoptimised_slice,
    row_surface_bce,
    row_surface_mse,
    row_sweep,
    row_training,
)
from bench.hand import row_draft, row_hand, row_hand_of_a_sample
from bench.playing import (
    row_click,
    row_draw,
    row_next_moment,
    row_play,
    row_play_compare,
    row_play_surface,
    row_rebuilt_by_rate,
    row_rebuilt_by_steps,
    row_stage,
    row_windows,
)
from bench.row import Row, Sites
from bench.traffic import row_bytes_of_play, row_bytes_of_step, row_long_timeline, row_rate, row_timeline
from bench.visits import (
    row_bytes_of_a_second_visit,
    row_bytes_of_a_site,
    row_bytes_of_a_visit,
    row_bytes_of_the_view,
    row_page_on_telephone,
    row_picture_of_a_cold_server,
    row_picture_of_a_site,
    row_picture_of_a_visit,
    row_picture_of_the_view,
    row_small_answer,
    row_view_on_telephone,
)

WIDTHS = (54, 38, 34, 6, 26, 3)


IN_BROWSER = (
    row_click,
    row_play,
    row_windows,
    row_rebuilt_by_steps,
    row_rebuilt_by_rate,
    row_stage,
    row_play_surface,
    row_play_compare,
    row_draw,
    row_next_moment,
    row_bytes_of_play,
    row_bytes_of_step,
    row_timeline,
    row_long_timeline,
    row_rate,
    row_hand,
    row_hand_of_a_sample,
    row_bytes_of_a_visit,
    row_bytes_of_a_second_visit,
    row_small_answer,
    row_picture_of_a_visit,
    row_picture_of_a_cold_server,
    row_picture_of_the_view,
    row_bytes_of_the_view,
    row_view_on_telephone,
    row_page_on_telephone,
    row_picture_of_a_site,
    row_bytes_of_a_site,
)
IN_PYTHON = (
    row_training,
    row_draft,
    row_surface_bce,
    row_surface_mse,
    row_reoptimised_slice,
    row_sweep,
    row_large_slice,
    row_large_timeline,
    row_heaviest,
    row_preview,
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
