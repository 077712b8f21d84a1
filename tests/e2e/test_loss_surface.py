"""The page "Loss surface" in a real browser: ask about a point, start there, change the cut, turn it, share it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.locators import LOST, MARK, drawn, expect_address, expect_step, number, painted, readout


def ready(page: Page) -> None:
    expect(page.locator(".gx-panel")).to_have_count(4)
    drawn(page, "contours")
    expect(page.locator("[data-name=relief] canvas, [data-name=other] .main-svg").first).to_be_visible()


def click_map(page: Page, x: float, y: float) -> None:
    """Click the contours at a share of their width and height."""
    box = page.locator("[data-name=contours] .nsewdrag").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def trace(page: Page, panel: str, name: str) -> list[float]:
    return page.evaluate(
        """([panel, name]) => [...document.querySelector(`[data-name=${panel}] .gx-chart`).data
             .find(trace => trace.name === name).x].filter(value => value === value)""",
        [panel, name],
    )


# What is drawn in space: the point, how many corners its plane has, and whether all of it has places.
IN_SPACE = """() => {
  const { data, _fullLayout } = document.querySelector("[data-name=relief] .gx-chart");
  const { z } = data.find(({ name }) => name === "point");
  const drawn = _fullLayout.scene._scene.glplot.objects.map(({ bounds }) => bounds.flat());
  const [path, tangent] = ["path", "tangent"].map((wanted) => data.find(({ name }) => name === wanted).z.length);
  return { height: z[0], path, tangent, isWhole: drawn.length === 5 && drawn.flat().every(Number.isFinite) };
}"""


@pytest.mark.long
def test_in_space_path_point_and_plane_are_drawn_at_every_step(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto(f"{server}/view?v=2&page=loss_surface&data=moons&steps=20&step=3")
    ready(page)
    for step, key in ((4, "ArrowRight"), (20, "End"), (19, "ArrowLeft")):
        page.keyboard.press(key)
        expect_step(page, step)
        painted(page)
        found = page.evaluate(IN_SPACE)
        assert found["height"] == pytest.approx(float(readout(page, "L, BCE")), rel=1e-5)
        assert (found["path"], found["tangent"], found["isWhole"]) == (step + 1, 4, True)


@pytest.mark.long
def test_a_point_is_selected_dragged_typed_and_started_from(server: str, page: Page) -> None:
    page.goto(f"{server}/loss_surface?beside=other+loss&data=moons&held=start&step=3")
    ready(page)
    asked = page.get_by_role("group", name="Selected point")
    expect(asked).to_contain_text("Click the map")
    start = page.get_by_role("button", name="Start here")
    expect(start).to_be_disabled()
    page.evaluate(MARK)
    click_map(page, 0.3, 0.4)
    expect(asked).to_contain_text("dW = (")
    expect(asked).to_contain_text("λ = (")
    field = page.get_by_role("textbox", name="Point")
    expect(field).to_have_value(re.compile(r"^-?[\d.]+, -?[\d.]+$"))
    expect_address(page, "point=")
    assert page.evaluate(LOST) == 0
    before, clicked = asked.inner_text(), field.input_value()
    at = trace(page, "contours", "asked")
    box = page.locator("[data-name=contours] .nsewdrag").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.6 * box["height"], steps=4)
    # It follows before anybody is asked.
    assert trace(page, "contours", "asked") != at
    page.mouse.up()
    expect(asked).not_to_have_text(before)
    expect(field).not_to_have_value(clicked)
    # By the keyboard too. What is no point is told of, at the field too, until it is one.
    field.fill("0.5")
    field.press("Enter")
    expect(page.get_by_text("The point must be two numbers")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("The point must be two numbers"))
    field.fill("0.5, -1")
    field.press("Enter")
    expect(asked).to_contain_text("W = (0.5, \N{MINUS SIGN}1, 0)")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    start.click()
    expect(number(page, "W")).to_have_text(re.compile(r"^\(0\.50000000, .1\.0000000, 0"))
    expect_step(page, 0)
    expect_address(page, "start=typed")


@pytest.mark.long
def test_the_cut_is_changed_and_a_second_browser_sees_the_same(
    server: str, page: Page, new_page: Callable[..., Page]
) -> None:
    page.goto(f"{server}/loss_surface?data=moons&lr=5&beside=other+loss")
    ready(page)
    page.get_by_role("combobox", name=re.compile("Axes")).click()
    page.get_by_role("option", name="PCA").click()
    expect(page.get_by_role("heading", name="BCE loss over the two directions in which the path moves")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("Gradient field")).click()
    page.get_by_role("option", name="log").click()
    page.wait_for_function(
        "() => document.querySelector('[data-name=contours] .gx-chart').data.some(trace => trace.name === 'field')"
    )
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Step forward").click()
    expect_step(page, 1)
    expect_address(page, "step=1")
    other = new_page()
    other.goto(page.evaluate("location.href").replace("/loss_surface?", "/view?page=loss_surface&"))
    ready(other)
    expect_step(other, 1)
    expect(
        other.get_by_role("heading", name="BCE loss over the two directions in which the path moves")
    ).to_be_visible()
    assert readout(other, "L, BCE") == readout(page, "L, BCE")


@pytest.mark.long
def test_the_level_line_appears_at_rest_and_both_pictures_move_together(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=loss_surface&data=moons&lr=5")
    ready(page)
    page.evaluate(MARK)
    level = """() => [...document.querySelector('[data-name=contours] .gx-chart').data
      .find(trace => trace.name === 'level').x].length"""
    page.wait_for_function(f"({level})() > 30")
    page.keyboard.press("ArrowRight")
    expect_step(page, 1)
    page.wait_for_function(f"({level})() > 30")
    assert trace(page, "contours", "point") == trace(page, "relief", "point")
    page.keyboard.press("End")
    expect_step(page, 400)
    assert trace(page, "contours", "point") == trace(page, "relief", "point")
    assert len(trace(page, "relief", "path")) == 401
    assert page.evaluate(LOST) == 0


@pytest.mark.long
def test_the_other_loss_lies_beside_it_and_the_height_is_switched(server: str, page: Page) -> None:
    page.goto(f"{server}/loss_surface?data=blobs&start=typed&weights=-15,-15,0&loss=MSE&beside=other+loss")
    ready(page)
    expect(page.get_by_role("heading", name="MSE loss over w1 and w2")).to_be_visible()
    expect(page.get_by_role("heading", name="BCE loss over w1 and w2")).to_be_visible()
    # The plateau's gradient is printed beside the bowl's.
    expect(page.get_by_role("group", name="The curvature")).to_contain_text(re.compile(r"BCE 0\.\d+, MSE 0\.00"))
    path = trace(page, "contours", "path")
    page.get_by_role("combobox", name=re.compile("Loss shown")).click()
    page.get_by_role("option", name="BCE").click()
    expect(page.locator("[data-name=contours] h2")).to_contain_text("BCE loss")
    assert trace(page, "contours", "path") == path


@pytest.mark.long
def test_the_others_follow_the_current_step(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=loss_surface&beside=other+loss&data=moons&lr=5&held=current&step=2")
    ready(page)
    heading = page.locator("[data-name=contours] h2")
    expect(heading).to_contain_text("(current value)")
    before = heading.inner_text()
    page.keyboard.press("ArrowRight")
    expect_step(page, 3)
    expect(heading).not_to_have_text(before)


def test_on_a_phone_everything_fits(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(390, 844)
    page.goto(f"{server}/view?page=loss_surface&beside=other+loss&data=moons")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("group", name="The curvature")).to_contain_text("largest stable rate in a bowl like this")
