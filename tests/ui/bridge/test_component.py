"""What the player reports is handed to the page: a click, a place, a step; and what asks for the whole page."""

from collections.abc import Callable, Iterator
from inspect import unwrap
from typing import Any

import pytest

from ui.bridge import component
from ui.bridge.component import Components
from ui.bridge.report import Report
from ui.settings import session
from ui.timeline.packing import pack
from ui.timeline.timeline import Timeline

PAGE = "toy"
TIMELINE = pack(Timeline(0, (), {}, ()))


@pytest.fixture
def mount(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., dict[str, Any]]]:
    """Mounts a player without a browser → what its component is given."""

    def mounted(**changes: Any) -> dict[str, Any]:
        given: dict[str, Any] = {}
        monkeypatch.setattr(component, "_all", dict.fromkeys(component._all, Components(*[given.update] * 5)))
        options = {"on_start": print, "on_place": print, "on_let_go": print}
        options |= {"shares_step": True, "page_shows_step": False, **changes}
        unwrap(component._play)(PAGE, lambda: TIMELINE, (1, 0), detail=lambda: None, **options)
        return given

    yield mounted
    for key in (session.PLAYER(PAGE), session.MISSING(PAGE), session.STEP, session.PAGE_ASKED, session.CARRIED):
        key.pop()


def test_a_click_is_handed_over_and_the_page_runs(mount: Callable[..., dict[str, Any]]) -> None:
    clicks: list[object] = []
    given = mount(on_start=clicks.append)
    session.PLAYER(PAGE).set(Report(start={"x": 1.0, "y": -2.0, "panel": "data"}))
    given["on_start_change"]()
    assert clicks == [{"x": 1.0, "y": -2.0, "panel": "data"}]
    assert session.PAGE_ASKED.get()
    # Streamlit takes a click back when it has been told of it.
    session.PLAYER(PAGE).set(Report())
    given["on_start_change"]()
    assert len(clicks) == 1


def test_a_place_is_handed_over_and_the_page_stays(mount: Callable[..., dict[str, Any]]) -> None:
    places: list[object] = []
    given = mount(on_place=places.append)
    session.PLAYER(PAGE).set(Report(place={"stage": "dW", "sample": "3"}))
    given["on_place_change"]()
    assert places == [{"stage": "dW", "sample": "3"}]
    assert not session.PAGE_ASKED.get()


@pytest.mark.parametrize(("shares", "shows"), [(True, False), (True, True), (False, False)])
def test_a_step_is_the_sessions_where_the_page_shares_it(
    mount: Callable[..., dict[str, Any]], shares: bool, shows: bool
) -> None:
    given = mount(shares_step=shares, page_shows_step=shows)
    # It was said once more, by a number that is new to Streamlit.
    session.PLAYER(PAGE).set(Report(step=7.5))
    given["on_step_change"]()
    assert session.STEP.get() == (7 if shares else 0)
    assert session.PAGE_ASKED.get() == shows


def test_what_could_not_be_fetched_comes_with_the_page(mount: Callable[..., dict[str, Any]]) -> None:
    given = mount()
    short = len(given["data"])
    session.PLAYER(PAGE).set(Report(missing=component.address(TIMELINE)))
    given["on_missing_change"]()
    assert len(mount()["data"]) > short
    assert not session.PAGE_ASKED.get()
    session.PLAYER(PAGE).set(Report(missing="program"))
    given["on_missing_change"]()
    assert session.CARRIED.get()
    assert session.PAGE_ASKED.get()


def test_what_a_hand_has_let_go_of_is_handed_over_and_the_page_runs(mount: Callable[..., dict[str, Any]]) -> None:
    holds: list[object] = []
    given = mount(on_let_go=holds.append)
    session.PLAYER(PAGE).set(Report(let_go=[{"what": "rate", "at": [2.0], "step": 3}]))
    given["on_let_go_change"]()
    assert holds == [[{"what": "rate", "at": [2.0], "step": 3}]]
    assert session.PAGE_ASKED.get()
