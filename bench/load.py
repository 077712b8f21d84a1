"""The load bench: `python -m bench.load` prints a table, and ends with 1 where a line misses what it must be.
Words behind it choose the measures whose names contain one of them; `--long` changes settings for 20 minutes.

The people are in a process of their own (bench/people.py). On a small machine they take time away from the server all
the same: so each line also says the server's processor time, which means something on another machine too."""

import os
import signal
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.crowd import Crowd, changes_of, errors_of, p95, times_of
from bench.real_browser import LINK, files_of_a_visit, somebody_beside, steps_and_changes
from bench.replica import Sampler, proxy, replica

KB, MB = 1_000, 1_000_000
WIDTHS = (66, 78, 34, 4)

# So many have a hundred different runs.
DIFFERENT = 100
# Of the killing: at least half of the people are with the replica that is killed.
VIEWERS, OPENERS, CHANGERS, BEREFT, WINDOW = 500, 300, 200, 100, 30.0
# A change every so many seconds, among so many rates, from this notch of the slider on.
EVERY, RATES, FROM_RATE = 10.0, 40, 14
# Seconds between the changes of somebody who is alone.
PAUSE = 0.25
# For so many seconds: where nothing but times is measured, and where the memory is too.
BRIEF, SHORT, LONG = 60.0, 120.0, 1200.0
# The first person's steps, where everyone has another number of them: 500 in the middle of the room.
DISTINCT_STEPS = 500 - DIFFERENT // 2
# So many ask at once for what takes more than a second of a core: the run, and a map whose every point is a search.
LONG_ONES = 30
LONG_LINK = "?v=2&data=blobs&samples=20000&steps=1200&held=re-optimised&seed={}"
# So many hold something at once, and each asks anew so many seconds after an answer.
DRAGGERS, FRAME = 100, 1 / 30
# Cold browsers whose files are counted.
COLD = 5
# Bytes a minute by which the memory may rise in the second half of the 20 minutes and still count as level: what the
# allocator holds goes up and down by more.
STEADY = 1 * MB


@dataclass(frozen=True)
class Row:
    """One line of the table. ok is None where nothing is demanded."""

    row: str
    ours: str
    must: str = "-"
    ok: bool | None = None


def files(_: bool) -> list[Row]:
    """The server's processor time for the files of a first visit."""
    with replica() as ours:
        paths = files_of_a_visit(ours.address)
        before = ours.cpu()
        met = Crowd(kind="files", address=ours.address, people=COLD, files=paths).done()
        cpu = (ours.cpu() - before) / COLD
    row = Row(
        f"{len(paths)} files of a first visit",
        f"{1e3 * cpu:.0f} ms of the server a visitor, {met['received'] / COLD / MB:.2f} MB, {errors_of(met)}",
        "no error",
        not met["errors"],
    )
    return [row]


def light_view(_: bool) -> list[Row]:
    """A class opens the light view: page, timeline, the player's module and Plotly, each once a person."""
    with replica() as ours:
        before = ours.cpu()
        met = Crowd(kind="light view", address=ours.address, link=LINK, people=VIEWERS, window=WINDOW).done()
        cpu, trained = ours.cpu() - before, ours.trained()
    row = Row(
        f"{VIEWERS} people open one light view within {WINDOW:.0f} s",
        f"{times_of(met)}; {errors_of(met)}; {trained} computed; {1e3 * cpu / VIEWERS:.1f} ms of the server a visitor"
        f" (people: {met['cpu']:.0f} s)",
        "p95 1 s, no error, 1 computed",
        not met["errors"] and p95(met["times"]) <= 1 and trained == 1,
    )
    return [row]


def full_app(_: bool) -> list[Row]:
    """A class opens one link of the full app: browsers that have the program, and such as have nothing."""
    name = f"{OPENERS} people open one link of the full app within {WINDOW:.0f} s"
    with replica() as ours:
        paths = files_of_a_visit(ours.address)
    return [_full_app(name, []), _full_app(f"the same, each fetches {len(paths)} files first", paths)]


def _full_app(name: str, paths: list[str]) -> Row:
    with replica() as ours:
        before = ours.cpu()
        crowd = Crowd(
            kind="full app", address=ours.address, link=LINK, people=OPENERS, window=WINDOW, stay=1.0, files=paths
        )
        crowd.until("open")
        cpu, trained, memory = ours.cpu() - before, ours.trained(), ours.memory()
        met = crowd.done()
    return Row(
        name,
        f"{times_of(met)}; {errors_of(met)}; {trained} computed; {1e3 * cpu / OPENERS:.0f} ms of the server a visitor; "
        f"{memory / MB:.0f} MB (people: {met['cpu']:.0f} s)",
        "p95 10 s, no error, 1 computed",
        not met["errors"] and p95(met["times"]) <= 10 and trained == 1,
    )


