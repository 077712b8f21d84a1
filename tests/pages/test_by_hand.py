"""The page "Work it out" as Streamlit runs it, without a browser: whose numbers it asks for, and what it remembers."""

from functools import partial

import numpy as np
import pytest

from core.mistakes.hand_calculation import exercise, quantities, stages
from core.scenario import Scenario
from core.training import moment, train
from tests.pages import opening
from tests.pages.opening import go

PRESET = {"data": "two samples", "start": "typed", "weights": "0.1, -0.2, 0.3", "lr": "1", "steps": "20"}


open_page = partial(opening.open_page, "by_hand")


def field(test, name):
    return next(each for each in test.main.text_input if each.label == name)


def type_in(test, name, text):
    field(test, name).set_value(text).run()
    assert not test.exception


def press(test, label):
    next(each for each in test.main.button if each.label == label).click().run()
    assert not test.exception


def uncover(test, name):
    press(test, f"Reveal {name}")


def says(test, text):
    return any(text in each.value for each in test.main.markdown)


def progress(test):
    (bar,) = test.get("progress")
    return bar.proto.text, bar.proto.value


def numbers(scenario, step=0):
    """The right answers by name, for the weights that a run has at a step."""
    data = scenario.dataset()
    asked = exercise(scenario, train(scenario, data).W[step])
    now = moment(asked, data, train(asked, data), 0)
    return {each.name: each for each in quantities(stages(now, asked.loss, asked.learning_rate))}


def test_all_is_covered_at_first():
    test = open_page(**PRESET)
    assert [each.label for each in test.main.text_input] == list(numbers(Scenario(data="two samples")))
    assert all(each.value == "" for each in test.main.text_input)
    assert progress(test) == ("0 of 17 right, 0 revealed", 0)
    for number in ("0.45016600", "0.64564302", "0.90936538", "0.32491700"):
        assert not says(test, number)


def test_another_data_set_gets_the_preset_and_one_line_that_says_so():
    test = open_page(data="moons", lr="7")
    assert says(test, "The data set in the sidebar, moons, is too large")
    # The sidebar's rate does nothing here.
    assert says(test, "the case “Hand calculation”, with its own loss and lr.")
    assert says(test, "lr = 1 · BCE")
    type_in(test, "L", "0.65")
    assert says(test, "Right: 0.64564302")
    press(test, "Use the case “Hand calculation”")
    assert test.selectbox(key="data").value == "two samples"
    assert test.text_input(key="weights").value == "0.1, -0.2, 0.3"
    assert says(test, "Your case from the sidebar, with W as at step 0")
    # It is the same case, so what was right is still there.
    assert field(test, "L").value == "0.65"
    assert progress(test)[0] == "1 of 17 right, 0 revealed"
    # Taken once more, it would change nothing.
    taken = next(each for each in test.main.button if each.label == "Case “Hand calculation” in use")
    assert taken.disabled


def test_the_preset_is_offered_again_as_soon_as_anything_on_paper_is_other():
    test = open_page(**PRESET)
    assert next(each for each in test.main.button if each.label == "Case “Hand calculation” in use").disabled
    test.select_slider(key="lr").set_value(2.0).run()
    press(test, "Use the case “Hand calculation”")
    assert next(each for each in test.main.button if each.label == "Case “Hand calculation” in use").disabled


def test_a_saturated_case_of_ones_own_says_so():
    test = open_page(data="two samples", start="typed", weights="9, 9, 9")
    assert says(test, "the sigmoid is saturated")
    assert says(test, "the case “Hand calculation”")


@pytest.mark.parametrize("loss", ["BCE", "MSE"])
def test_ones_own_weights_loss_lr_and_step_are_asked_for(loss):
    query = {"data": "two samples", "loss": loss, "lr": "0.3", "steps": "50", "step": "7", "optimizer": "Adam"}
    test = open_page(**query)
    assert says(test, "with W as at step 7")
    run = Scenario(data="two samples", loss=loss, learning_rate=0.3, steps=50, optimizer="Adam")
    answers = numbers(run, 7)
    for name in ("y of sample 1", "L", "new b"):
        type_in(test, name, f"{answers[name].value:.3f}")
        assert says(test, f"Right: {answers[name].shown}")
    assert progress(test)[0] == "3 of 17 right, 0 revealed"


def test_a_wrong_answer_gets_its_hint_and_stays():
    test = open_page(**PRESET)
    type_in(test, "dL/dz of sample 0", "-2")
    assert says(test, "Not yet: 1/N is missing")
    type_in(test, "dL/dz of sample 1", "zero")
    assert says(test, "That cannot be read as a number.")
    assert field(test, "dL/dz of sample 0").value == "-2"
    assert field(test, "dL/dz of sample 1").value == "zero"
    assert progress(test) == ("0 of 17 right, 0 revealed", 0)


def test_an_uncovered_number_is_not_right():
    test = open_page(**PRESET)
    type_in(test, "z of sample 1", "0.55")
    uncover(test, "z of sample 1")
    assert says(test, "Revealed: 0.45016600, as z = 1 / (1 + e^−y).")
    assert progress(test) == ("0 of 17 right, 1 revealed", 0)
    assert field(test, "z of sample 1").disabled
    assert field(test, "z of sample 1").value == "0.55"


