"""The page Break it in a real browser: a mistake chosen, seen, named from numbers, and sent as a link."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from core.mistakes.catalogue import BY_KEY
from core.mistakes.effects import numbers_of
from core.scenario import Scenario
from core.training import train
from tests.e2e.locators import LOST, MARK, expect_address, expect_step, number

CASE = "data=two+samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20"
SCENARIO = Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0, steps=20)


def drawn(page: Page) -> None:
    expect(page.locator(".gx-chart .main-svg").first).to_be_visible()
    expect(page.locator("[data-name=loss] .scatterlayer path").first).to_be_attached()


def check(page: Page, word: str):
    return page.get_by_role("alert").filter(has_text=f"Gradient check: {word}")


def test_choose_a_mistake_see_red_name_it_from_numbers_and_follow_the_link(
    server: str, page: Page, new_page: Callable[..., Page]
) -> None:
    page.goto(f"{server}/break_it?{CASE}")
    drawn(page)
    expect(check(page, "red")).to_have_count(0)
    page.evaluate(MARK)

    # The name is what is read and clicked; the key is what the link says.
    place = (
        page.get_by_role("radiogroup", name="Choose a bug").locator("label").filter(has=page.locator("input")).nth(2)
    )
    box = place.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    expect(page.get_by_role("radio", name="1/N applied twice")).to_be_checked()
    expect(check(page, "red")).to_contain_text("exactly N = 2 times too small")
    expect(page.get_by_role("alert").filter(has_text="1/N applied twice: The 1/N of the mean")).to_be_attached()
    expect_address(page, r"[?&]mistake=twice-n\b")
    expect(number(page, "buggy L")).to_be_visible()

    # Steps of the player: both runs move, the numbers follow, and no chart is rebuilt.
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect_step(page, 1)
    expect_address(page, r"[?&]step=1\b")
    expect(page.get_by_text("step 1, W = ")).to_be_visible()
    assert page.evaluate(LOST) == 0

    # The other way round.
    data = SCENARIO.dataset()
    W = train(SCENARIO, data).W[1].reshape(-1, 1)
    dW = numbers_of(BY_KEY["no-slope"], data.X, data.t, W).dW
    assert dW is not None
    typed = page.get_by_role("textbox", name="Your numbers of dW")
    typed.fill("\n".join(f"{value:.6g}" for value in dW[:, 0]))
    page.get_by_role("button", name="Name the bug").click()
    expect(page.locator(".st-key-verdict")).to_contain_text("what you get from “no σ′ in the chain”")
    typed.fill("<img src=x onerror=alert(1)> 2")
    page.get_by_role("button", name="Name the bug").click()
    expect(page.locator(".st-key-verdict")).to_contain_text("Something there is not a number")
    expect(typed).to_have_value("<img src=x onerror=alert(1)> 2")

    link = page.evaluate("location.href")
    other = new_page()
    other.goto(link)
    drawn(other)
    expect(other.get_by_role("radio", name="1/N applied twice")).to_be_checked()
    expect(check(other, "red")).to_contain_text("exactly N = 2 times too small")
    expect_step(other, 1)
    expect(number(other, "buggy L")).to_have_text(number(page, "buggy L").inner_text())


def test_the_keyboard_chooses_a_mistake_and_leaves_the_run_alone(server: str, page: Page) -> None:
    page.goto(f"{server}/break_it?{CASE}&mistake=bias-first")
    drawn(page)
    page.get_by_role("radio", name="bias column first").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="X instead of Xᵀ")).to_be_checked()
    expect(check(page, "red")).to_contain_text("There is no dW")
    page.keyboard.press("ArrowRight")
    expect(check(page, "green")).to_contain_text("the update goes uphill")
    expect_address(page, r"[?&]mistake=ascent\b")
    # The arrows belonged to the list: the run is where it was.
    expect_step(page, 0)


# What is more than a background, which the system takes away: both sliders, the lit lines, the map's minimum.
KEPT = """() => {
  const style = (each) => getComputedStyle(each);
  const lines = [...document.querySelectorAll(".st-key-mistaken-code code > span")];
  const { data } = document.querySelector("[data-name=surface] .gx-chart");
  const [surface] = data.filter(({ type }) => type === "contour");
  const [minimum] = data.filter(({ name }) => name === "minimum");
  return [
    style(document.querySelector(".gx-scrubber")).forcedColorAdjust === "none",
    style(document.querySelector(".st-key-lr [role=group] > * > :has(input)")).borderTopStyle === "solid",
    lines.some((line) => style(line).outlineStyle === "solid"),
    minimum.marker.line.color !== surface.colorscale[0][1],
  ];
}"""


def test_where_the_system_chooses_the_colours_nothing_is_lost(server: str, page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(f"{server}/break_it?mistake=no-n")
    drawn(page)
    assert page.evaluate(KEPT) == [True, True, True, True]


def test_it_is_no_wider_than_a_phone(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(390, 844)
    page.goto(
        f"{server}/break_it?data=penguins&features=bill_length_mm&features=bill_depth_mm"
        "&features=flipper_length_mm&features=body_mass_g&steps=20&mistake=swapped&step=3"
    )
    drawn(page)
    expect(check(page, "red")).to_be_visible()
    wide = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(
      e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('[data-testid=stTable], pre')).length"""
    assert page.evaluate(wide) == 0
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect_step(page, 4)
