"""The page as one file: what is in it, how long it is, and that nothing breaks out."""

import re
from html.parser import HTMLParser

import pytest

from core.scenario import Scenario
from core.training import train
from ui.assets import CARTESIAN_FILE, PLOTLY_FILE, text
from ui.explorer.explorer import explorer
from ui.export.light_view import timeline_in_file
from ui.export.one_file import WAYS_END, html_file
from ui.page import Shown
from ui.pages import LIGHT
from ui.panels.view import View
from ui.serving.cache import run
from ui.settings import links
from ui.timeline.figure import Figure
from ui.timeline.packing import pack, unpack
from ui.timeline.timeline import Panel, Timeline

HOSTILE = "</script><script>alert(1)</script><!-- --><img src=x onerror=alert(1)>"


def _packed(**view: str) -> bytes:
    scenario = Scenario(data="blobs", samples=200, steps=500)
    data = scenario.dataset()
    return pack(explorer(scenario, data, train(scenario, data), View(**view)))


class Scripts(HTMLParser):
    """What a browser takes for scripts, images and frames."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "link"):
            self.found.append({"tag": tag, **dict(attrs)})


def _banner(file_text: str) -> str:
    found = re.search(r"plotly\.js (?:\([\w -]+\) )?v([\d.]+)", file_text[:300])
    assert found
    return found[1]


def test_both_of_plotly_s_programs_are_one_version() -> None:
    full, part = (file.read_text(encoding="utf-8") for file in (PLOTLY_FILE, CARTESIAN_FILE))
    assert _banner(part) == _banner(full)
    licence = CARTESIAN_FILE.with_name("plotly-cartesian.LICENSE.txt").read_text(encoding="utf-8")
    assert "MIT" in licence
    assert "Plotly" in licence


@pytest.mark.parametrize("view", [{}, {"surface": "3-D"}])
def test_it_is_no_longer_than_promised(view: dict[str, str]) -> None:
    packed = _packed(**view)
    file = html_file(packed, "A run")
    assert len(file) <= 6_500_000
    # Without a 3-D chart a sixth of Plotly is enough.
    assert len(file) - (PLOTLY_FILE if view else CARTESIAN_FILE).stat().st_size <= 1_000_000


@pytest.mark.parametrize("page", LIGHT)
@pytest.mark.parametrize("data", ["blobs", "penguins"])
def test_every_page_s_file_keeps_the_promise_without_plotly(page: str, data: str) -> None:
    asked = links.decode({"mistake": ["bce-sign"]}).settings
    scenario = Scenario(data=data, samples=200, steps=500)
    packed = timeline_in_file(LIGHT[page], Shown(scenario, asked, 7))
    program = PLOTLY_FILE if page == "loss_surface" else CARTESIAN_FILE
    assert len(html_file(packed, "A run")) - program.stat().st_size <= 1_000_000
    if page == "loss_surface":
        # With the level line of every step in it.
        assert packed != pack(LIGHT[page].timeline_alone(Shown(scenario, asked, 7), run))


def test_a_file_asks_about_no_point_but_keeps_one() -> None:
    scenario = Scenario(data="blobs", samples=20, steps=5)
    for point, kept in (("", False), ("1, 2", True)):
        header, _ = unpack(
            timeline_in_file(LIGHT["loss_surface"], Shown(scenario, {**links.defaults(), "point": point}, 0))
        )
        assert ("asked" in {panel["name"] for panel in header["panels"]}) == kept


def test_a_file_of_the_gradient_check_is_of_its_step() -> None:
    header, _ = unpack(
        timeline_in_file(LIGHT["gradient_check"], Shown(Scenario(data="blobs", steps=30), links.defaults(), 7))
    )
    assert (header["steps"], header["note"]) == (0, "Step 7 of 30.")
    assert {panel["name"] for panel in header["panels"]} == {"errors", "verdict", "weights", "outputs"}


def test_it_asks_for_nothing() -> None:
    page = html_file(_packed(), "A run", "https://example.org/gx/?step=3").decode()
    for one in Scripts(page).found:
        assert "src" not in one
        assert one.get("href") in (None, "data:,")
    assert 'data-explore="https://example.org/gx/"' in page


@pytest.mark.parametrize("title", [HOSTILE, "$title ${css}", "{title}", "\\u003c/script>"])
def test_nothing_breaks_out_of_a_title_or_the_data(title: str) -> None:
    figure = Figure()
    figure.add_scatter(name=HOSTILE, x=[0], y=[0])
    figure.update_layout(title={"text": HOSTILE})
    timeline = pack(Timeline(0, (Panel("p", HOSTILE, figure, (), HOSTILE),), {}, (("x", HOSTILE),), HOSTILE))
    usual = Scripts(html_file(timeline, "A run", "?step=1").decode()).found
    page = html_file(timeline, title, f"?step=1&data={HOSTILE}").decode()
    assert [one["tag"] for one in Scripts(page).found] == [one["tag"] for one in usual]
    assert "onerror=alert(1)>" not in page


@pytest.mark.parametrize("link", ["", "?step=3", "javascript:alert(1)", "data:text/html,x", "//example.org"])
def test_only_a_real_address_is_a_link(link: str) -> None:
    page = html_file(_packed(), "A run", link).decode()
    assert "<a " not in page
    assert "data-explore" not in page


def test_the_link_s_place_is_in_the_player() -> None:
    assert text("player.html").count(WAYS_END) == 1
