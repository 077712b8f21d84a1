"""The two notations: what a symbol becomes, what is left alone, and that every page follows."""

from dataclasses import replace

import pytest

from core.scenario import Scenario
from core.training import train
from ui.explorer.explorer import explorer
from ui.gradient_check.check import check_step
from ui.panels.view import View
from ui.timeline.notation import translate
from ui.timeline.timeline import Panel


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("z = sigmoid(y)", "ŷ = sigmoid(z)"),
        ("dL/dy = dL/dz · dz/dy", "dL/dz = dL/dŷ · dŷ/dz"),
        ("z(1 − z), not y", "ŷ(1 − ŷ), not z"),
        # Code, places to fill in and words that only contain a letter stay.
        ("`dy = dout * dz_dy` says z", "`dy = dout * dz_dy` says ŷ"),
        ("y = {y:6}", "z = {y:6}"),
        ("say why the size is zero: dz_dy", "say why the size is zero: dz_dy"),
        ("dW = Xᵀ · dL/dy", "dW = Xᵀ · dL/dz"),
    ],
)
def test_a_sentence_in_the_textbooks_symbols(text: str, told: str) -> None:
    assert translate(text, "textbook") == told
    assert translate(text, "I2DL") == text


def words(panel: Panel) -> str:
    if panel.figure is None:
        return " ".join([panel.title, str(panel.sentence), panel.caption])
    axes = [axis.get("title", {}).get("text", "") for letter in "xy" for axis in panel.figure.axes(letter)]
    hovers = [trace.get("hovertemplate") or "" for trace in panel.figure.data]
    ways = [f"{way.label} {way.title}" for way in panel.factors.ways] if panel.factors else []
    return " ".join([panel.title, str(panel.sentence), panel.caption, *axes, *hovers, *ways])


def test_the_explorer_speaks_the_textbooks_language_and_moves_the_same_numbers() -> None:
    scenario = Scenario(steps=5)
    data = scenario.dataset()
    history = train(scenario, data)
    course, textbook = (explorer(scenario, data, history, View(notation=name)) for name in ("I2DL", "textbook"))
    for ours, theirs in zip(course.panels, textbook.panels, strict=True):
        assert words(theirs) == translate(words(ours), "textbook")
        assert [track.trace for track in theirs.tracks] == [track.trace for track in ours.tracks]
        if theirs.figure is not None:
            assert {track.trace for track in theirs.tracks} <= {trace.name for trace in theirs.figure.data}
    said = " ".join(map(words, textbook.panels))
    assert "dL/dz per sample" in said
    assert "output ŷ, target t" in said
    assert "dL/dy" not in said


def test_the_check_names_its_curves_in_the_chosen_notation() -> None:
    scenario = replace(Scenario(), steps=2)
    data = scenario.dataset()
    _, timeline = check_step(scenario, data, train(scenario, data), 1, 1e-5, "textbook")
    names = [trace.name for trace in timeline.panels[0].figure.data]
    assert "dL/dŷ" in names
    assert "dL/dz" not in names