def _classroom(address: str, people: int, seconds: float, distinct_steps: int = 0, every: float = EVERY) -> Crowd:
    return Crowd(
        kind="classroom",
        address=address,
        link=LINK,
        people=people,
        window=WINDOW / 2,
        every=every,
        seconds=seconds,
        rates=RATES,
        from_rate=FROM_RATE,
        distinct_steps=distinct_steps,
    )


def changes_row(row: str, met: dict[str, Any], cpu: float, trained: int, most: float) -> Row:
    """What people met who changed the learning rate. most : seconds in which 95 of 100 changes have to be there"""
    ok = not met["errors"] and p95(met["times"]) <= most
    return Row(row, changes_of(met, cpu, trained), f"p95 {most:g} s, no error", ok)


def settings(long: bool) -> list[Row]:
    """A class at work: everyone changes the learning rate again and again."""
    seconds = LONG if long else SHORT
    with replica() as ours:
        crowd = _classroom(ours.address, CHANGERS, seconds)
        crowd.until("first")
        first = ours.memory()
        crowd.until("open")
        session = (ours.memory() - first) / (CHANGERS - 1)
        before = ours.cpu()
        with Sampler(ours) as sampler:
            crowd.until("changed")
            cpu, at_the_end = ours.cpu() - before, ours.memory()
        met = crowd.done()
        trained = ours.trained()
    slope = sampler.slope()
    growth = f"{slope / MB:+.1f} MB a minute in the second half, {at_the_end / MB:.0f} MB in the end"
    return [
        changes_row(
            f"{CHANGERS} people change a setting every {EVERY:.0f} s, for {seconds / 60:.0f} min",
            met,
            cpu,
            trained,
            1,
        ),
        Row("memory a session after the first", f"{session / MB:.2f} MB", "4 MB", session <= 4 * MB),
        Row(f"growth over {LONG / 60:.0f} min", growth, f"+{STEADY / MB:.0f} MB a minute", slope <= STEADY)
        if long
        else Row(f"growth, over {SHORT / 60:.0f} min only (20: --long)", growth),
    ]


def one_change(_: bool) -> list[Row]:
    """What one change takes of the server where nobody else is there, so that no queue and no lock hides it."""
    with replica() as ours:
        crowd = _classroom(ours.address, 1, RATES * PAUSE, DISTINCT_STEPS, PAUSE)
        crowd.until("open")
        before = ours.cpu()
        crowd.until("changed")
        cpu = ours.cpu() - before
        met = crowd.done()
    each = 1e3 * cpu / max(len(met["times"]), 1)
    return [
        Row(
            f"the server's processor time a change, of {len(met['times'])}, each a new run",
            f"{each:.0f} ms; {errors_of(met)}",
            "60 ms, no error",
            not met["errors"] and each <= 60,
        )
    ]


def all_different(_: bool) -> list[Row]:
    """The same where nobody asks for a run that another one, or he himself, has asked for: each is computed. And what a
    real browser beside them sees: on a machine of few cores it takes some of their time itself, and all of it while it
    starts and opens the page; so it is there before they are."""
    with replica() as ours, somebody_beside(ours.address) as opened:
        crowd = _classroom(ours.address, DIFFERENT, BRIEF, DISTINCT_STEPS)
        crowd.until("open")
        before, computed = ours.cpu(), ours.trained()
        steps, changes = steps_and_changes(opened, 0.8 * BRIEF)
        crowd.until("changed")
        cpu, trained = ours.cpu() - before, ours.trained() - computed
        met = crowd.done()
    step, change = p95(steps), p95(changes)
    return [
        changes_row(
            f"{DIFFERENT} people, {BRIEF / 60:.0f} min, no two of the runs alike",
            met,
            cpu,
            trained,
            0.5,
        ),
        Row(
            "a real browser beside them: a step",
            f"median {np.median(steps):.0f} ms, p95 {step:.0f} ms, of {len(steps)}",
            "p95 40 ms",
            step <= 40,
        ),
        Row(
            "a real browser beside them: a new learning rate, painted",
            f"median {np.median(changes):.0f} ms, p95 {change:.0f} ms, of {len(changes)}",
            "p95 800 ms",
            change <= 800,
        ),
    ]


