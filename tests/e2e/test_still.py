"""Stepping, choosing and switching move nothing, on every page: numbers change, and pictures in their frames."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.locators import choose_case, drawn, rested
from tests.e2e.sizes import SIZES
from tests.e2e.stillness import AT_REST, places, shifts, watch
from ui.settings.presets import PRESETS

pytestmark = pytest.mark.long

RUN = "view?data=moons&samples=60&steps=30"
THERE_AND_BACK = ("ArrowRight", "End", "Home")
# A page each, and the keys that lead through it.
PAGES = {
    "": THERE_AND_BACK,
    "&surface=3-D": THERE_AND_BACK,
    "&page=loss_surface": THERE_AND_BACK,
    "&page=compare": THERE_AND_BACK,
    "&page=backward_pass&step=3": ("ArrowDown",) * 8 + ("Home",),
    "&page=break_it&mistake=no-n": THERE_AND_BACK,
    "&page=gradient_check": THERE_AND_BACK,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_step_and_a_stage_move_nothing(server: str, new_page: Callable[..., Page], path: str) -> None:
    page = new_page(*SIZES[0])
    page.goto(f"{server}/{RUN}{path}")
    drawn(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(AT_REST, polling=300)
        before = watch(page)
        for key in PAGES[path]:
            page.keyboard.press(key)
            assert places(page) == before, (width, height, key)
        assert shifts(page) == [], (width, height)


def test_another_case_moves_no_panel(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(1280, 720)
    page.goto(server)
    drawn(page)
    rested(page)
    before = places(page, ".gx-panel")
    for preset in PRESETS:
        choose_case(page, preset.name)
        expect(page.get_by_role("combobox", name="Case")).to_have_value(preset.name)
        rested(page)
        assert places(page, ".gx-panel") == before, preset.name
