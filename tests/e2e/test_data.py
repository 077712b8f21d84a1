"""Drawing in a real browser: pens, a drag, undo, the link in a second browser, and the Explorer's own pen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.locators import drawn, expect_address, go_to_page, number, painted, readout
from tests.e2e.locators import ready as explorer_ready

pytestmark = pytest.mark.long


def ready(page: Page) -> None:
    drawn(page, "board")


def at(page: Page, x: float, y: float, panel: str = "board") -> tuple[float, float]:
    """A place on the plot, in the units of its axes."""
    place = page.evaluate(
        """([panel, x, y]) => {
      const chart = document.querySelector(`[data-name=${panel}] .gx-chart`);
      const plot = chart.querySelector('.nsewdrag').getBoundingClientRect();
      const { xaxis, yaxis } = chart._fullLayout;
      return [plot.left + xaxis.d2p(x), plot.top + yaxis.d2p(y)];
    }""",
        [panel, x, y],
    )
    return place[0], place[1]


def expect_points(page: Page, count: int) -> None:
    expect(page.get_by_text(f"{count} of 60 points")).to_be_visible()


def type_two_and_a_half(page: Page, shown: str) -> None:
    """Type "2,5" into the table's first cell, whose editor shows it as the page and the browser write numbers."""
    page.locator(".stDataFrame .dvn-scroller").click(position={"x": 60, "y": 52})
    page.keyboard.type("2")
    expect(page.locator(".gdg-input")).to_have_value("2")
    page.keyboard.type(",5")
    expect(page.locator(".gdg-input")).to_have_value(shown)
    painted(page)
    page.keyboard.press("Enter")


def test_draw_move_delete_undo_and_share(server: str, page: Page, new_page: Callable[..., Page]) -> None:
    page.goto(f"{server}/data")
    ready(page)
    expect(page.get_by_role("heading", name="Click to add the first point")).to_be_visible()
    page.mouse.click(*at(page, -1, 1))
    expect_points(page, 1)
    page.get_by_role("radio", name="class 1").click()
    page.mouse.click(*at(page, 1, -1))
    expect_points(page, 2)
    # With a point of each class there is a boundary.
    page.wait_for_function(
        """() => document.querySelector('[data-name=board] .gx-chart').data
             .some(trace => trace.name.startsWith('boundary'))"""
    )
    page.mouse.click(*at(page, 2, -2))
    expect_points(page, 3)
    # A drag moves, whatever the pen.
    address = page.evaluate("location.href")
    page.mouse.move(*at(page, 2, -2))
    page.mouse.down()
    page.mouse.move(*at(page, 3, 1), steps=4)
    page.mouse.up()
    page.wait_for_function("before => location.href !== before", arg=address)
    expect_points(page, 3)
    page.get_by_role("radio", name="delete").click()
    page.mouse.click(*at(page, 3, 1))
    expect_points(page, 2)
    page.get_by_role("button", name="Undo").click()
    expect_points(page, 3)
    page.get_by_role("button", name="Redo").click()
    expect_points(page, 2)
    other = new_page()
    other.goto(page.evaluate("location.href"))
    ready(other)
    expect_points(other, 2)


def test_the_explorers_own_pen_repaints_everything(server: str, page: Page) -> None:
    page.goto(f"{server}/data")
    ready(page)
    page.mouse.click(*at(page, -1, 1))
    expect_points(page, 1)
    page.get_by_role("radio", name="class 1").click()
    page.mouse.click(*at(page, 1, -1))
    expect_points(page, 2)
    # Streamlit makes the table anew for each change of the points: what is typed into the last one is lost.
    expect(page.locator(".stDataFrame canvas tbody tr")).to_have_count(2)
    # A number that is typed into a cell of the table is written there: the player's keys stay out of it.
    # A comma is a decimal sign in either language.
    type_two_and_a_half(page, "2.5")
    expect(page.locator(".stDataFrame canvas td").first).to_have_text("2.5")
    expect(page.locator(".gx-large")).to_have_count(0)
    go_to_page(page, "explorer")
    explorer_ready(page)
    page.keyboard.press("End")
    expect(number(page, "step")).to_have_text("400 of 400")
    before = readout(page, "L")
    page.get_by_role("radio", name="class 0").click()
    page.mouse.click(*at(page, 0.5, 0.5, "data"))
    expect(number(page, "L")).not_to_have_text(before)
    expect_address(page, "points=")
    go_to_page(page, "backward_pass")
    expect(page.locator(".gx-node", has_text="X (3, 3)")).to_be_visible()


def test_a_comma_is_a_decimal_sign_where_page_and_browser_are_german(
    server: str, new_context: Callable[..., BrowserContext]
) -> None:
    # There the table shows commas itself, and takes them.
    page = new_context(locale="de-DE").new_page()
    page.goto(f"{server}/data?lang=de&v=2&data=own+data&points=w-BwMh9Dw-B-8Dof")
    ready(page)
    first = page.locator(".stDataFrame canvas td").first
    expect(first).to_have_text("0.5")
    type_two_and_a_half(page, "2,5")
    expect(first).to_have_text("2.5")
    expect_address(page, r"[?&]points=w4JwMh9Dw-B-8Dof\b")


def test_a_table_with_names_that_look_like_code_is_used_and_no_link_can_carry_it(server: str, page: Page) -> None:
    page.goto(f"{server}/data")
    ready(page)
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_text("a link cannot carry it")).to_be_visible()
    yes, no = "*yes* {b} %{x} <i>", "$x$ :red[no] {nothing}"
    lines = [f"{i % 7},{i % 5},{yes if i % 7 > 3 else no}" for i in range(70)]
    table = "\n".join(["width {cm},{loss:8} %{x} <b>z</b> $y$ *a* :red[b],label", *lines]).encode()
    page.locator("input[type=file]").set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name="Use this table").click()
    expect(page.get_by_text("In use on all pages.")).to_be_visible()
    expect_address(page, r"data=own\+data|data=own%20data")
    go_to_page(page, "explorer")
    explorer_ready(page)
    data = page.locator("[data-name=data]")
    expect(data.get_by_role("heading", name="Data and decision boundary")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(number(page, "step")).to_have_text("1 of 400")
    width, odd = "width {cm}", "{loss:8} %{x} <b>z</b> $y$ *a* :red[b]"
    expect(data.locator(".xtitle")).to_have_text(width)
    expect(data.locator(".ytitle")).to_have_text(odd)
    expect(data.locator(".legendtext")).to_have_text([f"{no} (t = 0)", f"{yes} (t = 1)", "(w1, w2)"])
    told = data.locator(".gx-chart").get_attribute("aria-label")
    assert f"·{width} + " in told
    assert f"·{odd} + " in told
    go_to_page(page, "backward_pass")
    expect(page.locator("[data-name=data] .legendtext").first).to_have_text(f"{no} (t = 0)")
    expect(page.locator("[data-name=data] .ytitle")).to_have_text(odd)
    page.reload()
    expect(page.get_by_text("no link can carry")).to_be_visible()
