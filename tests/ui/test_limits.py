"""The heaviest links that the limits admit: each is answered, is small enough to send, and the stores keep bounds."""

from urllib.parse import parse_qs

import pytest

from bench.heaviest import HEAVIEST
from ui.export import light_view
from ui.settings.scenario_settings import to_scenario

pytestmark = pytest.mark.long

# On the wire, in bytes. (The seconds that they take are in `make bench`.)
LARGEST = 2_000_000


@pytest.mark.long
@pytest.mark.parametrize("link", HEAVIEST)
def test_the_heaviest_links_are_answered_within_the_limits(link: str) -> None:
    answered = light_view.answer(parse_qs(link))
    # It is at the limit, and not beyond it: what was asked for is what is shown.
    assert not any("usual" in problem for problem in answered.destination.problems)
    scenario = to_scenario(answered.destination.settings)
    assert scenario.steps in (scenario.most_steps(), scenario.most_steps() - 1)
    assert 1_000 < len(answered.body) < LARGEST


def test_one_step_more_is_refused_in_one_sentence() -> None:
    [problem] = light_view.destination_of(parse_qs("data=blobs&samples=100000&steps=241")).problems
    assert "With 100,000 samples a run may have at most 240 steps" in problem
