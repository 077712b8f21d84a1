"""A page has a header, and shows only the controls that act on it: all others keep what they say."""

import re
from functools import partial
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner

from tests.pages.opening import go, open_page
from ui.pages import PAGES, after
from ui.settings import links
from ui.settings.sidebar import DRAWERS

ROOT = Path(__file__).parents[2]


def sheets(test: AppTest) -> str:
    return "".join(each.proto.body for each in test.get("html"))


def unseen(test: AppTest) -> set[str]:
    """The settings of the sidebar that are not to be seen."""
    (rule,) = re.findall(r"<style>(\.stSidebar .*?) \{ display: none; \}</style>", sheets(test))
    return set(re.findall(r"\.stSidebar \.st-key-([\w-]+)", rule))


@pytest.mark.parametrize("code", PAGES)
def test_title_question_and_where_next(code: str) -> None:
    test = open_page(code, data="two samples")
    page = PAGES[code]
    assert f"<h1>{page.title}</h1>" in sheets(test)
    labels = [each.proto.label for each in test.get("page_link")]
    following = after(page)
    leads = [label for label in labels if label.startswith("Next")]
    # In the header, and at the end for a telephone.
    assert leads == (2 * [f"Next: {following.title}"] if following else [])
    assert "About" in labels


@pytest.mark.parametrize("code", PAGES)
def test_what_does_nothing_here_is_not_to_be_seen(code: str) -> None:
    test = open_page(code, data="blobs")
    hidden = unseen(test) - set(DRAWERS)
    idle = PAGES[code].idle(links.complete({"data": "blobs"}))
    assert hidden == (set(links.PARAMETERS) - PAGES[code].settings) | {"weights"} | idle
    if code == "about":
        assert set(DRAWERS) <= unseen(test)
        assert {"data", "loss", "optimizer", "lr", "steps", "seed", "notation"} <= hidden


def test_what_does_nothing_for_this_choice_is_not_to_be_seen() -> None:
    assert {"samples", "noise", "features"} <= unseen(open_page("explorer", data="Ames housing")) | {"features"}
    assert {"samples", "noise"}.isdisjoint(unseen(open_page("explorer", data="moons")))
    assert "weights" not in unseen(open_page("explorer", data="moons", start="typed", weights="1, 2, 3"))


def test_where_another_case_is_worked_out_no_control_offers_to_change_it() -> None:
    asked = {"lr", "loss", "scaling", "start", "advanced"}
    test = open_page("by_hand", data="blobs", lr="7")
    assert asked | {"steps", "seed"} <= unseen(test)
    assert {"data", "notation"}.isdisjoint(unseen(test))
    # They are there, and keep what they say.
    assert test.select_slider(key="lr").value == 7.0
    # With data that fit on paper they are asked.
    test.selectbox(key="data").select("two samples").run()
    assert asked.isdisjoint(unseen(test))


def test_what_is_not_to_be_seen_keeps_what_it_says() -> None:
    test = open_page("explorer", data="moons", samples="120", lr="2")
    test.selectbox(key="data").select("Ames housing").run()
    go(test, "about")
    go(test, "explorer")
    test.selectbox(key="data").select("moons").run()
    assert not test.exception
    assert test.number_input(key="samples").value == 120
    assert test.select_slider(key="lr").value == 2.0


def test_back_and_forward_lead_to_rates_between_the_notches(monkeypatch: pytest.MonkeyPatch) -> None:
    test = open_page(v="2", lr="5.01")
    assert test.select_slider(key="lr").value == 5.01
    monkeypatch.setattr(local_script_runner, "RerunData", partial(RerunData, is_history_navigation=True))
    for rate in ("9.44", "0.237", "5.01"):
        test.query_params["lr"] = rate
        test.run()
        assert not test.exception
        assert test.select_slider(key="lr").value == float(rate)
        # Streamlit takes what no slider has out of the address.
        assert rate in test.query_params["lr"]
    del test.query_params["lr"]
    test.run()
    assert test.select_slider(key="lr").value == links.defaults()["lr"]


def test_typed_numbers_have_the_marks_of_the_language_and_points_in_the_address() -> None:
    test = open_page("explorer", lang="de", v="2")
    assert test.text_input(key="weights shown").value == "-1,5; 2,5; 0"
    assert test.text_input(key="weights").value == "-1.5, 2.5, 0"
    # What another control or a click changes is written as a visitor would write it.
    test.text_input(key="weights").set_value("0.25, -1, 2").run()
    assert test.text_input(key="weights shown").value == "0,25; -1; 2"
    for typed, said in (("0,1; -0,2; 3", "0.1, -0.2, 3"), ("0.5, 1, 2", "0.5, 1, 2"), ("1; x", "1; x")):
        test.text_input(key="weights shown").set_value(typed).run()
        assert test.text_input(key="weights").value == said
        assert test.text_input(key="weights shown").value == typed
    assert len(test.error) == 1
    assert [each.key for each in open_page("explorer", v="2").text_input if "weights" in each.key] == ["weights"]
