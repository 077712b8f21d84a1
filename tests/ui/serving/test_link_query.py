"""A link's query is read in one go, and one that is too long up to a certain letter, at every route."""

import pytest
from starlette.datastructures import QueryParams
from starlette.requests import Request

from tests.test_app import request
from ui.serving.link_query import LONGEST, query_of

TOO_LONG = "&".join(f"n{k}=" for k in range(LONGEST // 4))


def asked(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": "/view", "query_string": query.encode(), "headers": []})


def test_each_name_has_its_values_in_their_order() -> None:
    assert query_of(asked("features=a&lr=&step=3&features=b&%6cr=2")) == {
        "features": ["a", "b"],
        "lr": ["", "2"],
        "step": ["3"],
    }
    assert query_of(asked("")) == {}


def test_a_link_that_is_too_long_is_read_up_to_there_and_no_value_of_it_is_cut() -> None:
    start = "lr=2&title="
    assert query_of(asked(f"{start}{'x' * (LONGEST - len(start))}")) == {"lr": ["2"], "title": ["x" * 9_989]}
    assert query_of(asked(f"{start}{'x' * (LONGEST - len(start))}y")) == {"lr": ["2"]}
    assert query_of(asked("x" * 60_000)) == {"x" * LONGEST: [""]}


@pytest.mark.parametrize("route", ["/preview.png", "/view", "/view/timeline", "/view/judge"])
def test_no_route_goes_through_a_link_for_each_of_its_names(route: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def one(self: QueryParams, name: str) -> list[str]:
        raise AssertionError(f"all of the link was gone through for {name}")

    monkeypatch.setattr(QueryParams, "getlist", one)
    assert request(f"{route}?samples=20&steps=6&{TOO_LONG}")[0] == 200
