"""The page Break it: every mistake on every kind of data, and the way back from numbers to the mistake."""

from functools import cache
from itertools import cycle, groupby

import numpy as np
import pytest

from core.mistakes.catalogue import BY_KEY, MISTAKES
from core.mistakes.effects import effect_of, numbers_of, train_with
from core.mistakes.pasted_numbers import MAX_CHARACTERS
from core.mistakes.suspects import KINDS
from core.scenario import Scenario
from core.training import train
from tests.pages import opening
from tests.pages.test_explorer import shown
from ui.settings import links
from ui.timeline.packing import read

STEPS = 30


def open_page(**query):
    return opening.open_page("break_it", **{"steps": str(STEPS), **query})


@pytest.fixture(scope="module")
def opened():
    """The page of a data set at step 7, opened once; a test leaves it with a mistake or a verdict of its own."""
    return cache(lambda data: open_page(data=data, step="7"))


def judge(test, kind, text):
    """Type and press the button; what the verdict says."""
    test.radio(key="broken: kind").set_value(kind)
    test.text_area(key="broken: numbers").set_value(text)
    button(test, "Name the bug").click().run()
    assert not test.exception
    (sentence,) = test.text
    assert test.text_area(key="broken: numbers").value == text
    return sentence.value


def test_numbers_are_judged_without_the_button_and_follow_their_kind(opened):
    test = opened("two samples")
    test.radio(key="broken: kind").set_value("dW").run()
    test.text_area(key="broken: numbers").set_value("x").run()
    assert test.text[0].value.startswith("Something there is not a number")
    test.text_area(key="broken: numbers").set_value("1\n2\n3").run()
    before = [each.value for each in test.text]
    test.radio(key="broken: kind").set_value("dL/dz").run()
    assert not test.exception
    assert [each.value for each in test.text] != before
    test.text_area(key="broken: numbers").set_value(" ").run()
    assert not test.text


def told(header):
    """All that the panels say in words and tables."""
    panels = [panel for panel in header["panels"] if panel["content"]]
    lines = [line[1] for panel in panels for line in panel["content"].get("stages", [[]])[0]]
    cells = [cell for panel in panels for row in panel["content"].get("rows", []) for cell in row]
    return " ".join([*(panel["title"] for panel in panels), *lines, *cells])


def button(test, label):
    (found,) = (each for each in test.button if each.label == label)
    return found


def case(data="Ames housing", step=0, **fields):
    scenario = Scenario(data=data, steps=STEPS, **fields)
    drawn = scenario.dataset()
    return scenario, drawn, train(scenario, drawn).W[step].reshape(-1, 1)


# Each mistake, and in turn each data set: that their numbers are right is core's to test.
@pytest.mark.parametrize(
    ("mistake", "data"),
    list(zip(MISTAKES, cycle(["Ames housing", "blobs", "two samples"]), strict=False)),
    ids=lambda value: getattr(value, "key", value),
)
def test_every_mistake_shows_its_numbers(opened, data, mistake):
    scenario, drawn, W = case(data, 7)
    test = opened(data)
    test.radio(key="mistake").set_value(mistake.key).run()
    assert not test.exception
    effect = effect_of(mistake, drawn.X, drawn.t, W, scenario.start_weights(), scenario.learning_rate)
    header, body, command = shown(test)
    assert (header["layout"], header["steps"]) == ("broken", STEPS)
    panels = {panel["name"]: panel for panel in header["panels"]}
    assert panels["hint"]["content"]["stages"][0][0] == ["numbers", mistake.hint]
    assert panels["verdict"]["content"]["stages"][0][0] == ["passed" if effect.passed else "failed", effect.sentence]
    assert any("# wrong:" in line for line in panels["mistaken"]["content"]["lines"])
    assert panels["parts"]["title"] == "Where the values first differ: step 7"
    # What stands around the player says nothing of it.
    assert not test.error
    assert not test.warning
    assert len(test.code) == 1  # the weights to copy
    path = train_with(mistake, scenario, drawn, STEPS)
    assert read(header["scalars"]["mloss"], body)[: len(path.loss)].tolist() == path.loss.tolist()
    assert command[1] == 7


def test_without_a_mistake_nothing_is_red():
    test = open_page()
    assert test.radio(key="mistake").value == "none"
    header, _, _ = shown(test)
    panels = {panel["name"]: panel for panel in header["panels"]}
    assert panels["hint"]["content"]["stages"][0][0][1] == "The code is correct. Choose a bug to see its symptoms."
    assert panels["verdict"]["title"] == "Gradient check: green at step 0"
    assert not any("# wrong" in line for side in ("right", "mistaken") for line in panels[side]["content"]["lines"])


def test_the_bugs_stand_in_groups_in_the_order_of_a_step():
    choice = open_page().radio(key="mistake")
    assert [group for group, _ in groupby(choice.proto.captions)] == [
        "",
        "Forward pass, cache",
        "Loss gradient",
        "Backward pass",
        "Update",
    ]
    assert sorted(choice.options) == sorted(("none", *BY_KEY))


def test_one_mistake_gives_way_to_the_next():
    test = open_page(data="blobs")
    tokens = set()
    places = set()
    for key in ("no-n", "ascent", "none"):
        test.radio(key="mistake").set_value(key).run()
        assert not test.exception
        header = shown(test)[0]
        tokens.add(header["token"])
        places.add((header["layout"], *(panel["name"] for panel in header["panels"])))
    assert len(tokens) == 3
    assert len(places) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("data", ["Ames housing", "blobs", "two samples"])
