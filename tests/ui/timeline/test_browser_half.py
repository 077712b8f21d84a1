"""The browser's half unfolds, slices and writes as ui/timeline says: its own functions, run by node."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.scenario import Scenario
from core.training import train
from ui.explorer.explorer import explorer
from ui.panels.view import View
from ui.timeline.folding import fold
from ui.timeline.packing import frame, pack, read, unpack
from ui.timeline.templates import fill
from ui.timeline.timeline import Timeline

ROOT = Path(__file__).parents[3]
NODE = Path(sys.executable).with_name("node")
STEPS = [0, 1, 500, 777, 1_000]


@pytest.fixture(scope="module", params=["by class", "sorted"])
def answer(request: pytest.FixtureRequest) -> tuple[Timeline, dict[str, Any]]:
    """A timeline, and what the browser's half says of it."""
    scenario = Scenario(data="blobs", samples=400, steps=1_000, learning_rate=3.0)
    data = scenario.dataset()
    timeline = explorer(scenario, data, train(scenario, data), View(order=request.param))
    asked = json.dumps({"folded": base64.b64encode(fold(pack(timeline))).decode(), "steps": STEPS})
    run = subprocess.run(
        [NODE, "tests/web/twins.js"], cwd=ROOT, input=asked, capture_output=True, text=True, check=True
    )
    return timeline, json.loads(run.stdout)


@pytest.fixture(scope="module")
def shown(answer: tuple[Timeline, dict[str, Any]]) -> tuple[bytes, list[dict[str, Any]]]:
    """A packed timeline, and what the browser's half shows of it at each of the steps."""
    timeline, said = answer
    return pack(timeline), said["said"]


def test_numbers_of_a_trace_stand_where_plotly_looks_for_them(answer: tuple[Timeline, dict[str, Any]]) -> None:
    timeline, said = answer
    figure = next(panel.figure for panel in timeline.panels if panel.name == "surface")
    assert figure is not None
    # As the figure alone has it, which plotly's own classes read.
    surface = figure.plain()["data"][0]
    line, grid = ({**surface[name], "bdata": list(base64.b64decode(surface[name]["bdata"]))} for name in "xz")
    assert said["grid"] == grid
    assert said["line"] == {**line, "shape": "101"}


@pytest.mark.parametrize("place", range(len(STEPS)))
def test_it_slices_every_track_as_python_does(shown: tuple[bytes, list[dict[str, Any]]], place: int) -> None:
    packed, said = shown
    header, body = unpack(packed)
    for panel, slices in zip(header["panels"], said[place]["frames"], strict=True):
        for entry, values in zip(panel["tracks"], slices, strict=True):
            expected = frame(entry, body, STEPS[place])
            if entry["attribute"] == "text":
                numbers = [float(text.replace("\N{MINUS SIGN}", "-")) for text in values]
                assert numbers == pytest.approx(expected.tolist(), rel=1e-5)
                continue
            row = values
            if "start" in entry:
                # Stems: the values stand in every third place, between zeros and gaps.
                assert row[2::3] == [None] * len(expected)
                row = row[entry["start"] :: entry["stride"]]
            filled = [np.nan if value is None else value for value in row]
            assert filled == pytest.approx(expected.tolist(), rel=1e-6, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("place", range(len(STEPS)))
def test_it_writes_every_sentence_and_number_as_python_does(
    shown: tuple[bytes, list[dict[str, Any]]], place: int
) -> None:
    packed, said = shown
    header, body = unpack(packed)
    values = {name: float(read(entry, body)[STEPS[place]]) for name, entry in header["scalars"].items()}
    templates = [panel["sentence"] for panel in header["panels"]] + [template for _, template in header["readout"]]
    assert said[place]["words"] == [fill(template, values) for template in templates]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.11574258123, 8, "0.11574258"),
        (-0.5, 3, "\N{MINUS SIGN}0.500"),
        (1.234e-7, 4, "1.234e\N{MINUS SIGN}7"),
        (123456789.0, 4, "1.235e8"),
        (1000.0, 4, "1000"),
        (0, 4, "0.000"),
        (9.876e-5, 4, "9.876e\N{MINUS SIGN}5"),
    ],
)
def test_python_writes_a_number_as_the_browser_does(value: float, digits: int, text: str) -> None:
    # The same numbers stand in tests/web/numbers.test.js.
    assert fill(f"{{v:{digits}}}", {"v": value}) == text
