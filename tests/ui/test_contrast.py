"""What is drawn can be seen, and what is written can be read, in light and in dark: WCAG's 3 to 1 and 4.5 to 1, from
the figures and the style sheets themselves."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.arrays import Array
from tests.ui.test_figures import LINKS, figures
from ui.panels.bands import LEVELS, SHADE
from ui.panels.surface import HEIGHTS
from ui.previews.chart import COLOURS
from ui.timeline.style import CLASS_COLOURS, HEIGHT, TEXT

ROOT = Path(__file__).parents[2]
SHEETS = {file.name: file.read_text(encoding="utf-8") for file in sorted((ROOT / "web").rglob("*.css"))}
PLAYER = SHEETS["player.css"]
THEME = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
LIGHT, DARK = "light", "dark"
MARK, WORD = 3.0, 4.5
HEX = re.compile("#[0-9a-f]{6}")
# What only adds to something that is told by more: the field of gradients, whose arrows are many.
BESIDES = ("field",)


def parts(colour: str) -> Array:
    """The red, green and blue of #rrggbb, from 0 to 1."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def over(colour: Array, share: float, ground: Array) -> Array:
    """What is seen where so much of a colour lies over a ground."""
    return share * colour + (1 - share) * ground


def luminance(colour: Array) -> float:
    """As WCAG defines it."""
    linear = np.where(colour <= 0.03928, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: Array, other: Array) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def sheet_share(name: str) -> float:
    """How much of its colour a token of the player has."""
    found = re.search(rf"--gx-{name}: color-mix\(in srgb, \S+ (\d+)%", PLAYER)
    assert found
    return int(found[1]) / 100


def page(look: str, what: str) -> Array:
    """The page's text or its background, as the light view has them and Streamlit."""
    values = re.findall(rf"--st-{what}-color: (#\w+);", SHEETS["view.css"])
    assert len(values) == 2
    return parts(values[look == DARK])


def highest(look: str) -> Array:
    """A map's highest place: the other end of its colours is the page's background."""
    own = re.search(r"--gx-height: color-mix\(in srgb, (#\w+)", PLAYER)
    assert own
    return over(parts(own[1]), sheet_share("height"), page(look, "background"))


def marks(trace: Any) -> Iterator[tuple[str, float, bool]]:
    """The colours of a trace's lines and markers, how much of each is seen, and whether the text's is around it."""
    said = trace.plain() if hasattr(trace, "plain") else dict(trace)
    themed = (said.get("meta") or {}).get("theme", {})
    share = said.get("opacity", 1)
    marker = said.get("marker", {})
    framed = themed.get("marker.line.color") == TEXT and marker.get("line", {}).get("width", 0) >= 1
    for part, of in (("line", said.get("line", {})), ("marker", marker)):
        colour = of.get("color")
        if isinstance(colour, str) and HEX.fullmatch(colour) and f"{part}.color" not in themed:
            yield colour, share * of.get("opacity", 1), part == "marker" and framed


@pytest.mark.parametrize("query", LINKS)
def test_what_is_drawn_is_seen_on_its_ground(query):
    for figure in figures(query):
        said = figure.plain()["data"]
        grounds = {look: [page(look, "background")] for look in (LIGHT, DARK)}
        if any(trace["type"] == "contour" for trace in said):
            for look, there in grounds.items():
                there.append(highest(look))
        if any(trace.get("fill") == "toself" for trace in said):
            for look, there in grounds.items():
                there += [shaded(look, label) for label in (0, 1)]
        for trace in said:
            if trace["type"] != "scatter" or trace.get("name") in BESIDES:
                continue
            for colour, share, framed in marks(trace):
                for look, there in grounds.items():
                    for ground in there:
                        seen = contrast(over(parts(colour), share, ground), ground)
                        edge = contrast(over(page(look, "text"), share, ground), ground) if framed else 0
                        assert max(seen, edge) >= MARK, (query, trace.get("name"), colour, look, round(seen, 2))


def shaded(look: str, label: int) -> Array:
    """Where all bands of a class lie over each other."""
    ground = page(look, "background")
    for _ in range(len(LEVELS) // 2):
        ground = over(parts(CLASS_COLOURS[label]), SHADE, ground)
    return ground


def test_a_map_has_in_python_what_it_has_on_the_page():
    assert np.abs(parts(HEIGHTS[1][1]) - highest(LIGHT)).max() < 1 / 255
    assert COLOURS[HEIGHT] == HEIGHTS[1][1]


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_what_is_written_can_be_read(look):
    """The page's text and its faint one: on the page, on a map, and on all that a style sheet lays below text."""
    text, ground = page(look, "text"), page(look, "background")
    grounds = {"page": ground, "map": highest(look)}
    grid = sheet_share("grid")
    grounds["grid"] = over(text, grid, ground)
    for name, sheet in SHEETS.items():
        for colour, share in re.findall(r"background: color-mix\(in srgb, ([^ ]+) (\d+)%, transparent\)", sheet):
            token = re.fullmatch(r"var\(--gx-(\w+)\)", colour)
            if HEX.fullmatch(colour):
                tints = [colour]
            elif token and token[1] != "text":
                tints = re.findall(rf"--gx-{token[1]}: (#\w+);", PLAYER + sheet)
            else:
                tints = []
            for tint in map(parts, tints) if tints else [text]:
                grounds[f"{name} {colour} {share}%"] = over(tint, int(share) / 100, ground)
    assert len(grounds) > 6
    for name, below in grounds.items():
        assert contrast(text, below) >= WORD, name
        assert contrast(over(text, sheet_share("faint"), below), below) >= WORD, name
    accent = parts(THEME[look]["primaryColor"])
    assert contrast(accent, ground) >= WORD
