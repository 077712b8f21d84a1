"""What somebody has pointed at is judged by the run: a sample, a direction on the loss surface, a place."""

import numpy as np
import pytest

from core.lessons.named_numbers import RunAtStep
from core.lessons.points import Pointed, read_point
from core.scenario import Scenario
from core.training import train

ZIGZAG = Scenario(data="unscaled", noise=0.5, start="typed", weights=(-1.5, 2.5, 0.0), learning_rate=7.0, steps=60)


@pytest.fixture(scope="module")
def of() -> RunAtStep:
    data = ZIGZAG.dataset()
    return RunAtStep(ZIGZAG, data, train(ZIGZAG, data), 0)


def test_downhill_is_against_the_gradient_and_not_towards_the_minimum(of: RunAtStep) -> None:
    judge = read_point("downhill").judge
    here, down = of.now.W[:2, 0], -of.now.dW[:2, 0]
    assert judge(of, Pointed(x=here[0] + 5 * down[0], y=here[1] + 5 * down[1])).right
    assert not judge(of, Pointed(x=here[0] - down[0], y=here[1] - down[1])).right
    assert not judge(of, Pointed(x=here[0], y=here[1])).right
    lowest = of.data.lowest.W
    assert lowest is not None
    assert not judge(of, Pointed(x=lowest[0, 0], y=lowest[1, 0])).right


def test_one_of_eight_directions_is_always_near_enough(of: RunAtStep) -> None:
    judge, here = read_point("downhill").judge, of.now.W[:2, 0]
    ways = [(np.cos(turn), np.sin(turn)) for turn in np.arange(8) * np.pi / 4]
    assert sum(judge(of, Pointed(x=here[0] + x, y=here[1] + y)).right for x, y in ways) == 1


def test_a_sample_and_a_place(of: RunAtStep) -> None:
    hardest = int(np.abs(of.now.dy[:, 0]).argmax())
    assert read_point("hardest sample").judge(of, Pointed(sample=hardest)).right
    assert not read_point("hardest sample").judge(of, Pointed(sample=hardest + 1)).right
    assert read_point("sample 7").judge(of, Pointed(sample=7)).right
    assert not read_point("sample 7").judge(of, Pointed()).right
    lowest = of.data.lowest.W
    assert lowest is not None
    assert read_point("minimum").judge(of, Pointed(x=lowest[0, 0], y=lowest[1, 0])).right
    assert not read_point("minimum").judge(of, Pointed(x=-1.5, y=2.5)).right


@pytest.mark.parametrize("text", ["", "uphill", "sample x", "sample -1", "sample 1234567"])
def test_nothing_else_can_be_pointed_at(text: str) -> None:
    with pytest.raises(ValueError, match=r"^“.*\.$"):
        read_point(text)


def test_where_it_is_is_said_as_it_is_judged(of: RunAtStep) -> None:
    assert read_point("downhill").answer(of) == "It goes down and to the right."
    here = of.now.W[:2, 0]
    assert read_point("downhill").judge(of, Pointed(x=here[0] + 1, y=here[1] - 1)).right
    assert read_point("sample 7").answer(of) == "It is sample 7."
    hardest = read_point("hardest sample").answer(of)
    assert read_point("hardest sample").judge(of, Pointed(sample=int(hardest[len("It is sample ") : -1]))).right
    x, y = (float(word.replace("−", "-")) for word in read_point("minimum").answer(of).split()[3::5])
    assert read_point("minimum").judge(of, Pointed(x=x, y=y)).right
