"""Where the system chooses the colours it takes all backgrounds away: what they tell is told by lines too, on every
page that has such a thing."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.locators import button, drawn, go_to_page, rested

# How many there are of what would be lost, and of these how many are still to be seen: the player's sliders and those
# of the page, lit lines of code, the chosen stage, and the minimum of a map.
KEPT = """() => {
  const style = (each) => getComputedStyle(each);
  const seen = (wanted) => [...document.querySelectorAll(wanted)].filter((each) => each.checkVisibility());
  const kept = (found, isKept) => [found.length, found.filter(isKept).length];
  const maps = seen(".gx-chart").filter(({ data }) => data?.some(({ type }) => type === "contour"));
  return {
    slider: kept(seen(".gx-slider"), (each) => style(each).forcedColorAdjust === "none"),
    thumb: kept(seen(".stSlider [role=group] > * > :has(input)"), (each) => style(each).borderTopStyle === "solid"),
    line: kept(seen(".gx-code .gx-lit"), (each) => style(each).outlineStyle === "solid"),
    stage: kept(seen(".gx-stages [aria-current]"), (each) => style(each).textDecorationLine === "underline"),
    minimum: kept(maps, ({ data }) => {
      const [surface] = data.filter(({ type }) => type === "contour");
      const [minimum] = data.filter(({ name }) => name === "minimum");
      return minimum && minimum.marker.line.color !== surface.colorscale[0][1];
    }),
  };
}"""
# The pages, in the order of a walk, and what of that is on each.
PAGES = {
    "explorer": ("slider", "thumb", "minimum"),
    "backward_pass": ("slider", "thumb", "line", "stage"),
    "gradient_check": ("slider", "thumb"),
    "break_it": ("slider", "thumb", "line", "minimum"),
    "loss_surface": ("slider", "thumb", "minimum"),
    "compare": ("slider", "thumb", "minimum"),
}


@pytest.mark.long
def test_where_the_system_chooses_the_colours_nothing_is_lost(server: str, page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(server)
    for place, (code, there) in enumerate(PAGES.items()):
        if place:
            go_to_page(page, code)
        drawn(page)
        rested(page)
        if code == "backward_pass":
            button(page, "Show the code").click()
            expect(page.locator(".gx-code .gx-lit").first).to_be_visible()
        if code == "break_it":
            page.get_by_role("radio", name="missing 1/N").press("Space")
            expect(page.get_by_role("group", name="Gradient check: red")).to_be_visible()
        found = page.evaluate(KEPT)
        assert [what for what in there if not found[what][0]] == [], code
        assert {what: (count, kept) for what, (count, kept) in found.items() if count != kept} == {}, code
