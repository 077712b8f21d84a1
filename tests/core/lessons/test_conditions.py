"""What a task asks for holds where the run says so, and nothing that is not in the vocabulary is read."""

from dataclasses import replace

import pytest

from core.lessons.conditions import first_unmet, read_conditions
from core.lessons.named_numbers import RunAtStep
from core.scenario import Scenario
from core.training import train

ZIGZAG = Scenario(data="unscaled", noise=0.5, start="typed", weights=(-1.5, 2.5, 0.0), learning_rate=7.0, steps=60)


def run_at_step(step: int = 0, **changes: object) -> RunAtStep:
    scenario = replace(ZIGZAG, **changes)
    data = scenario.dataset()
    return RunAtStep(scenario, data, train(scenario, data), step)


def held(text: str, of: RunAtStep) -> bool:
    return first_unmet(read_conditions(text), of) is None


def test_the_words_are_what_they_say() -> None:
    turning, calm, thrown = run_at_step(), run_at_step(learning_rate=3.0), run_at_step(learning_rate=60.0)
    assert [held("overshoots", each) for each in (turning, calm, thrown)] == [True, False, True]
    assert [held("arrives", each) for each in (turning, calm, thrown)] == [True, True, False]
    assert [held("diverges", each) for each in (turning, calm, thrown)] == [False, False, True]


def test_numbers_are_compared_and_all_have_to_hold() -> None:
    of = run_at_step()
    assert held("lr > 6.5 and lr < 7.5 and accuracy > 50%", of)
    assert not held("lr > 6.5 and lr > 7.5", of)
    assert held("lr/limit < 1", of)
    assert held("steps to 1% < 60", of)
    assert not held("steps to 1% > 60", of)
    # Where it never gets there, it takes neither few steps nor many.
    thrown = run_at_step(learning_rate=60.0)
    assert not held("steps to 1% < 60", thrown)
    assert not held("steps to 1% > 1", thrown)


def test_the_first_that_is_not_so_yet_says_what_is_missing() -> None:
    conditions = read_conditions("lr/limit < 0.75 and arrives and steps to 1% < 30")
    said = []
    for rate in (7.0, 0.01, 2.0, 3.0):
        unmet = first_unmet(conditions, run_at_step(learning_rate=rate))
        said.append(unmet and unmet.unmet)
    assert said == [
        "Not yet: the learning rate is too large.",
        "Not yet: within these steps, the loss comes down less than 99% of the way to its lowest.",
        "Not yet: it takes too many steps.",
        None,
    ]
    thrown = first_unmet(read_conditions("diverges and |dW| < 0"), run_at_step(learning_rate=60.0))
    assert thrown
    assert thrown.unmet == "Not yet: ‖dW‖ is too large."
    # In the words of the screen, not in those of a lesson's file.
    settled = first_unmet(read_conditions("last.L > 1"), run_at_step())
    assert settled
    assert settled.unmet == "Not yet: the loss at the end is too small."


def test_a_sample_is_correct_or_wrong() -> None:
    of = run_at_step()
    for row in range(5):
        right = bool((of.now.y[row, 0] > 0) == (of.now.t[row, 0] == 1))
        assert held(f"sample {row} correct", of) == right
        assert held(f"sample {row} wrong", of) == (not right)
    assert not held("sample 99999 correct", of)


@pytest.mark.parametrize(
    "text", ["", "and", "converges", "lr = 1", "lr > x", "__import__('os')", "loss > 1 or lr < 2", "sample -1 wrong"]
)
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"^“.*\.$"):
        read_conditions(text)


def test_a_number_that_no_run_has_meets_nothing() -> None:
    assert not held("y[9999] > 0", run_at_step())
    assert not held("y[9999] < 0", run_at_step())