def test_pasted_numbers_are_named(opened, data, kind):
    _, drawn, W = case(data, 7)
    test = opened(data)
    numbers = numbers_of(BY_KEY["no-n"], drawn.X, drawn.t, W).at(kind)
    assert "“missing 1/N”" in judge(test, kind, np.array2string(numbers, threshold=10_000))
    right = numbers_of(None, drawn.X, drawn.t, W).at(kind)
    assert "the right numbers" in judge(test, kind, "\n".join(f"{number:.6g}" for number in right[:, 0]))


def test_the_page_offers_weights_from_which_all_digits_follow():
    _, drawn, _ = case("moons", 25, learning_rate=3.0)
    test = open_page(data="moons", step="25", lr="3")
    names = {"np": np}
    (line,) = [each.value for each in test.code if each.value.startswith("W = ")]
    exec(line, names)
    right = numbers_of(None, drawn.X, drawn.t, names["W"]).dW
    assert judge(test, "dW", str(right.tolist())) == "These are the right numbers of dW."
    # A bias gradient that was forgotten is none that is 0.
    right[-1] = 0.0
    assert "row 3, the bias" in judge(test, "dW", str(right.tolist()))


def test_a_named_mistake_can_be_shown():
    _, drawn, W = case("blobs", 3)
    test = open_page(data="blobs", step="3")
    dW = numbers_of(BY_KEY["no-slope"], drawn.X, drawn.t, W).dW
    judge(test, "dW", " ".join(f"{number:.6g}" for number in dW[:, 0]))
    button(test, "Show “no σ′ in the chain”").click().run()
    assert not test.exception
    assert test.radio(key="mistake").value == "no-slope"
    assert "The bug: no σ′ in the chain" in [panel["title"] for panel in shown(test)[0]["panels"]]


def test_a_verdict_goes_with_its_case():
    test = open_page(data="blobs")
    judge(test, "dW", "1 2 3")
    test.number_input(key="seed").set_value(5).run()
    assert not test.text
    test.number_input(key="seed").set_value(0).run()
    assert len(test.text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "__import__('os').system('echo no')",
        "np.array([open('/etc/passwd').read()])",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "www.example.com",
        "**bold** :red[x] $x$",
        "[[1, 2], [3]]",
        "[" * 200 + "1" + "]" * 200,
        "[[1, 2, ..., 3]]",
        "1 2 nan",
        "inf inf inf",
        "1e999 1 1",
        "1,2,3,4.5,,",
        "\0\u202e1 2 3",
        "١ ٢ ٣",
        "1 " * 2_001,
        "x" * (MAX_CHARACTERS + 1),
        "{loss:8} {0.__class__}",
    ],
    ids=range(21),
)
def test_any_text_gets_one_sentence_and_stays(opened, text):
    sentence = judge(opened("blobs"), "dW", text)
    assert sentence.endswith((".", "”."))
    assert "\n" not in sentence
    assert len(sentence) < 300
    assert not any(letter in sentence for letter in "<>")


def test_mse_and_the_textbook_are_told_in_a_line_and_bce_is_used():
    scenario, drawn, _ = case("moons")
    test = open_page(data="moons", loss="MSE", optimizer="Adam", notation="textbook", mistake="no-n")
    line = test.caption[0].value
    assert "this page uses BCE on the same data" in line
    header, body, _ = shown(test)
    assert "dL/dŷ" in told(header)
    assert np.array_equal(read(header["scalars"]["loss"], body), train(scenario, drawn).loss)


EXTREME = (
    {"data": "penguins", "features": ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]},
    {"data": "blobs", "samples": "2"},
    {"data": "blobs", "samples": "100000", "steps": "3"},
    {"data": "blobs", "start": "typed", "weights": "-600, -600, 0"},
    {"data": "blobs", "lr": "100", "start": "far away"},
    {"data": "separable", "scale": "log", "steps": "1000", "step": "900"},
)
# What they do to the gradient: its size, its axes, its shape, its sign.
KINDS = ("no-n", "swapped", "no-bias", "no-transpose", "ascent")


# Two mistakes a case, each kind of mistake in two cases at least.
@pytest.mark.parametrize(("query", "key"), list(zip(EXTREME * 2, cycle(KINDS), strict=False)))
def test_extreme_cases_have_numbers_and_no_nan(query, key):
    test = open_page(**query, mistake=key)
    header, _, _ = shown(test)
    assert header["steps"] <= 400
    words = [box.value for kind in (test.error, test.warning, test.caption, test.markdown) for box in kind]
    text = " ".join([*words, told(header)]).lower().split()
    assert not any(word in text for word in ("nan", "inf", "−inf"))


def test_an_unknown_mistake_in_a_link_is_the_page_with_one_line():
    test = open_page(mistake="<b>all of them</b>")
    assert "The bug in this link must be one of none, no-n" in test.warning[0].value
    assert test.radio(key="mistake").value == "none"


def test_the_explorer_is_as_it_was_on_a_plain_visit_and_after_a_preset():
    test = opening.open_page()
    test.selectbox(key="case").select("XOR").run()
    assert not test.exception
    assert shown(test)[0]["steps"] == 200
    opening.go(test, "break_it")
    assert test.radio(key="mistake").value == "none"


def test_a_mistake_is_in_the_link_unless_there_is_none():
    chosen = {**links.defaults(), "mistake": "ascent"}
    assert links.encode(chosen) == {"v": ["2"], "mistake": ["ascent"]}
    assert links.decode(links.encode(chosen)).settings == chosen