def beside_long_ones(_: bool) -> list[Row]:
    """Many ask at once for what takes long; whoever asks for little must not notice."""
    with replica() as ours:
        crowd = Crowd(
            kind="beside long ones",
            address=ours.address,
            link=LINK,
            long=LONG_LINK,
            page="/loss_surface",
            people=LONG_ONES,
            seconds=BRIEF,
            pause=0.2,
            from_rate=FROM_RATE,
        )
        crowd.until("begun")
        before = ours.cpu()
        met = crowd.done()
        cpu = ours.cpu() - before
    long = {"times": met["long"]}
    rows = [
        Row(
            f"{LONG_ONES} people ask at once for a long one",
            f"{len(met['long'])} came in {BRIEF:.0f} s: {times_of(long)}",
        )
    ]
    for name, times, most in (
        ("beside them: /healthz", met["health"], 1.0),
        ("beside them: a timeline that is kept", met["cached"], 1.0),
        ("beside them: a new learning rate", met["times"], 4.0),
    ):
        worst = max(times, default=float("inf"))
        ours_ = f"{times_of({'times': times})} ({len(times)}); {errors_of(met)}; {cpu:.0f} s of the server"
        rows.append(Row(name, ours_, f"worst {most:.0f} s, no error", worst <= most and not met["errors"]))
    return rows


def draggers(_: bool) -> list[Row]:
    """Many hold something at once; whoever changes a setting beside them must not notice, and nobody meets an error."""
    seconds = 20.0
    with replica() as ours:
        crowd = Crowd(
            kind="draggers",
            address=ours.address,
            link=LINK,
            run="v=2&data=blobs&steps=500",
            people=DRAGGERS,
            seconds=seconds,
            pause=FRAME,
            from_rate=FROM_RATE,
        )
        crowd.until("begun")
        before = ours.cpu()
        met = crowd.done()
        cpu = ours.cpu() - before
    worst = max(met["times"], default=float("inf"))
    rate = met["drafts"] / seconds
    return [
        Row(
            f"{DRAGGERS} people drag at once: drafts",
            f"{rate:.0f} a second for all of them, {met['later']} put off; {cpu:.0f} s of the server",
            "some for all, no error",
            met["drafts"] > 0 and not met["errors"],
        ),
        Row(
            "beside them: a new learning rate by the sidebar",
            f"{times_of(met)} ({len(met['times'])}); {errors_of(met)}",
            "worst 1 s, no error",
            worst <= 1 and not met["errors"],
        ),
    ]


def replicas(_: bool) -> list[Row]:
    """People change settings before two replicas behind nginx; in the middle the one with more of them is killed."""
    names = (f"{BEREFT} people at two replicas behind nginx: affinity", "the replica of most of them is killed")
    must = ("no answer of another one", "all at the other one, at their step, within 5 s, no error")
    with ExitStack() as stack:
        both = {name: stack.enter_context(replica()) for name in ("a", "b")}
        try:
            address = stack.enter_context(proxy(list(both.values())))
        except FileNotFoundError:
            return [Row(*each) for each in zip(names, 2 * ("not measured: there is no nginx",), must, strict=True)]
        crowd = _classroom(address, BEREFT, BRIEF)
        half = crowd.until("half")
        killed, other = sorted(both, key=lambda name: -half["at"].get(name, 0))
        both[killed].process.send_signal(signal.SIGKILL)
        met = crowd.done()
    bereft = half["at"].get(killed, 0)
    back = max(met["shown_again"], default=float("inf"))
    at_the_other = met["at"].get(other, 0)
    return [
        Row(
            names[0],
            f"{half['elsewhere']} of {half['named']} answers were of another replica than the cookie's",
            must[0],
            half["named"] > 0 and half["elsewhere"] == 0,
        ),
        Row(
            names[1],
            f"{bereft} cut: socket again within {max(met['back'], default=float('inf')):.1f} s, page within "
            f"{back:.1f} s; {at_the_other} of {BEREFT} at the other; {met['astray']} at another step; "
            f"{errors_of(met)}; changes: {times_of(met)}",
            must[1],
            len(met["shown_again"]) == bereft
            and back <= 5
            and at_the_other == BEREFT
            and met["astray"] == 0
            and not met["errors"],
        ),
    ]


MEASURES = (
    files,
    light_view,
    full_app,
    settings,
    one_change,
    all_different,
    beside_long_ones,
    draggers,
    replicas,
)


def print_line(*cells: str) -> None:
    """One line of the table, at once."""
    print(" | ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def main() -> int:
    """Print the table → 1 where a row is not what it must be, else 0."""
    if not Path("/proc/self/statm").exists():
        raise SystemExit("The load bench reads /proc: it needs Linux.")
    words = [word for word in sys.argv[1:] if word != "--long"]
    print(f"{os.cpu_count()} cores, which the people and the browser share with the server.")
    # Where others are at work, times are noise.
    print(f"Before all this {os.getloadavg()[0]:.1f} processes were at work.")
    print_line("row", "ours", "must", "ok?")
    print_line(*("-" * width for width in WIDTHS))
    missed = 0
    for measure in MEASURES:
        if words and not any(word in measure.__name__ for word in words):
            continue
        for row in measure("--long" in sys.argv):
            print_line(row.row, row.ours, row.must, {None: "-", True: "yes", False: "NO"}[row.ok])
            missed += row.ok is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
