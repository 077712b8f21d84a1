"""The player's own functions, in the browser: they slice and write as ui/timeline/timeline.py says."""

import base64

import numpy as np
import pytest
from playwright.sync_api import Page

from core.scenario import Scenario
from core.training import train
from ui.assets import player_script
from ui.explorer.explorer import explorer
from ui.panels.view import View
from ui.timeline.timeline import fill, frame, pack, read, unpack

LOAD = """async ([source, bytes]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  window.player = await import(url);
  window.timeline = player.unpack(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
  return timeline.steps;
}"""
FRAMES = """(step) => timeline.panels.map((panel) =>
  panel.slices.map((slice) => Array.from(player.frame(slice, step), (v) => (Number.isNaN(v) ? null : v))))"""
WORDS = """(step) => [
  ...timeline.panels.map((panel) => panel.sentence), ...timeline.readout.map((item) => item[1]),
].map((template) => player.fill(template, timeline.scalars, step))"""


@pytest.fixture(params=["by class", "sorted"])
def loaded(page: Page, request: pytest.FixtureRequest) -> tuple[Page, bytes]:
    scenario = Scenario(data="blobs", samples=400, steps=1_000, learning_rate=3.0)
    data = scenario.dataset()
    bytes_ = pack(explorer(scenario, data, train(scenario, data), View(order=request.param)))
    assert page.evaluate(LOAD, [player_script(), base64.b64encode(bytes_).decode()]) == 1_000
    return page, bytes_


@pytest.mark.parametrize("step", [0, 1, 500, 1_000])
def test_it_slices_every_track_as_python_does(loaded: tuple[Page, bytes], step: int) -> None:
    page, bytes_ = loaded
    header, body = unpack(bytes_)
    for panel, slices in zip(header["panels"], page.evaluate(FRAMES, step), strict=True):
        for entry, shown in zip(panel["tracks"], slices, strict=True):
            expected = frame(entry, body, step)
            if entry["attribute"] == "text":
                numbers = [float(text.replace("\N{MINUS SIGN}", "-")) for text in shown]
                assert numbers == pytest.approx(expected.tolist(), rel=1e-5)
                continue
            if "start" in entry:
                # Stems: the values stand in every third place, between zeros and gaps.
                assert shown[2::3] == [None] * len(expected)
                shown = shown[entry["start"] :: entry["stride"]]
            values = [np.nan if value is None else value for value in shown]
            assert values == pytest.approx(expected.tolist(), rel=1e-6, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("step", [0, 777, 1_000])
def test_it_writes_every_sentence_and_number_as_python_does(loaded: tuple[Page, bytes], step: int) -> None:
    page, bytes_ = loaded
    header, body = unpack(bytes_)
    values = {name: float(read(entry, body)[step]) for name, entry in header["scalars"].items()}
    templates = [panel["sentence"] for panel in header["panels"]] + [template for _, template in header["readout"]]
    assert page.evaluate(WORDS, step) == [fill(template, values) for template in templates]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.11574258123, 8, "0.11574258"),
        (-0.5, 3, "\N{MINUS SIGN}0.500"),
        (1.234e-7, 4, "1.234e\N{MINUS SIGN}7"),
        (123456789.0, 4, "1.235e8"),
        (0, 4, "0.000"),
    ],
)
def test_it_writes_a_number_with_its_digits(page: Page, value: float, digits: int, text: str) -> None:
    page.evaluate(LOAD, [player_script(), base64.b64encode(_empty()).decode()])
    assert page.evaluate("([value, digits]) => player.digits(value, digits)", [value, digits]) == text
    assert fill(f"{{v:{digits}}}", {"v": value}) == text


def _empty() -> bytes:
    header = b'{"token":"","steps":0,"note":"","readout":[],"scalars":{},"panels":[]}'
    header += b" " * (-(len(header) + 4) % 8)
    return len(header).to_bytes(4, "little") + header
