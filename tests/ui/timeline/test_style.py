"""The palette is one: docs/design.md tells what charts and style sheets have; and it can be seen."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from core.numbers import number
from ui.panels.surface import landscape
from ui.timeline.style import (
    CLASS_COLOURS,
    GRADIENT,
    HALF,
    PATH,
    SMALLEST,
    canvas,
    free_place,
    log_axis,
    ticks_in_space,
)

ROOT = Path(__file__).parents[3]
RULES = (ROOT / "docs/design.md").read_text()
THEME = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
# The page's background, as Streamlit and the light view have it: white, and nearly black.
GROUNDS = {"light": "#ffffff", "dark": "#1a1a18"}


def luminance(colour: str) -> float:
    """As WCAG defines it."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("colour", [GRADIENT, PATH, *CLASS_COLOURS])
def test_the_colours_of_charts_are_told_and_seen_on_white_and_on_black(colour, ground):
    assert colour in RULES
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("look", GROUNDS)
def test_the_accent_is_neutral_told_and_can_be_read(look):
    accent = THEME[look]["primaryColor"]
    assert accent in RULES
    assert contrast(accent, GROUNDS[look]) >= 4.5
    # White ticks stand on it.
    assert contrast(accent, "#ffffff") >= 3
    parts = [int(accent[i : i + 2], 16) for i in (1, 3, 5)]
    assert max(parts) - min(parts) < 48


def test_style_sheets_have_the_same_gradient_and_weights():
    sheet = (ROOT / "web/player.css").read_text()
    assert dict(re.findall(r"--gx-(gradient|weights): (#\w+);", sheet)) == {"gradient": GRADIENT, "weights": PATH}


def test_a_name_stands_near_its_line_and_clear_of_all_lines():
    s = np.linspace(0, 1, 401)
    falling, rising = 0.9 * np.exp(-5 * s), 0.95 - 0.4 * np.exp(-8 * s)
    for line, other in ((falling, rising), (rising, falling)):
        at, height = free_place(line, [other])
        assert abs(height - line[at]) <= 2.4 * HALF + 1e-12
        assert abs(height - other[at]) >= 0.8 * HALF
        assert 0.8 * HALF <= height <= 1 - 0.8 * HALF


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (0.0, 1.0), (1e-300, 1e-200), (1e-3, 1e3)])
def test_a_logarithmic_axis_has_two_ends_whatever_lies_on_it(low, high):
    figure = canvas()
    ends = log_axis(figure, low, high)
    first, last = figure.layout["yaxis"]["range"]
    assert np.isfinite([first, last]).all()
    assert 0 < ends[0] < max(low, SMALLEST) <= max(high, SMALLEST) < ends[1]


def test_numbers_in_space_are_written_as_along_all_other_axes():
    assert ticks_in_space(0.0, 2.3e6)["ticktext"][2:6] == ["0", "1e6", "2e6", "3e6"]
    assert "2e\N{MINUS SIGN}5" in ticks_in_space(0.0, 5e-5)["ticktext"]
    # Plotly writes these as we do.
    assert ticks_in_space(-4.0, 250.0) == ticks_in_space(1.0, 1.0) == {}
    u = np.linspace(-5e5, 5e5, 3)
    scene = landscape(u, u / 1e6, np.ones((3, 3)) * u**2, ("w1", "w2"), None).layout["scene"]
    assert "tickvals" not in scene["yaxis"]
    for axis in ("xaxis", "zaxis"):
        assert scene[axis]["ticktext"] == [number(value) for value in scene[axis]["tickvals"]]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("low", "high"), [(0.0, 1e30), (1e-300, 1e-200), (-3e-5, 4e-5), (1e6, 1.00001e6), (0, 6000)])
def test_they_are_few_different_and_round(low, high):
    ticks = ticks_in_space(low, high)
    inside = [value for value in ticks["tickvals"] if low <= value <= high]
    assert 2 <= len(inside) <= 5
    assert len(set(ticks["ticktext"])) == len(ticks["ticktext"])
    assert ticks["tickvals"][0] < low < high < ticks["tickvals"][-1]
