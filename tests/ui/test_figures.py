"""Our figures are Plotly's: its own classes know every word of them, and would say the same in the same words."""

import json
from urllib.parse import parse_qs

import numpy as np
import plotly.graph_objects as go
import pytest

from ui.export import light_view
from ui.page import Shown
from ui.pages import LIGHT
from ui.serving.cache import run
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario
from ui.timeline.figure import Figure, Part

# Every page, and what each can show besides.
LINKS = (
    *(f"page={page}" for page in LIGHT),
    *(
        f"page=explorer&{query}"
        for query in (
            "surface=3-D",
            "data=moons&batch=8&order=by+class",
            "scale=log&notation=textbook",
            "data=penguins",
        )
    ),
    *(
        f"page=loss_surface&{query}"
        for query in (
            "beside=other+loss&field=log",
            "data=penguins&axes=1,3&field=linear",
            "data=two+samples",
            "data=blobs&point=1,1",
        )
    ),
    "page=compare&by=samples&scale=log",
    "page=break_it&mistake=no-n&scale=log",
    "page=backward_pass&data=moons&step=3",
    "page=backward_pass&data=two+samples&notation=textbook",
    "page=data&points=~0~",
)


def figures(query: str) -> list[Figure]:
    destination = light_view.destination_of(parse_qs(query))
    timeline = destination.page.timeline_alone(destination.shown, run)
    return [panel.figure for panel in timeline.panels if panel.figure is not None]


def checked(figure: Figure) -> None:
    said = figure.plain()
    theirs = json.loads(go.Figure(said).to_json())
    # Plotly puts in what its charts look like elsewhere.
    del theirs["layout"]["template"]
    assert theirs == said


@pytest.mark.parametrize("query", LINKS)
def test_plotly_knows_every_word(query: str) -> None:
    drawn = figures(query)
    assert drawn
    for figure in drawn:
        checked(figure)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_plotly_knows_every_word_of_the_presets(preset) -> None:
    scenario = to_scenario(links.complete(preset.settings))
    for panel in LIGHT["explorer"].timeline_alone(Shown(scenario, links.complete(preset.settings), 0), run).panels:
        if panel.figure is not None:
            checked(panel.figure)


def test_plotly_would_find_a_wrong_word() -> None:
    figure = Figure()
    figure.add_scatter(x=[0.0], y=[1.0], colour="red")
    with pytest.raises(ValueError, match="colour"):
        checked(figure)


def test_a_change_leaves_the_rest_and_none_takes_out() -> None:
    part = Part(title=Part(text="L", standoff=6), ticks="")
    part.change(title={"text": "loss"}, ticks=None, range=[0, 1])
    assert part == {"title": {"text": "loss", "standoff": 6}, "range": [0, 1]}
    part.change(title={"text": None, "standoff": None})
    assert part == {"range": [0, 1]}
    with pytest.raises(AttributeError, match="no titel among range"):
        _ = part.titel


def test_axes_are_changed_together() -> None:
    figure = Figure()
    figure.update_layout(xaxis2={"domain": [0.5, 1.0]})
    figure.update_xaxes(zeroline=False)
    assert [axis.zeroline for axis in figure.axes("x")] == [False, False]
    assert "zeroline" not in figure.layout.yaxis


@pytest.mark.parametrize(
    "values",
    [np.array([0.5, np.nan]), np.float32([[1, 2, 3], [4, 5, 6]]), np.arange(3), np.array([70_000]), np.array([-300])],
)
def test_arrays_are_packed_as_plotly_packs_them(values: np.ndarray) -> None:
    figure = Figure()
    figure.add("surface", z=values) if values.ndim == 2 else figure.add_scatter(y=values)
    ours = figure.plain()["data"][0]
    theirs = go.Figure({"data": [{"type": ours["type"], "z" if values.ndim == 2 else "y": values}]})
    assert json.loads(theirs.to_json())["data"][0] == ours


def test_what_json_cannot_say_is_nothing() -> None:
    figure = Figure()
    figure.add_scatter(x=[np.nan, np.float64(1), np.inf], text=np.array(["a", None], dtype=object))
    assert figure.plain()["data"][0] == {"type": "scatter", "x": [None, 1.0, None], "text": ["a", None]}