def test_the_right_answers_to_everything_end_it():
    test = open_page(**PRESET)
    answers = list(
        numbers(Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0)).values()
    )
    for each in answers[:-1]:
        type_in(test, each.name, f"{each.value:.4f}".replace(".", ","))
    assert progress(test)[0] == "16 of 17 right, 0 revealed"
    uncover(test, answers[-1].name)
    assert progress(test)[0] == "All done: 16 right, 1 revealed"


def test_what_is_right_feeds_the_next_row_and_what_is_not_there_yet_gives_nothing_away():
    test = open_page(**PRESET)
    assert not says(test, "= 1 / (1 + e^−0)")
    type_in(test, "y of sample 0", "0")
    assert says(test, "= 1 / (1 + e^−0)")
    type_in(test, "y of sample 1", "0.2")
    assert not says(test, "e^−(−0.2)")
    type_in(test, "y of sample 1", "-0.2")
    assert says(test, "= 1 / (1 + e^−(−0.2))")
    # It takes two outputs to fill in the loss, and a wrong answer keeps the formula in sight.
    uncover(test, "z of sample 1")
    assert not says(test, "(log ")
    type_in(test, "z of sample 0", "1/2")
    assert says(test, "= −(log 0.5 + log(1 − 0.45016600)) / 2")
    type_in(test, "L", "44")
    assert says(test, "Not yet: L = −(log 0.5 + log(1 − 0.45016600)) / 2.")
    assert not says(test, "0.64564302")


def test_two_slips_at_once_are_both_named():
    test = open_page(**PRESET)
    type_in(test, "dL/dz of sample 1", "-1.819")
    assert says(test, "Not yet: two slips at once: the sign is wrong, and 1/N is missing.")


def test_what_was_typed_outlives_a_look_at_another_page_and_another_notation():
    test = open_page(**PRESET)
    type_in(test, "y of sample 0", "0")
    type_in(test, "z of sample 1", "0.55")
    uncover(test, "L")
    go(go(test, "gradient_check"), "by_hand")
    assert field(test, "y of sample 0").value == "0"
    assert field(test, "z of sample 1").value == "0.55"
    assert progress(test)[0] == "1 of 17 right, 1 revealed"
    test.radio(key="notation").set_value("textbook").run()
    assert field(test, "z of sample 0").value == "0"
    assert field(test, "ŷ of sample 1").value == "0.55"
    assert says(test, "Not yet: that is 1 / (1 + e^z)")
    assert progress(test)[0] == "1 of 17 right, 1 revealed"


def test_another_lr_asks_anew_only_for_what_it_changes():
    test = open_page(**PRESET)
    type_in(test, "L", "0.65")
    type_in(test, "new b", "0.325")
    assert progress(test)[0] == "2 of 17 right, 0 revealed"
    test.select_slider(key="lr").set_value(2.0).run()
    assert not test.exception
    assert field(test, "L").value == "0.65"
    assert field(test, "new b").value == ""
    assert progress(test)[0] == "1 of 17 right, 0 revealed"
    test.select_slider(key="lr").set_value(1.0).run()
    assert field(test, "new b").value == "0.325"
    assert progress(test)[0] == "2 of 17 right, 0 revealed"


def test_what_start_over_has_emptied_comes_back_until_something_new_is_typed():
    test = open_page(**PRESET)
    type_in(test, "L", "0.65")
    uncover(test, "new b")
    before = progress(test)
    press(test, "Start over")
    assert progress(test)[0] == "0 of 17 right, 0 revealed"
    press(test, "Undo")
    assert progress(test) == before
    assert field(test, "L").value == "0.65"
    assert field(test, "new b").disabled
    press(test, "Start over")
    type_in(test, "dW of b", "7")
    assert not any(each.label == "Undo" for each in test.main.button)
    press(test, "Start over")
    press(test, "Undo")
    assert field(test, "dW of b").value == "7"
    assert field(test, "L").value == ""


def test_start_over_covers_all_again():
    test = open_page(**PRESET)
    type_in(test, "L", "0.65")
    type_in(test, "dW of b", "7")
    uncover(test, "new b")
    press(test, "Start over")
    assert progress(test) == ("0 of 17 right, 0 revealed", 0)
    assert all(each.value == "" and not each.disabled for each in test.main.text_input)
    assert not says(test, "Revealed")
    go(go(test, "explorer"), "by_hand")
    assert all(each.value == "" for each in test.main.text_input)


def test_one_feature_asks_for_fewer_numbers():
    test = open_page(**{**PRESET, "features": "x2", "weights": "0.5, -1"})
    assert progress(test)[0] == "0 of 15 right, 0 revealed"
    assert says(test, "| sample | x2 | 1 | t |")


@pytest.mark.parametrize("query", [{"start": "far away"}, {"weights": "1000000, -1000000, 1000000", "start": "typed"}])
def test_extreme_starts_do_not_make_it_fail(query):
    for step in ("0", "20"):
        test = open_page(data="two samples", steps="20", lr="100", step=step, **query)
        assert not any("nan" in each.value.lower() for each in test.main.markdown)
        assert np.isfinite(progress(test)[1])
