"""What is said of the settings as they are holds for them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifier import with_ones
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.curvature import curvature_at
from core.surface.step_size import StepSize, step_size
from ui.language.speaking import speaking
from ui.panels.rate import OF_ALL, about_rate
from ui.settings import links
from ui.settings.cases import case_of
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_case_is_known_by_its_settings_however_it_is_looked_at(preset) -> None:
    settings = links.complete(preset.settings)
    assert case_of(settings) is preset
    assert case_of({**settings, "scale": "linear", "notation": "textbook", "surface": "3-D"}) is preset
    assert case_of({**settings, "lr": 0.0123}) is None


@given(st.floats(1e-4, 100))
def test_a_rate_is_told_beside_the_largest_stable_one(rate: float) -> None:
    scenario = Scenario(data="unscaled", noise=0.5, learning_rate=rate)
    size = step_size(scenario, scenario.dataset())
    said = about_rate(size, scenario)
    times = float(said.split(" ", 1)[0].replace(",", "").replace("\N{MINUS SIGN}", "-"))
    assert times == pytest.approx(size.ratio, rel=0.06)
    assert f"{size.stable:.3g}" in said
    assert said.endswith(OF_ALL[size.kind].partition(": ")[2])


def test_without_a_minimum_it_is_a_guide_and_without_a_limit_it_says_so() -> None:
    scenario = Scenario(data="separable")
    assert "a guide only" in about_rate(step_size(scenario, scenario.dataset()), scenario)
    scenario = replace(scenario, optimizer="Adam")
    assert "optimizer scales each step itself" in about_rate(step_size(scenario, scenario.dataset()), scenario)


def test_where_nothing_bends_up_at_the_start_the_optimizer_is_not_blamed() -> None:
    preset = next(preset for preset in PRESETS if preset.name == "Saturated start")
    saturated = to_scenario(links.complete(preset.settings))
    for scenario in (saturated, replace(saturated, optimizer="momentum", batch=8)):
        said = about_rate(step_size(scenario, scenario.dataset()), scenario)
        assert said == "At the start the surface bends up in no direction: there is no largest stable rate."
    # And so it is.
    data, W = saturated.dataset(), saturated.start_weights()
    assert curvature_at(with_ones(data.X), data.t, LOSSES[saturated.loss](), W).eigenvalues.max() <= 0.0


def test_with_mini_batches_the_limit_is_said_to_be_the_whole_data_s() -> None:
    for data in ("unscaled", "separable"):
        scenario = Scenario(data=data, batch=8)
        size = step_size(scenario, scenario.dataset())
        assert "over all samples" in about_rate(size, scenario)
        assert "over all samples" not in about_rate(size, replace(scenario, batch=0))
        assert len(about_rate(size, scenario)) < 120


def test_a_large_and_a_small_ratio_are_short() -> None:
    for ratio in (1e-7, 3e5):
        assert len(about_rate(StepSize(ratio, 1.0, "2/λ₁", True, "glides"), Scenario())) < 120
    said = about_rate(StepSize(301_202_593_615_791.0, 3.32e-13, "2/λ₁", False, "bounces"), Scenario())
    assert said.startswith("3e14 × 2/λ₁, which is 3.32e−13 ")
    with speaking("de"):
        assert about_rate(StepSize(0.022, 22.9, "2/λ₁", True, "glides"), Scenario()).startswith("0,022")
