"""What core takes, beside plain code that does the same operations."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import process_time
from urllib.parse import parse_qs

import numpy as np

from bench.heaviest import HEAVIEST
from bench.row import KB, MB, Row
from core.arrays import Array
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.scenario import Scenario
from core.stopping import why_stopped
from core.surface.heights import loss_slice, loss_slice_plain
from core.surface.profiles import profile_slice
from core.surface.windows import choose_slice
from core.sweep import default_rates, sweep
from core.training import train
from tools.server import ROOT
from ui.export import light_view
from ui.pages import PAGES
from ui.previews.pictures import draw_picture
from ui.previews.preview import preview_of
from ui.serving.store import STORE

REPEATS = 9
SWEEPS = 5


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


def measure_training() -> Row:
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


def measure_surface_bce() -> Row:
    """The slice of the cross-entropy."""
    return surface_row("BCE", 0.9)


def measure_surface_mse() -> Row:
    """The slice of the mean squared error."""
    return surface_row("MSE", 1.2)


def measure_large_timeline() -> Row:
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


def measure_large_slice() -> Row:
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


def measure_reoptimised_slice() -> Row:
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


def measure_sweep() -> Row:
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


def measure_heaviest() -> Row:
    """The heaviest of the links that the limits admit, in seconds of all cores; nothing is kept before it."""
    times = {}
    for link in HEAVIEST:
        STORE.clear()
        began = process_time()
        light_view.answer(parse_qs(link))
        times[link] = process_time() - began
    slowest = max(times, key=lambda link: times[link])
    return Row(f"heaviest link: {slowest[:60]}", f"{times[slowest]:.2f} s", limit="<= 2 s", ok=times[slowest] <= 2)


def measure_preview() -> Row:
    """The picture of a link, of each page's first run: from the link to the PNG, its run not counted."""
    previews = [preview_of({}, code) for code in PAGES]
    # What is loaded late is loaded, and the runs are there.
    sizes = [len(draw_picture(preview)) for preview in previews]
    times = best_of(3, *(partial(draw_picture, preview) for preview in previews))
    return Row(
        f"picture of a link, the slowest of {len(times)} pages",
        f"{1e3 * max(times):.0f} ms, {max(sizes) / KB:.0f} KB",
        limit="<= 200 ms, 150 KB",
        ok=max(times) <= 0.2 and max(sizes) <= 150 * KB,
    )
