"""Sharing in a real browser: links that bring another browser to this moment, a class's task, a question, pictures."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import expect_address, expect_step, number, readout, ready
from tests.hostile import HOSTILE

QUESTION = "predict=5~Where+next%3F~left~right"


def dialog(page: Page):
    return page.get_by_role("dialog", name="Share")


def field(page: Page, name: str):
    return dialog(page).get_by_role("textbox", name=name)


def test_the_link_of_this_moment_and_its_light_view(
    server: str, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    page.goto(f"{server}/backward_pass?data=blobs&step=3&stage=dy")
    expect(page.locator("[data-name=arrows] .main-svg").first).to_be_visible()
    page.locator(".gx-writes [data-sample='4']").click()
    page.keyboard.press("s")
    expect(dialog(page)).to_contain_text("sample 4")
    link = field(page, "The link").input_value()
    light = field(page, "The light view").input_value()
    assert "sample=4" in link
    assert urlsplit(light).path == "/view"
    assert parse_qs(urlsplit(light).query)["page"] == ["backward_pass"]
    frame = field(page, "For slides").input_value()
    assert frame.startswith("<iframe src=")
    assert "&amp;embed=true" in frame
    code = dialog(page).get_by_role("img", name="The link as a QR code")
    expect(code).to_be_visible()
    page.wait_for_function("() => document.querySelector('.gx-qr').naturalWidth > 20")
    for address in (link, light):
        other = new_context().new_page()
        other.goto(address)
        expect(number(other, "sample")).to_have_text("4")
        expect(number(other, "stage")).to_have_text("7 of 9: dL/dy")
        assert readout(other, "z − t") == readout(page, "z − t")


def test_a_link_is_copied(server: str, new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server}/?data=blobs")
    ready(page)
    page.get_by_role("button", name="Share").click()
    dialog(page).get_by_role("button", name="Copy").first.click()
    expect(dialog(page).get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == field(page, "The link").input_value()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()


def test_a_class_sees_the_task_and_nothing_that_is_hidden(
    server: str, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    page.goto(f"{server}/?data=blobs&step=5")
    ready(page)
    page.keyboard.press("s")
    page.get_by_text("For a class: a task").click()
    field(page, "Title").fill("Week 5 <b>")
    field(page, "Task").fill("Find the boundary.")
    field(page, "Predict first").fill("Where next?")
    field(page, "Answers").fill("left; right")
    dialog(page).get_by_role("checkbox", name="dL/dy").uncheck()
    dialog(page).get_by_role("checkbox", name="all settings").check()
    dialog(page).get_by_role("checkbox", name="all other pages").check()
    link, light = (field(page, name).input_value() for name in ("The link", "The light view"))
    for address in (link, light):
        student = new_context().new_page()
        student.goto(address)
        expect(student.locator("[data-name=data] .main-svg").first).to_be_visible()
        expect(student.locator(".gx-task")).to_have_text("Week 5 <b> Find the boundary.")
        expect(student.locator("[data-name=samples]")).to_be_hidden()
        expect(student.get_by_text("Data set", exact=True)).to_be_hidden()
        expect(student.get_by_role("link", name="Backward pass")).to_be_hidden()
        expect_step(student, 5)
        # What shows the whole run would tell the answer.
        expect(student.locator("[data-name=loss] .main-svg").first).to_be_hidden()
        student.keyboard.press("ArrowRight")
        expect(student.get_by_role("alertdialog")).to_contain_text("Where next?")
        expect_step(student, 5)
        student.keyboard.press("End")
        expect_step(student, 5)
        student.get_by_role("button", name="left").click()
        expect_step(student, 6)
        expect(student.locator(".gx-task")).to_contain_text("You said: left")
        expect(student.locator("[data-name=loss] .main-svg").first).to_be_visible()
        student.keyboard.press("End")
        expect_step(student, 400)


def test_play_stops_at_the_question(server: str, page: Page) -> None:
    page.goto(f"{server}/view?data=blobs&step=3&{QUESTION}")
    expect(page.locator("[data-name=data] .main-svg").first).to_be_visible()
    page.get_by_label("Speed").select_option("16")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    expect_step(page, 5)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_a_broken_question_asks_nothing(server: str, page: Page) -> None:
    for text in ("predict=x~a~b~c", "predict=3~~a~b", "predict=3~q~only", "predict=", "show=nothing,else"):
        page.goto(f"{server}/view?data=blobs&step=3&{text}")
        expect(page.locator("[data-name=data] .main-svg").first).to_be_visible()
        page.keyboard.press("ArrowRight")
        expect_step(page, 4)


def test_nothing_that_is_shown_of_a_link_becomes_a_part_of_the_page(server: str, page: Page) -> None:
    texts = [text for text in HOSTILE if len(text) < 60]
    for address, some in (("", texts[:8]), ("view", texts[:8]), ("view", texts[8:24]), ("view", texts[24:])):
        for text in (" ".join(some)[:240],):
            said = text.replace("\0", " ").replace("~", " ")
            own = {
                "title": said[:80],
                "task": said,
                "predict": f"3~{said[:160]}~{said[:60]}~b",
                "hide": said,
                "show": said,
            }
            page.goto(f"{server}/{address}?data=blobs&steps=20&step=3&{urlencode(own)}")
            expect(page.locator("[data-name=data] .main-svg").first).to_be_visible()
            page.keyboard.press("ArrowRight")
            expect(page.get_by_role("alertdialog")).to_be_visible()
            assert page.evaluate("window.hacked") is None
            assert page.locator(":is(.gx-task, .gx-predict) :is(script, img, svg, iframe, a, b)").count() == 0
            assert " ".join(page.locator(".gx-task").inner_text().split())[:10] == " ".join(said.split())[:10]


def test_the_task_goes_along_to_another_page(server: str, page: Page) -> None:
    page.goto(f"{server}/?data=blobs&step=5&title=Week+5&task=Look.&hide=optimizer,page-compare")
    ready(page)
    expect(page.get_by_text("Optimizer", exact=True)).to_be_hidden()
    expect(page.get_by_role("link", name="Compare")).to_be_hidden()
    expect(page.get_by_text("Batch size", exact=True)).to_be_visible()
    page.get_by_role("link", name="Backward pass").click()
    expect(page.locator(".gx-graph")).to_be_visible()
    expect_address(page, "title=Week")
    expect(page.locator(".gx-task")).to_have_text("Week 5 Look.")
    expect(page.get_by_text("Optimizer", exact=True)).to_be_hidden()


def test_a_picture_of_every_panel(server: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server}/view?page=backward_pass&data=blobs&step=3&stage=dw")
    expect(page.locator("[data-name=arrows] .main-svg").first).to_be_visible()
    page.keyboard.press("s")
    result = page.locator(".gx-formula .gx-result").inner_text()
    line = page.locator(".gx-code .gx-lit").first.inner_text().strip()
    number = page.locator(".gx-writes td").first.inner_text()
    for panel, kind in (
        *(("graph", "svg"), ("graph", "png"), ("data", "png"), ("arrows", "svg"), ("formula", "png")),
        *(("formula", "svg"), ("code", "svg"), ("arrays", "svg")),
    ):
        dialog(page).get_by_label("A picture of").select_option(panel)
        with page.expect_download() as waiting:
            dialog(page).get_by_role("button", name=kind.upper(), exact=True).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert file.name == f"gradient-explorer-{panel}-step-3-dw.{kind}"
        content = file.read_bytes()
        if kind == "png":
            assert content.startswith(b"\x89PNG")
            assert int.from_bytes(content[16:20], "big") == 1920
        else:
            drawing = ElementTree.fromstring(content)
            assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
            # Any program can show it: there is no HTML in it.
            assert b"foreignObject" not in content
            assert len(content) > 1_000
            written = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
            expected = {"formula": result, "code": line, "arrays": number}.get(panel)
            assert expected is None or expected in [(text or "").strip() for text in written]


def test_one_file_from_the_page_take_home(
    server: str, page: Page, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page.goto(f"{server}/take_home?data=blobs&steps=50&step=7")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="HTML", exact=True).click()
    file = tmp_path / "home.html"
    waiting.value.save_as(file)
    home = new_context(offline=True).new_page()
    home.goto(file.as_uri())
    expect(home.locator("[data-name=data] .main-svg").first).to_be_visible()
    expect_step(home, 7)
    home.keyboard.press("End")
    expect_step(home, 50)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Python", exact=True).click()
    text = Path(waiting.value.path()).read_text()
    names: dict[str, object] = {}
    exec(text, names)
    assert len(names["W"]) == 51
