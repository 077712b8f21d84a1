"""Plotly's program that is made of what our pages draw (`make plotly`, tools/plotly): it is of its recipe and of the
plotly package's version, and no figure needs what it lacks."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

from tests.ui.test_figures import LINKS, figures
from ui.assets import CARTESIAN_FILE
from ui.export.offline import program_script
from ui.timeline.figure import Figure

RECIPE = Path(__file__).parents[2] / "tools" / "plotly"
ENTRY = (RECIPE / "entry.js").read_text(encoding="utf-8")
TRACES = set(re.findall(r'"plotly\.js/src/traces/(\w+)/index\.js"', ENTRY))
COMPONENTS = set(re.findall(r'"plotly\.js/src/components/(\w+)/index\.js"', ENTRY))
# All of Plotly's components that are asked for by a word of a figure.
WORDS = {
    "activeselection": "selections",
    "activeshape": "shapes",
    "annotations": "annotations",
    "calendar": "calendars",
    "coloraxis": "colorscale",
    "colorbar": "colorbar",
    "colorscale": "colorscale",
    "error_x": "errorbars",
    "error_y": "errorbars",
    "grid": "grid",
    "hoverlabel": "fx",
    "images": "images",
    "legend": "legend",
    "modebar": "modebar",
    "newselection": "selections",
    "newshape": "shapes",
    "rangeselector": "rangeselector",
    "rangeslider": "rangeslider",
    "selections": "selections",
    "shapes": "shapes",
    "sliders": "sliders",
    "updatemenus": "updatemenus",
    "xcalendar": "calendars",
    "ycalendar": "calendars",
}
# What stands in a figure's words and needs a module that is left out, whatever its component (left_out.js).
LEFT_OUT = {
    "dragmode": ("select", "lasso", "drawline", "drawrect", "drawcircle", "drawopenpath", "drawclosedpath"),
    "clickmode": ("select", "event+select"),
    "scattermode": ("group",),
}


def words(part: Any) -> Iterator[tuple[str, Any]]:
    """All words of a figure, with what they say."""
    if isinstance(part, list):
        for each in part:
            yield from words(each)
    elif isinstance(part, dict):
        for word, said in part.items():
            yield word, said
            yield from words(said)


def lacking(figure: Figure) -> set[str]:
    """What a figure needs and the program has not."""
    if not is_flat(figure):
        return set()
    said = list(words(figure.plain()))
    missed = {trace.type for trace in figure.data} - TRACES
    missed |= {WORDS[word] for word, _ in said if word in WORDS} - COMPONENTS
    return missed | {f"{word} {value}" for word, value in said if word in LEFT_OUT and value in LEFT_OUT[word]}


def is_flat(figure: Figure) -> bool:
    """Whether it has no chart in space: those are drawn by all of Plotly."""
    return "scene" not in figure.layout


def test_it_is_of_the_version_that_the_plotly_package_has_and_of_its_recipe() -> None:
    on_top = CARTESIAN_FILE.read_text(encoding="utf-8")[:400]
    found = re.search(r"plotly\.js v([\d.]+), .*`make plotly`, recipe (\w+)\n", on_top)
    assert found
    files = sorted(file for file in RECIPE.iterdir() if file.suffix in (".js", ".json"))
    recipe = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    assert found.groups() == (get_plotlyjs_version(), recipe[:12]), "please run `make plotly`"
    asked = json.loads((RECIPE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert asked["plotly.js"] == get_plotlyjs_version()


def test_its_recipe_names_no_host() -> None:
    lock = json.loads((RECIPE / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_its_licences_stand_beside_it() -> None:
    licences = CARTESIAN_FILE.with_name("plotly-cartesian.LICENSE.txt").read_text(encoding="utf-8")
    for name in ("plotly.js: MIT", "@plotly/d3: BSD-3-Clause", "culori: MIT"):
        assert name in licences
    assert "Plotly Technologies" in licences


def test_it_stands_there_as_brotli_has_it() -> None:
    made = CARTESIAN_FILE.with_name(f"{CARTESIAN_FILE.name}.br").read_bytes()
    node = Path(sys.executable).with_name("node")
    program = 'process.stdin.pipe(require("node:zlib").createBrotliDecompress()).pipe(process.stdout)'
    run = subprocess.run([node, "-e", program], input=made, capture_output=True, check=True)
    assert run.stdout == CARTESIAN_FILE.read_bytes()


def test_it_is_as_short_as_can_be() -> None:
    assert CARTESIAN_FILE.stat().st_size <= 700_000
    # As a part of a static site, on a host that does not compress.
    assert len(program_script("Plotly", CARTESIAN_FILE.read_text(encoding="utf-8"))) <= 310_000


@pytest.mark.parametrize("query", LINKS)
def test_it_has_all_that_a_page_s_figures_need(query: str) -> None:
    drawn = figures(query)
    assert drawn
    assert [(number, missed) for number, figure in enumerate(drawn) if (missed := lacking(figure))] == []


def test_what_it_lacks_would_be_found() -> None:
    figure = Figure()
    figure.add("bar", y=[1.0], error_y={"array": [0.1]})
    figure.update_layout(shapes=[{"type": "line"}], dragmode="lasso", xaxis={"rangeslider": {"visible": True}})
    assert lacking(figure) == {"bar", "errorbars", "shapes", "rangeslider", "dragmode lasso"}
