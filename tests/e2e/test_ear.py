"""What a blind student hears: the live region of the page, word for word. What has not changed is not said again."""

import re

import pytest
from playwright.sync_api import Page, expect

CASE = "data=two+samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20"
# Every number that goes into a stage was heard at an earlier one.
STAGES = (
    "x of sample 1 is (3.00, 4.00, 1.00). X = [x, 1]: the ones are appended last, for the bias; "
    "x = (3.00000, 4.00000, 1.00000). step 0 of 20. stage 1 of 9: X with its ones. sample 1. t 0",
    "y of sample 1 is −0.200. y = x · W = x1·w1 + x2·w2 + 1·b = (3.00000)·(0.100000) + (4.00000)·(−0.200000) + "
    "(1.00000)·(0.300000). stage 2 of 9: y = XW",
    "z of sample 1 is 0.450. z = 1 / (1 + e^(−y)) = 1 / (1 + e^(−(−0.200000))). stage 3 of 9: z = sigmoid(y). "
    "z − t 0.450166",
    "L is 0.646, the mean over 2 samples; of sample 1, whose t is 0, it is 0.598. "
    "L = mean of −(t log z + (1 − t) log(1 − z)); this sample: −(0·log 0.450166 + (1 − 0)·log 0.549834) = 0.59814. "
    "stage 4 of 9: L, the loss. L 0.64564302",
    "dL/dz of sample 1 is 0.909. dL/dz = −(t/z − (1 − t)/(1 − z)) / N = −(0/0.450166 − (1 − 0)/0.549834) / 2. "
    "stage 5 of 9: dL/dz",
    "dz/dy of sample 1 is 0.248. dz/dy = z (1 − z) = 0.450166 · 0.549834. stage 6 of 9: dz/dy",
    "dL/dy of sample 1 is 0.225. dL/dy = dL/dz · dz/dy = 0.909365 · 0.247517. stage 7 of 9: dL/dy",
    "dW is (0.425, 0.400, −0.0249). dW = Xᵀ · dL/dy = the sum of one arrow x · dL/dy per sample; "
    "this sample: 0.225083 · (3.00000, 4.00000, 1.00000) = (0.67525, 0.90033, 0.22508). stage 8 of 9: dW",
    "The new W is (−0.325, −0.600, 0.325). W ← W − lr · dW; w1: 0.100000 − 1.00·(0.425249); "
    "w2: −0.200000 − 1.00·(0.400332); b: 0.300000 − 1.00·(−0.0249170). stage 9 of 9: the new W",
)


def expect_heard(page: Page, said: str | re.Pattern[str]) -> None:
    expect(page.locator("[aria-live=polite]")).to_have_text(said)


def test_the_stages_of_a_step_by_ear_alone(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=backward_pass&{CASE}&sample=1")
    expect_heard(page, STAGES[0])
    for said in STAGES[1:]:
        page.keyboard.press("ArrowDown")
        expect_heard(page, said)
    # Another sample at the same stage, and another step of the run.
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect_heard(page, re.compile(r"^dL/dy of sample 1 is 0\.225\. .* stage 7 of 9: dL/dy$"))
    sample = page.get_by_role("spinbutton", name="Sample")
    sample.fill("0")
    sample.press("Enter")
    expect_heard(page, re.compile(r"^dL/dy of sample 0 is −0\.250\. .* sample 0\. t 1\. z − t −0\.500000$"))
    page.keyboard.press("ArrowRight")
    expect_heard(
        page, re.compile(r"^dL/dy of sample 0 is −0\.384\. .* step 1 of 20\. z − t −0\.768702\. L 0\.75511111$")
    )


@pytest.mark.long
def test_a_selected_point_and_a_bug_by_ear_alone(server: str, page: Page) -> None:
    page.goto(f"{server}/view?page=loss_surface&beside=other+loss&{CASE}")
    expect_heard(page, re.compile(r"^step 0 of 20\. L, BCE 0\.64564302\. "))
    page.locator("[data-name=contours] .nsewdrag").first.click(position={"x": 200, "y": 120})
    expect_heard(page, re.compile(r"^Selected point: W = \(.+\): L = .+\. dW = \(.+\)\. H over w1, w2 = .+$"))
    page.keyboard.press("ArrowRight")
    expect_heard(page, re.compile(r"^step 1 of 20\. L, BCE 0\.75511111\. "))
    page.goto(f"{server}/view?page=break_it&mistake=no-n&{CASE}")
    expect_heard(
        page, re.compile(r"^The bug: missing 1/N\. L is a mean over N .+ Gradient check: red at step 0\. dW is")
    )


def test_a_moment_of_a_lesson_by_keyboard_and_ear_alone(server: str, page: Page) -> None:
    """What is heard of it, in order; the question is a region that has the focus, and its verdict a status."""
    page.goto(f"{server}/healthz")
    page.evaluate("localStorage.clear()")
    page.goto(f"{server}/view?lesson=downhill&at=1")
    expect_heard(page, re.compile(r"^step 0 of 60\. L 0\.81146696\. ‖dW‖ 0\.20744754\. accuracy 74\.0%\. W \(.+\)$"))
    asked = page.get_by_role("region", name="Predict first")
    # Nothing that is heard tells the answer.
    picture = page.get_by_role("img", name=re.compile("^BCE loss over w1 and w2"))
    expect(picture).to_have_attribute("aria-label", re.compile(r"^[^.]*−0\.0775 \(at the minimum\)$"))
    page.keyboard.press("ArrowRight")
    expect(asked).to_be_focused()
    expect(asked.get_by_role("status").filter(has_text="Answer")).to_have_text("Answer first, then it goes on.")
    for name in ("up left", "up", "up right", "left"):
        page.keyboard.press("Tab")
        expect(asked.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(asked).to_be_focused()
    expect(asked.get_by_role("status")).to_have_text(
        re.compile(
            r"^That is 130° off\.Your guess: left, the dashed arrow\.The step goes along −gradient: .+ where that is\.$"
        )
    )
    expect_heard(page, re.compile(r"^step 1 of 60\. L 0\.53719485\. .+\. Step 1 lowered the loss by 0\.2743$"))
    expect(picture).to_have_attribute("aria-label", re.compile("Step 1: at w1 = .+, and the next step is "))
    # The next moment is heard by its name, and then by its numbers.
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="How long?", exact=True)).to_be_focused()
    expect_heard(page, re.compile(r"^step 1 of 60\. L 0\.53719485\. "))
    page.keyboard.press("1")
    expect(asked.get_by_role("status")).to_have_text(
        re.compile(r"^✓ Right\. “Shorter”The rate is the same, .+nobody has changed lr\.$")
    )
    expect_heard(page, re.compile(r"^step 2 of 60\. L 0\.40900563\. "))
