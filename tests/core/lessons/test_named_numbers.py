"""The numbers of a run by their names are those of core, and what has no number is said in one sentence."""

import numpy as np
import pytest

from core.lessons.named_numbers import RunAtStep, number_of
from core.scenario import Scenario
from core.surface.step_size import step_size
from core.training import moment, train

SCENARIO = Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0, steps=20)


@pytest.fixture(scope="module")
def of() -> RunAtStep:
    data = SCENARIO.dataset()
    return RunAtStep(SCENARIO, data, train(SCENARIO, data), 3)


def test_a_name_is_a_number_of_the_moment(of: RunAtStep) -> None:
    now = moment(SCENARIO, of.data, of.history, 3)
    arrays = {"y": now.y, "z": now.z, "dL/dz": now.dz, "dz/dy": now.dz_dy, "dL/dy": now.dy, "dW": now.dW, "W": now.W}
    for name, values in arrays.items():
        for row, value in enumerate(values[:, 0]):
            assert number_of(f"{name}[{row}]", of) == value
    assert number_of("X[1,0]", of) == now.X1[1, 0]
    assert number_of("L", of) == now.loss
    assert number_of("|dW|", of) == np.linalg.norm(now.dW)
    assert [number_of(name, of) for name in ("N", "D", "step", "steps", "lr")] == [2, 2, 3, 20, 1.0]
    size = step_size(SCENARIO, of.data)
    assert size is not None
    assert (number_of("limit", of), number_of("lr/limit", of)) == (size.stable, size.ratio)


def test_another_moment_is_named_in_front(of: RunAtStep) -> None:
    losses = of.history.loss
    found = [number_of(f"{which}L", of) for which in ("first.", "", "next.", "last.")]
    assert found == pytest.approx([losses[0], losses[3], losses[4], losses[20]])
    at_the_end = RunAtStep(SCENARIO, of.data, of.history, 99)
    assert number_of("L", at_the_end) == number_of("next.L", at_the_end) == number_of("last.L", at_the_end)


@pytest.mark.parametrize(
    "name", ["", "loss", "y", "y[2]", "y[0,0]", "X[0]", "X[0,9]", "L[0]", "then.L", "dW[-1]", "__class__", "W[0] " * 50]
)
def test_what_is_no_number_is_said_in_a_sentence(of: RunAtStep, name: str) -> None:
    with pytest.raises(ValueError, match=r"^“[^\n]*\.$"):
        number_of(name, of)
