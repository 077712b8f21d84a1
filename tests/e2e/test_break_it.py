"""The page Break it in a real browser: a mistake chosen, seen, named from numbers, and sent as a link."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.mistakes.catalogue import BY_KEY
from core.mistakes.effects import numbers_of
from core.scenario import Scenario
from core.training import train
from tests.e2e import locators
from tests.e2e.locators import LOST, MARK, expect_address, expect_step, number, rested
from tests.e2e.sizes import SIZES
from tests.e2e.stillness import AT_REST, places, shifts, watch
from ui.break_it.choices import GROUPS, NAMES, OPTIONS

# The bugs that have most to say.
LONGEST = ("no-n", "slope-of-output", "no-transpose", "swapped", "ascent")
CASE = "data=two+samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20"
SCENARIO = Scenario(data="two samples", start="typed", weights=(0.1, -0.2, 0.3), learning_rate=1.0, steps=20)


def drawn(page: Page) -> None:
    locators.drawn(page)
    expect(page.locator("[data-name=loss] .scatterlayer path").first).to_be_attached()


def check(page: Page, word: str):
    return page.get_by_role("group", name=f"Gradient check: {word} at step")


def heard(page: Page):
    return page.locator("[aria-live=polite]")


@pytest.mark.long
def test_choose_a_mistake_see_red_name_it_from_numbers_and_follow_the_link(
    server: str, page: Page, new_page: Callable[..., Page]
) -> None:
    page.goto(f"{server}/break_it?{CASE}")
    drawn(page)
    expect(check(page, "red")).to_have_count(0)
    page.evaluate(MARK)

    # The name is what is read and clicked; the key is what the link says.
    bugs = page.get_by_role("radiogroup", name="Choose a bug")
    box = bugs.locator("label").nth(OPTIONS.index("twice-n")).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    expect(page.get_by_role("radio", name="1/N applied twice")).to_be_checked()
    expect(check(page, "red")).to_contain_text("exactly N = 2 times too small")
    expect(heard(page)).to_contain_text("The bug: 1/N applied twice. The 1/N of the mean")
    expect(heard(page)).to_contain_text("Gradient check: red at step 0. dW is exactly N = 2 times too small")
    expect_address(page, r"[?&]mistake=twice-n\b")
    expect(number(page, "buggy L")).to_be_visible()

    # Steps of the player: both runs move, the numbers follow, and no chart is rebuilt.
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect_step(page, 1)
    expect_address(page, r"[?&]step=1\b")
    # What is of one step follows it.
    expect(page.get_by_role("group", name="Gradient check: red at step 1")).to_be_visible()
    expect(page.get_by_role("group", name="Where the values first differ: step 1")).to_be_visible()
    assert page.evaluate(LOST) == 0

    # The other way round.
    page.get_by_role("button", name="Diagnose your own gradient").click()
    expect(page.get_by_text("D = 2, step 1, the bias last")).to_be_visible()
    data = SCENARIO.dataset()
    W = train(SCENARIO, data).W[1].reshape(-1, 1)
    dW = numbers_of(BY_KEY["no-slope"], data.X, data.t, W).dW
    assert dW is not None
    typed = page.get_by_role("textbox", name="Your numbers of dW")
    typed.fill("\n".join(f"{value:.6g}" for value in dW[:, 0]))
    page.get_by_role("button", name="Name the bug").click()
    expect(page.locator(".st-key-verdict")).to_contain_text("what you get from “no σ′ in the chain”")
    expect(page.get_by_role("alert").filter(has_text="what you get from “no σ′ in the chain”")).to_be_attached()
    typed.fill("<img src=x onerror=alert(1)> 2")
    # Who types needs no button.
    typed.press("Control+Enter")
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


@pytest.mark.long
def test_the_list_is_in_groups_and_by_keyboard_it_leaves_the_run_alone(server: str, page: Page) -> None:
    page.goto(f"{server}/break_it?{CASE}&mistake=bias-first")
    drawn(page)
    # For the eye and for the ear.
    choice = page.get_by_role("radiogroup", name="Choose a bug")
    bugs = choice.get_by_role("radio")
    expect(bugs).to_have_count(len(OPTIONS))
    above = ""
    for place, (name, group) in enumerate(zip(NAMES, GROUPS, strict=True)):
        expect(bugs.nth(place)).to_have_accessible_name(name)
        expect(bugs.nth(place)).to_have_accessible_description(group)
        if group and group != above:
            heading = choice.get_by_text(group, exact=True).first.bounding_box()
            option = bugs.nth(place).locator("xpath=ancestor::label").bounding_box()
            assert heading
            assert option
            assert heading["y"] + heading["height"] <= option["y"] + 1
        above = group
    # At the left of the charts, all of them in sight, and what leads to one's own numbers too.
    player = page.locator(".gx").bounding_box()
    assert player
    for each in (*choice.locator("label").all(), page.get_by_role("button", name="Diagnose your own gradient")):
        box = each.bounding_box()
        assert box
        assert box["x"] + box["width"] <= player["x"]
        expect(each).to_be_in_viewport()

    page.get_by_role("radio", name="bias column first").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="stale cache")).to_be_checked()
    expect(heard(page)).to_contain_text("The bug: stale cache")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="missing 1/N")).to_be_checked()
    expect(check(page, "red")).to_contain_text("dW is exactly N = 2 times too large")
    # Behind the last is the first.
    page.keyboard.press("ArrowUp")
    page.get_by_role("radio", name="W + lr · dW").press("Space")
    expect(check(page, "green")).to_contain_text("the update goes uphill")
    expect_address(page, r"[?&]mistake=ascent\b")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="none")).to_be_checked()
    expect(check(page, "green")).to_contain_text("dW agrees with central differences: the check is green")
    expect(heard(page)).to_contain_text("No bug. The code is correct. Choose a bug to see its symptoms")
    # The arrows belonged to the list: the run is where it was.
    expect_step(page, 0)


WIDER = "() => document.scrollingElement.scrollWidth - innerWidth"
LOW = (
    "() => [...document.querySelectorAll('.gx-panel:has(.gx-chart)')].filter((each) => each.offsetHeight < 160).length"
)


@pytest.mark.long
def test_nothing_moves_when_a_bug_is_chosen(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(*SIZES[0])
    page.goto(f"{server}/break_it?{CASE}&step=2")
    drawn(page)
    rested(page)
    expect(check(page, "green")).to_be_attached()
    page.evaluate(MARK)
    for size in SIZES:
        expect_nothing_moves(page, size)
    assert page.evaluate(LOST) == 0


def expect_nothing_moves(page: Page, size: tuple[int, int]) -> None:
    """In a window of this size, whichever bug is chosen; in the end it is none."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_function(AT_REST, polling=300)
    before = watch(page)
    # On a telephone the last panel is as high as it has to be: below it nothing can move.
    kept = len(before) if size[0] > 860 else before.index(next(each for each in before if each.startswith("parts")))
    for name, title in (*((BY_KEY[key].name, f"The bug: {BY_KEY[key].name}") for key in LONGEST), ("none", "No bug")):
        page.get_by_role("radio", name=name, exact=True).focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("group", name=title)).to_be_attached()
        rested(page)
        assert places(page)[:kept] == before[:kept], (size, name)
        assert page.evaluate(WIDER) <= 0
    assert shifts(page) == [], size
    assert page.evaluate(LOW) == 0
    expect(page.get_by_role("button", name="Diagnose your own gradient")).to_be_in_viewport(ratio=1)


@pytest.mark.long
def test_it_is_no_wider_than_a_phone(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(390, 844)
    page.goto(
        f"{server}/break_it?data=penguins&features=bill_length_mm&features=bill_depth_mm"
        "&features=flipper_length_mm&features=body_mass_g&steps=20&mistake=swapped&step=3"
    )
    drawn(page)
    expect(check(page, "red")).to_be_visible()
    # No wall of choices between the header and the charts.
    chart = page.locator("[data-name=surface]").bounding_box()
    assert chart
    assert chart["y"] < 260
    chosen = page.get_by_role("radio", name="targets and outputs swapped").locator("xpath=ancestor::label")
    expect(chosen).to_be_in_viewport(ratio=0.9)
    # The list scrolls to the side, within its own line.
    wide = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(
      e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.st-key-mistake')).length"""
    assert page.evaluate(wide) == 0
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect_step(page, 4)
