"""The page Gradient check: both gradients, both ways, for any scenario, step and h."""

from functools import partial

import pytest

from core.gradient_check import check_weights
from core.loss import LOSSES
from core.scenario import Scenario
from core.training import moment, train
from tests.pages import opening

open_page = partial(opening.open_page, "gradient_check")


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("data", ["Ames housing", "moons", "two samples"])
def test_both_gradients_agree_and_the_table_has_the_numbers_of_core(loss, data):
    test = open_page(data=data, loss=loss, steps="20", step="7")
    assert len(test.success) == 2
    assert not test.error
    scenario = Scenario(data=data, loss=loss, steps=20)
    drawn = scenario.dataset()
    now = moment(scenario, drawn, train(scenario, drawn), 7)
    check = check_weights(now.X1[:, :-1], now.t, now.W, LOSSES[loss]())
    table = next(text.value for text in test.markdown if "central difference" in text.value)
    for analytic, numerical in zip(check.analytic[:, 0], check.numerical[:, 0], strict=True):
        # On screen a minus is a minus, not a hyphen.
        assert f"| {analytic:.10g} | {numerical:.10g} |".replace("-", "\N{MINUS SIGN}") in table


def test_a_bad_h_turns_the_verdict_red():
    test = open_page(data="moons", steps="20")
    test.select_slider(key="h").set_value(1.0).run()
    assert not test.exception
    assert "do not agree" in test.error[0].value


def test_a_saturated_step_has_numbers_and_no_nan():
    test = open_page(data="blobs", start="typed", weights="-600, -600, 0", steps="3")
    assert not any("nan" in text.value.lower() for text in test.markdown)


def test_the_notation_reaches_this_page():
    test = open_page(data="moons", notation="textbook", steps="5")
    assert any("dL/dŷ" in text.value for text in test.success)
