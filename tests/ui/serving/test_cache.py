"""What is computed once for all visitors: read-only, and kept by keys that hold no table."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from core.surface.windows import choose_slice
from tests.waiting import PATIENCE
from ui.panels.view import View
from ui.serving import cache, timelines
from ui.serving.store import STORE


def test_no_key_holds_on_to_a_table() -> None:
    rng = np.random.default_rng(0)
    own = UserData(rng.standard_normal((40, 2)), np.arange(40) % 2)
    scenario = Scenario(data=USER_DATA, user_data=own, steps=3)
    timelines.explorer_timeline(scenario, View())
    timelines.compare_timeline(("a", "b"), (scenario, scenario), scenario, "steps", False)
    todo: list[object] = list(STORE._values)
    while todo:
        part = todo.pop()
        assert not isinstance(part, UserData | Scenario | np.ndarray)
        todo += part if isinstance(part, tuple) else ()
    # And the same table, brought once more, finds what is there.
    again = UserData(own.X.copy(), own.t.copy())
    assert timelines.explorer_timeline(
        Scenario(data=USER_DATA, user_data=again, steps=3), View()
    ) is timelines.explorer_timeline(scenario, View())


def test_a_run_is_unwritable_and_the_same_for_all() -> None:
    scenario = Scenario(data="moons", steps=7, seed=1234)
    data, history = cache.run(scenario)
    assert cache.run(Scenario(data="moons", steps=7, seed=1234)) == (data, history)
    for array in (data.X, data.t, history.W, history.dW, history.loss):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_another_rate_has_the_same_data_and_the_same_surface() -> None:
    one, other = (Scenario(data="moons", steps=20, seed=4321, learning_rate=rate) for rate in (0.1, 0.11))
    (data, history), (again, longer) = cache.run(one), cache.run(other)
    assert again is data
    window, same = choose_slice(one, data, history), choose_slice(other, again, longer)
    heights = cache.heights(window, one, data)
    assert cache.heights(same, other, data) is heights
    assert np.array_equal(heights, window.heights(one, data))


def test_another_loss_and_another_seed_have_surfaces_of_their_own() -> None:
    scenario = Scenario(data="moons", steps=20, seed=4321)
    for each in (scenario, replace(scenario, loss="MSE"), replace(scenario, seed=4322), replace(scenario, samples=150)):
        data, history = cache.run(each)
        window = choose_slice(each, data, history)
        assert np.array_equal(cache.heights(window, each, data), window.heights(each, data))


def test_many_who_ask_for_the_same_timeline_compute_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = timelines.explorer
    monkeypatch.setattr(timelines, "explorer", lambda *args: (made.append(1), real(*args))[1])
    scenario = Scenario(data="circles", steps=9, seed=4321)
    with ThreadPoolExecutor(16) as threads:
        asked = [threads.submit(timelines.explorer_timeline, scenario, View()) for _ in range(64)]
        answers = {one.result(PATIENCE) for one in asked}
    assert len(answers) == 1
    assert len(made) == 1
