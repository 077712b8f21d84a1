"""Sharing in a real browser: links that bring another browser to this moment, a class's task, a question, pictures."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.locators import drawn, expect_address, expect_step, go_to_page, number, readout, ready
from tests.hostile import HOSTILE
from ui.bundling import folder_beside
from ui.modules import FULL, route

QUESTION = "predict=5~Where+next%3F~left~right"


def dialog(page: Page):
    return page.get_by_role("dialog", name="Share")


def question(page: Page):
    return page.get_by_role("region", name="Predict first")


def field(page: Page, name: str):
    return dialog(page).get_by_role("textbox", name=name)


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


# The letters, the ink and the ground of the page that the player stands on.
FACE = """() => {
  const { color, fontFamily, fontSize } = getComputedStyle(document.querySelector('.gx'));
  const ground = getComputedStyle(document.querySelector('.stApp') ?? document.body).backgroundColor;
  return [color, fontFamily.split(',')[0], fontSize, ground];
}"""


@pytest.mark.long
def test_the_link_of_this_moment_and_its_light_view(server: str, page: Page, new_page: Callable[..., Page]) -> None:
    page.goto(f"{server}/backward_pass?data=blobs&step=3&stage=dy")
    drawn(page, "arrows")
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
    other = new_page()
    for address in (link, light):
        other.goto(address)
        expect(number(other, "sample")).to_have_text("4")
        expect(number(other, "stage")).to_have_text("7 of 9: dL/dy")
        assert readout(other, "z − t") == readout(page, "z − t")
        # The light view has the app's face.
        assert other.evaluate(FACE) == page.evaluate(FACE)
        other.wait_for_function(
            "() => [...document.fonts].some(({ family, status }) => "
            "/^.?Source Sans.?$/.test(family) && status === 'loaded')"
        )


def test_a_link_is_copied_and_shown_as_others_will_see_it(server: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/view?data=blobs&step=3")
    ready(page)
    page.get_by_role("button", name="Share").click()
    picture = dialog(page).get_by_role(
        "img", name="The picture that others see of this link: Blobs after 3 steps, loss 0"
    )
    # It has its place before it is there.
    assert picture.evaluate("({ clientWidth, clientHeight }) => clientWidth / clientHeight") == pytest.approx(
        1.9, abs=0.03
    )
    page.wait_for_function("() => document.querySelector('.gx-share-preview img').naturalWidth === 1200")
    assert query(str(picture.get_attribute("src")))["step"] == ["3"]
    dialog(page).get_by_text("For a class: a task").click()
    field(page, "Title").fill("Too fast?")
    field(page, "Task").click()
    titled = dialog(page).get_by_role("img", name="The picture that others see of this link: Too fast?")
    expect(titled).to_be_visible()
    # What it is called and what is said of it too.
    card = dialog(page).get_by_role("figure")
    expect(card).to_contain_text("Too fast?")
    expect(card).to_contain_text("at every step. Step 3 of")
    assert query(str(titled.get_attribute("src")))["title"] == ["Too fast?"]
    dialog(page).get_by_role("button", name="Copy").first.click()
    expect(dialog(page).get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == field(page, "The link").input_value()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()


@pytest.mark.long
def test_a_class_sees_the_task_and_nothing_that_is_hidden(
    server: str, page: Page, new_page: Callable[..., Page]
) -> None:
    page.goto(f"{server}/?data=blobs&step=5")
    ready(page)
    page.keyboard.press("s")
    page.get_by_text("For a class: a task").click()
    field(page, "Title").fill("Week 5 <b>")
    field(page, "Task").fill("Find the boundary.")
    field(page, "Question").fill("Where next?")
    expect(dialog(page)).to_contain_text("at least two answers")
    field(page, "Answer 1").fill("left")
    field(page, "Answer 3").fill("right")
    dialog(page).get_by_role("checkbox", name="Answer 3 is correct").check()
    expect(dialog(page).get_by_text("at least two answers")).to_be_hidden()
    dialog(page).get_by_role("checkbox", name="dL/dy").uncheck()
    dialog(page).get_by_role("checkbox", name="all settings").check()
    dialog(page).get_by_role("checkbox", name="all other pages").check()
    link, light = (field(page, name).input_value() for name in ("The link", "The light view"))
    assert query(link)["predict"] == ["5.2~Where next?~left~right"]
    student = new_page()
    for address in (link, light):
        # Each has answered nothing. A page that is open does not forget it: it notes its answers whenever it rests.
        student.goto(f"{server}/healthz")
        student.evaluate("sessionStorage.clear()")
        student.goto(address)
        drawn(student, "data")
        expect(student.locator(".gx-task")).to_have_text("Week 5 <b> Find the boundary.")
        expect(student.locator("[data-name=samples]")).to_be_hidden()
        expect(student.get_by_text("Data set", exact=True)).to_be_hidden()
        expect(student.get_by_role("button", name="One step")).to_be_hidden()
        expect(student.get_by_role("link", name="Backward pass")).to_be_hidden()
        expect_step(student, 5)
        # What shows the whole run would tell the answer.
        expect(student.locator("[data-name=loss] .main-svg").first).to_be_hidden()
        expect(question(student)).to_contain_text("Where next?")
        for key in ("ArrowRight", "End", "Space", "Space"):
            student.keyboard.press(key)
            expect(question(student).get_by_role("status")).to_have_text("Answer first, then it goes on.")
            expect_step(student, 5)
        question(student).get_by_role("button", name="left").click()
        expect_step(student, 6)
        expect(question(student).get_by_role("status")).to_have_text(
            "✗ You said \u201cleft\u201d. Not correct: it is \u201cright\u201d."
        )
        drawn(student, "loss")
        student.keyboard.press("End")
        expect_step(student, 400)
        expect_address(student, "step=400")
        # It is asked once, whatever is opened anew.
        student.reload()
        drawn(student, "loss")
        expect(question(student)).to_contain_text("You said \u201cleft\u201d")
        expect_step(student, 400)
        question(student).get_by_role("button", name="Ask again").click()
        expect_step(student, 5)
        question(student).get_by_role("button", name="right").click()
        expect(question(student).get_by_role("status")).to_have_text("✓ You said \u201cright\u201d. Correct.")
        expect_step(student, 6)


@pytest.mark.long
def test_a_finished_class_link_comes_back_in_the_dialog(server: str, page: Page) -> None:
    own = {
        "title": "Week 5",
        "task": "Find the boundary.",
        "show": "data,surface,code",
        "hide": "optimizer,page-compare",
        "predict": "5.2~Where next?~left; or up~right~nowhere",
    }
    page.goto(f"{server}/?data=blobs&step=3&{urlencode(own)}")
    drawn(page, "data")
    page.keyboard.press("s")
    for name, text in (
        *(("Title", own["title"]), ("Task", own["task"]), ("Question", "Where next?")),
        *(("Answer 1", "left; or up"), ("Answer 2", "right"), ("Answer 3", "nowhere"), ("Answer 4", "")),
    ):
        expect(field(page, name)).to_have_value(text)
    expect(dialog(page).get_by_role("spinbutton", name="Asked at step")).to_have_value("5")
    ticked = [box for box in dialog(page).get_by_role("checkbox").all() if box.is_checked()]
    assert [box.get_attribute("value") or box.get_attribute("aria-label") for box in ticked] == [
        *("Answer 2 is correct", "data", "surface", "optimizer", "page-compare")
    ]
    # The projected code is of the same link; what only the full page can hide is there for "Explore".
    for name in ("The link", "The light view"):
        given = query(field(page, name).input_value())
        assert {key: values[0] for key, values in given.items()} == {**own, "v": "2", "data": "blobs", "step": "3"}
    # Pictures are of what is shown.
    pictures = dialog(page).get_by_label("A picture of").locator("option")
    assert [option.get_attribute("value") for option in pictures.all()] == ["data", "surface"]
    code = dialog(page).get_by_role("img", name="The link as a QR code")
    assert query(code.get_attribute("src") or "")["text"] == [field(page, "The light view").input_value()]
    # What is changed stays changed, until it is in a link.
    dialog(page).get_by_role("checkbox", name="Answer 1 is correct").check()
    dialog(page).get_by_role("checkbox", name="Answer 2 is correct").uncheck()
    field(page, "Answer 3").fill("no~where")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    page.keyboard.press("2")
    expect(page.locator("[data-name=surface].gx-large")).to_be_visible()
    page.keyboard.press("s")
    assert query(field(page, "The link").input_value())["predict"] == [
        "5.1~Where next?~left; or up~right~no\u223cwhere"
    ]
    assert [option.get_attribute("value") for option in pictures.all()] == ["surface"]
    page.goto(field(page, "The light view").input_value())
    page.get_by_role("link", name="Explore").click()
    expect_address(page, "hide=optimizer")
    page.get_by_role("button", name="Optimization").click()
    expect(page.get_by_role("menuitem", name="Loss surface")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Compare")).to_be_hidden()


# Where the app is, and who can open that: this computer, its network, everybody.
REACH = {
    "itself": ["localhost", "a.localhost", "127.1", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]"],
    "network": ["10.0.0.3", "192.168.1.2", "172.16.0.1", "laptop", "laptop.local", "[fd00::1]", "[fe80::1]"],
    "": ["example.org", "172.32.0.1", "11.0.0.1", "127.example.org", "local.example.org", "[2001:db8::1]", "8.8.8.8"],
}


@pytest.mark.long
def test_a_class_s_link_is_no_lecture_and_its_code_fills_the_screen(
    server: str, page: Page, new_phone: Callable[..., Page]
) -> None:
    page.goto(f"{server}/?data=blobs&lecture=true&step=3")
    drawn(page, "data")
    expect_address(page, "lecture=true")
    page.keyboard.press("s")
    links = [field(page, name).input_value() for name in ("The link", "The light view", "For slides")]
    code = dialog(page).get_by_role("img", name="The link as a QR code")
    for address in (*links, code.get_attribute("src") or ""):
        assert "blobs" in address
        assert "lecture" not in address
        # Nobody has chosen these panels: they are large because it is a lecture.
        assert "panel" not in address
    # Nobody else can open it, and that is said.
    expect(dialog(page).get_by_text("Nobody else can open this: 127.0.0.1")).to_be_visible()
    said = """async ([player, hosts]) => {
      const { reach } = await import(player);
      return hosts.map(host => reach(new URL(`http://${host}:8501/view`)));
    }"""
    for word, hosts in REACH.items():
        for host, sentence in zip(
            hosts, page.evaluate(said, [f"{route()}/{folder_beside(FULL)}links.js", hosts]), strict=True
        ):
            assert word in sentence if word else not sentence, (host, sentence)

    dialog(page).get_by_role("button", name="Full screen").click()
    large = page.get_by_role("dialog", name="QR code")
    picture = large.get_by_role("img")
    expect(picture).to_be_visible()
    box, window = picture.bounding_box(), page.evaluate("[innerWidth, innerHeight]")
    assert box
    assert min(box["width"], box["height"]) > 0.8 * min(window)
    assert large.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
    expect(large).to_contain_text(f"{urlsplit(server).netloc}/view?v=2&data=blobs&step=3")
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(dialog(page)).to_be_visible()

    # Who got one all the same has a telephone in the hand.
    phone = new_phone(390, 844)
    for path in ("view", ""):
        phone.goto(f"{server}/{path}?data=blobs&lecture=true&panel=data,surface&step=3")
        drawn(phone, "data")
        expect(phone.locator("html.gx-lecture")).to_have_count(0)
        ready(phone)
        phone.get_by_role("button", name="Step forward").click()
        expect_address(phone, "^(?!.*lecture)(?!.*panel).*step=4")


def test_play_stops_at_the_question(server: str, page: Page) -> None:
    page.goto(f"{server}/view?data=blobs&step=3&{QUESTION}")
    drawn(page, "data")
    page.get_by_label("Speed").select_option("16")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(question(page)).to_contain_text("Answer first")
    expect_step(page, 5)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


# What the question and the first panel take of the window, and whether one covers the other.
SEEN = """() => {
  const box = selector => document.querySelector(selector).getBoundingClientRect();
  const [asked, panel] = [box('.gx-predict'), box('[data-name=data]')];
  return {
    seen: [asked, panel].every(({ top, bottom }) => top >= 0 && bottom <= innerHeight + 1),
    apart: asked.bottom <= panel.top || asked.top >= panel.bottom - 1,
  };
}"""


# The light view on a telephone has tests of its own.
@pytest.mark.long
@pytest.mark.parametrize(("path", "size"), [("view", (1280, 720)), ("", (1280, 720)), ("", (390, 844))], ids=str)
def test_a_question_is_seen_from_the_start_beside_what_it_is_about(
    server: str, new_page: Callable[..., Page], new_phone: Callable[..., Page], path: str, size: tuple[int, int]
) -> None:
    page = new_phone(*size) if size[0] < 500 else new_page(*size, kept=path == "")
    # Where the browser keeps nothing, the answer is known as long as the page is open.
    if path:
        page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } })")
    page.goto(
        f"{server}/{path}?data=blobs&step=5&title=Week+5&task=Look+at+the+boundary."
        "&predict=5~Where+will+the+boundary+be+after+this+step%3F~further+left~where+it+is~further+right"
    )
    drawn(page, "data")
    expect(question(page)).to_contain_text("Where will")
    page.wait_for_function(f"() => {{ const {{ seen, apart }} = ({SEEN})(); return seen && apart; }}")
    question(page).get_by_role("button", name="where it is").click()
    expect_step(page, 6)
    expect(question(page).get_by_role("status")).to_have_text("You said \u201cwhere it is\u201d.")
    page.get_by_role("button", name="Last step").click()
    expect_step(page, 400)


@pytest.mark.long
def test_a_broken_question_asks_nothing_and_says_so(server: str, page: Page) -> None:
    # What else is no question, a test without a browser knows.
    for text in ("predict=x~a~b~c", "predict=3~q~only", "predict=&show=nothing,else"):
        page.goto(f"{server}/view?data=blobs&step=3&{text}")
        drawn(page, "data")
        page.keyboard.press("ArrowRight")
        expect_step(page, 4)
        said = ["The question in this link is not usable: it needs a step, its words and at least two answers."]
        broken = "~" in text
        expect(question(page).get_by_role("status")).to_have_text(said if broken else [])


@pytest.mark.long
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
            drawn(page, "data")
            page.keyboard.press("ArrowRight")
            expect(question(page)).to_contain_text("Answer first")
            assert page.evaluate("window.hacked") is None
            assert page.locator(":is(.gx-task, .gx-predict) :is(script, img, svg, iframe, a, b)").count() == 0
            assert " ".join(page.locator(".gx-task").inner_text().split())[:10] == " ".join(said.split())[:10]


@pytest.mark.long
def test_the_task_goes_along_to_another_page(server: str, page: Page) -> None:
    page.goto(f"{server}/?data=blobs&step=5&title=Week+5&task=Look.&hide=optimizer,page-compare")
    ready(page)
    page.get_by_role("button", name="Optimization").click()
    expect(page.get_by_role("menuitem", name="Loss surface")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Compare")).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_text("Advanced", exact=True).click()
    expect(page.get_by_text("Start weights", exact=True)).to_be_visible()
    expect(page.get_by_text("Optimizer", exact=True)).to_be_hidden()
    go_to_page(page, "backward_pass")
    expect(page.locator(".gx-graph")).to_be_visible()
    expect_address(page, "title=Week")
    expect(page.locator(".gx-task")).to_have_text("Week 5 Look.")
    expect(page.get_by_text("Optimizer", exact=True)).to_be_hidden()


def test_a_picture_of_every_panel(server: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server}/view?page=backward_pass&data=blobs&step=3&stage=dw")
    drawn(page, "arrows")
    page.get_by_role("button", name="Show the code").click()
    page.keyboard.press("s")
    result = page.locator(".gx-formula .gx-result").inner_text()
    line = "X1, z = self.cache"
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


@pytest.mark.long
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
    drawn(home, "data")
    expect_step(home, 7)
    home.keyboard.press("End")
    expect_step(home, 50)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Python", exact=True).click()
    text = Path(waiting.value.path()).read_text()
    names: dict[str, object] = {}
    exec(text, names)
    assert len(names["W"]) == 51
