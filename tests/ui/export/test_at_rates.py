"""A page without a server has other learning rates along: their numbers are core's, and they weigh what is promised."""

import gzip
from dataclasses import replace

import numpy as np
import pytest

from core.training import train
from tests.ui.timeline.putting_back import put_back
from ui.export import light_view
from ui.export.at_rates import COUNTS, ROOM, at_rates, can_come
from ui.export.link_list import read_links
from ui.export.site_files import site_files
from ui.panels.rate import spread
from ui.timeline.folding import fold, unfold
from ui.timeline.packing import frame, read, unpack

USUAL = "data=moons&samples=200&steps=500&v=2"


@pytest.mark.long
@pytest.mark.parametrize("link", ["v=2", USUAL, "data=XOR&optimizer=Adam&batch=8&steps=60&samples=80&v=2"])
def test_every_rate_has_the_numbers_of_core_and_all_together_weigh_a_megabyte(link: str) -> None:
    (entry,), _ = read_links(f"?{link}")
    destination = entry.destination
    found = at_rates(destination.page, destination.shown)
    assert found is not None
    assert len(found.others) == COUNTS[0]
    assert sum(map(len, found.others)) <= ROOM
    base = fold(found.packed)
    own, _ = unpack(found.packed)
    scenario = destination.shown.scenario
    assert own["rate"]["notches"][own["rate"]["now"]] == scenario.learning_rate
    assert found.others[own["rate"]["now"]] == b""
    looks = {panel["name"]: panel["look"] for panel in own["panels"]}
    for place in (0, 7, 16, len(found.others) - 1):
        if not found.others[place]:
            continue
        short = gzip.decompress(found.others[place])
        header, body = unpack(unfold(put_back(short, base)))
        rate = header["rate"]["notches"][place]
        assert header["rate"]["now"] == place
        assert f"learning rate {rate:g}" in unpack(short)[0]["heading"]
        each = replace(scenario, learning_rate=rate)
        history = train(each, each.dataset())
        assert header["steps"] == history.steps
        # Far more digits than the eight that are shown.
        for name, values in {"loss": history.loss, "w1": history.W[:, 0], "db": history.dW[:, -1]}.items():
            assert read(header["scalars"][name], body) == pytest.approx(values, rel=1e-10, abs=1e-300)
        panels = {panel["name"]: panel for panel in header["panels"]}
        # The window stays where it is, so that only what moves is drawn.
        assert header["panels"][1]["figure"]["data"][0]["z"] == own["panels"][1]["figure"]["data"][0]["z"]
        assert panels["data"]["look"] == looks["data"]
        path = next(t for t in panels["surface"]["tracks"] if t.get("prefix") and t["attribute"] == "x")
        assert np.isfinite(frame(path, body, 3)).all()


def test_only_a_page_with_the_slider_and_a_short_run_can_come_with_other_rates() -> None:
    def shown(link: str) -> bool:
        destination = light_view.destination_of(
            {name: [value] for name, value in (part.split("=") for part in link.split("&"))}
        )
        return can_come(destination.page, destination.shown)

    assert shown("v=2")
    assert shown(USUAL)
    assert not shown("v=2&page=backward_pass")
    assert not shown("v=2&data=moons&samples=200&steps=1500")


def test_a_site_has_them_as_parts_and_says_where_it_has_none() -> None:
    (entry, other, third), _ = read_links(
        "moons | ?v=2&steps=20&vary=lr\nmoons | backward_pass?v=2&steps=20&vary=lr\nmoons 7 | ?v=2&steps=20"
    )
    # Pages of alike names have files of their own.
    files = site_files([entry, other, third])
    assert files.pop("moons-7.html")
    page, without = (files[name].decode() for name in sorted(files) if name.endswith("html") and name != "index.html")
    if "data-rates" in without:
        page, without = without, page
    assert page.count(".js?v=") > COUNTS[0] - 2
    assert "one learning rate only" in without
    assert "one learning rate only" not in page
    assert sum(name.startswith("parts/run-") for name in files) == 3
    assert sum(name.startswith("parts/rate-") for name in files) == COUNTS[0] - 1


def test_places_are_spread_with_the_own_one_among_them() -> None:
    notches = tuple(float(place) for place in range(121))
    for own in (0.0, 1.0, 60.0, 119.0, 120.0):
        chosen = spread(notches, own, 25)
        assert {own, 0.0, 120.0} <= set(chosen)
        assert len(chosen) == 25
        assert max(np.diff(chosen)) <= 7
    assert spread(notches[:9], 3.0, 25) == notches[:9]
