"""Every host has its own place for the app: below a prefix that it strips, below a path, in a sandboxed frame, or as a
script without our routes. Nothing may ever be asked for outside of that place: there a host answers by itself."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import FrameLocator, Page, Route, expect

from tests.deploy.proxy import FOREIGN, host
from tests.e2e.conftest import serve
from tests.e2e.locators import drawn, expect_step, go_to_page, rate_control, rate_slider, readout, rested
from tools.server import ROOT, free_ports, is_healthy, running, wait_until
from ui.serving.headers import FRAMES

# A page, and a panel of it that is there when its charts are; without a player, words that stand on it.
PAGES = {
    "backward_pass": "arrows",
    "loss_surface": "relief",
    "compare": "sweep",
    "break_it": "loss",
    "gradient_check": "errors",
    "by_hand": "Start over",
    "about": "Your privacy",
    "take_home": "Notebook",
    "data": "board",
    "explorer": "loss",
}
# What Streamlit Community Cloud allows its frame.
SANDBOX = "allow-same-origin allow-scripts allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox"
LINK = "?data=blobs&samples=40&steps=30"
TABLE = b"a,b,label\n" + b"1,2,0\n2,1,1\n3,4,0\n4,2,1\n" * 10


def watched(page: Page, app: str) -> list[str]:
    """What goes wrong in a page from now on: what it asks for that is not below `app`, and what a policy stops."""
    wrong: list[str] = []
    ours = (f"{app}/", f"{app.replace('http', 'ws', 1)}/", "blob:", "data:")
    page.on("request", lambda request: None if request.url.startswith(ours) else wrong.append(f"asked {request.url}"))
    page.on("websocket", lambda socket: None if socket.url.startswith(ours) else wrong.append(f"asked {socket.url}"))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    return wrong


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """An app that any site may put into a frame."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FRAMES, "*")
        (free,) = free_ports(1)
        with serve(tmp_path_factory.mktemp("hosts") / "log.txt", port=free):
            yield free


@pytest.mark.long
def test_behind_a_proxy_that_says_what_it_strips_a_chat_finds_the_picture(port: int) -> None:
    with host(port, says_prefix=True) as proxy:
        for page in ("compare", "view"):
            with urlopen(f"{proxy.app}/{page}{LINK}&step=3", timeout=60) as answer:
                (address,) = re.findall(r'"og:image" name="twitter:image" content="([^"]+)"', answer.read().decode())
            assert address.startswith(f"{proxy.app}/preview.png?")
            with urlopen(address.replace("&amp;", "&"), timeout=60) as answer:
                assert Image.open(BytesIO(answer.read())).size == (1200, 630)
        assert proxy.strayed == []


@contextmanager
def script(file: str, port: int, log: Path) -> Iterator[str]:
    """A server that runs `file` as Streamlit runs any script, so that no route of ours is there; its address."""
    # What `streamlit run` does with a script in which it finds no app.
    program = (
        "import sys; from streamlit import config; from streamlit.web import bootstrap; "
        "config._main_script_path = sys.argv[1]; "
        "options = {'server_port': int(sys.argv[2]), 'server_address': '127.0.0.1'}; "
        "bootstrap.load_config_options(options); bootstrap.run(sys.argv[1], False, [], options)"
    )
    address = f"http://127.0.0.1:{port}"
    with running([sys.executable, "-c", program, str(ROOT / file), str(port)], log) as process:
        assert wait_until(lambda: is_healthy(address), process), log.read_text()
        yield address


def step_forward(page: Page | FrameLocator, to: int) -> None:
    page.get_by_role("button", name="Step forward").click()
    expect_step(page, to)


def step_and_rate(page: Page | FrameLocator) -> None:
    """One step, and another learning rate: by the sidebar, and by hand."""
    before = readout(page, "L")
    step_forward(page, 1)
    stepped = readout(page, "L")
    assert stepped != before
    slider = rate_control(page)
    slider.focus()
    slider.press("End")
    expect(page.get_by_label("Numbers of this step")).not_to_contain_text(stepped)
    rested(page)
    said = readout(page, "L")
    rate_slider(page).press("ArrowLeft")
    expect(page.get_by_label("Numbers of this step")).not_to_contain_text(said)
    # Whoever has let go has made another run.
    expect(slider).not_to_have_attribute("aria-valuetext", "100")
    rested(page)


def shared(page: Page | FrameLocator) -> tuple[str, str]:
    """The link and the light view's address of the Share dialog; a camera reads one of them from its code."""
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    code = dialog.get_by_role("img", name="The link as a QR code")
    expect(code).to_be_visible()
    expect(code).not_to_have_js_property("naturalWidth", 0)
    link, light = (dialog.get_by_role("textbox", name=name).input_value() for name in ("The link", "The light view"))
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(code.screenshot())))
    assert read.text in (link, light)
    dialog.get_by_role("button", name="Close").click()
    return link, light


def go(page: Page | FrameLocator, code: str) -> None:
    """By the navigation to a page with its charts."""
    go_to_page(page, code)
    there = PAGES[code]
    if there.islower():
        drawn(page, there)
    else:
        expect(page.locator(".stMain").get_by_text(there).first).to_be_visible()
    rested(page)


def downloads(page: Page, frame: Page | FrameLocator, names: tuple[str, ...]) -> list[bytes]:
    found = []
    for name in names:
        with page.expect_download() as waiting:
            frame.get_by_role("button", name=name, exact=True).click()
        found.append(Path(waiting.value.path()).read_bytes())
    return found


def bring_table(page: Page | FrameLocator) -> None:
    page.get_by_role("radio", name="Table").click()
    page.locator("input[type=file]").set_input_files({"name": "own.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.get_by_role("button", name="Use this table").click()
    expect(page.get_by_text("In use on all pages.")).to_be_visible()
    rested(page)


@pytest.mark.long
def test_behind_a_proxy_that_strips_a_prefix(port: int, new_page: Callable[..., Page]) -> None:
    with host(port) as cloud:
        page, other = (new_page(1920, 1000, policy=True) for _ in range(2))
        page.bring_to_front()
        wrong, also_wrong = (watched(each, cloud.app) for each in (page, other))
        page.goto(f"{cloud.app}/{LINK}")
        drawn(page, "loss")
        rested(page)
        # The icon stands in the page: it would be fetched anew after every run.
        expect(page.locator("link[rel='shortcut icon']")).to_have_attribute("href", re.compile("^data:image/png"))
        step_and_rate(page)
        link, light = shared(page)
        assert link.startswith(f"{cloud.app}/?")
        assert light.startswith(f"{cloud.app}/view?")
        for code in PAGES:
            go(page, code)
            if code == "take_home":
                whole, program = downloads(page, page, ("HTML", "Python"))
                assert whole.startswith(b"<!doctype html>")
                assert b"import numpy" in program
            if code == "data":
                bring_table(page)
        # A deep link begins deeper, and a slash too many is taken away.
        page.goto(f"{cloud.app}/backward_pass/{LINK}")
        drawn(page, "arrows")
        # Where there is no page, a link leads back to one.
        page.goto(f"{cloud.app}/lesson/x")
        page.get_by_role("link", name="Explore").click()
        drawn(page, "loss")
        other.bring_to_front()
        for address in (link, light):
            other.goto(address)
            drawn(other, "loss")
            expect_step(other, 1)
        explore = other.get_by_role("link", name="Explore")
        explore.focus()
        expect(explore).to_have_attribute("href", re.compile(f"^{re.escape(cloud.app)}/[?].*step=1"))
        assert wrong + also_wrong == []
        assert cloud.strayed == []


@pytest.mark.long
def test_what_a_host_answers_in_our_place_is_not_taken_for_ours(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(strict=False)

    def foreign(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body=FOREIGN)

    # Neither a timeline nor the programs are what they should be: then everything comes with the page.
    page.route(re.compile("/timeline/|/assets/"), foreign)
    page.goto(f"{server}/{LINK}&step=2")
    drawn(page, "loss")
    loss = readout(page, "L")
    rested(page)
    step_forward(page, 3)
    # The light view has no other way, and says so; once it is there again it shows what was asked for.
    page.unroute_all()
    page.route(re.compile("/assets/plotly"), foreign)
    page.route(re.compile("/view/timeline"), foreign)
    page.goto(f"{server}/view{LINK}&step=2")
    expect(page.get_by_role("alert")).to_contain_text("another server answered")
    page.unroute(re.compile("/view/timeline"))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("charts' program could not be loaded")
    page.unroute(re.compile("/assets/plotly"))
    page.get_by_role("button", name="Try again").click()
    drawn(page, "loss")
    assert readout(page, "L") == loss


@pytest.mark.long
def test_in_a_sandboxed_frame_of_another_origin(port: int, new_page: Callable[..., Page]) -> None:
    def around(path: str) -> str:
        return f"""<!doctype html><title>Host</title>
          <iframe src="{cloud.app}/{LINK}" sandbox="{SANDBOX}" style="width: 100%; height: 95vh; border: 0"></iframe>"""

    # For a browser, two names of this machine are two sites.
    with host(port) as cloud, host(port, "localhost", around) as outer:
        page = new_page(1920, 1000, policy=True)
        wrong = watched(page, cloud.app)
        page.goto(f"{outer.address}/")
        assert wrong == [f"asked {outer.address}/"]
        frame = page.frame_locator("iframe")
        drawn(frame, "loss")
        rested(frame)
        step_and_rate(frame)
        link, light = shared(frame)
        go(frame, "backward_pass")
        go(frame, "take_home")
        (numbers,) = downloads(page, frame, ("Every step",))
        assert len(numbers.splitlines()) == 32
        assert link.startswith(f"{cloud.app}/?")
        assert light.startswith(f"{cloud.app}/view?")
        # The frame's own host has an icon.
        assert [each for each in wrong[1:] if not each.endswith("/favicon.ico")] == []
        assert cloud.strayed == []


@pytest.mark.long
def test_below_a_path_of_the_app_behind_a_prefix_that_is_stripped(
    new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = new_page(policy=True)
    (free,) = free_ports(1)
    with serve(tmp_path / "log.txt", "some/lesson", free) as below, host(free) as cloud:
        # The path alone: the light view's link to the full page begins with it too.
        page.goto(f"{below}/view{LINK}&step=5")
        drawn(page, "loss")
        expect_step(page, 5)
        explore = page.get_by_role("link", name="Explore")
        explore.focus()
        expect(explore).to_have_attribute("href", f"{below}/{LINK}&step=5&v=1")
        assert page.request.get(f"{below}/?step=5").ok
        app = f"{cloud.app}/some/lesson"
        wrong = watched(page, app)
        # A deep link on a fresh server.
        page.goto(f"{app}/compare{LINK}")
        drawn(page, "sweep")
        rested(page)
        go(page, "explorer")
        step_and_rate(page)
        link, light = shared(page)
        assert link.startswith(f"{app}/?")
        page.goto(light)
        drawn(page, "loss")
        expect_step(page, 1)
        assert wrong == []
        assert cloud.strayed == []


@pytest.mark.long
def test_as_a_script_without_our_routes(new_page: Callable[..., Page], tmp_path: Path) -> None:
    page = new_page(1920, 1000)
    (free,) = free_ports(1)
    with script("app.py", free, tmp_path / "app.txt") as address:
        wrong = watched(page, address)
        # A deep link on a fresh server has its controls too.
        page.goto(f"{address}/backward_pass{LINK}")
        drawn(page, "arrows")
        rested(page)
        go(page, "loss_surface")
        go(page, "explorer")
        step_and_rate(page)
        loss = readout(page, "L")
        page.get_by_role("button", name="Share").click()
        dialog = page.get_by_role("dialog", name="Share")
        expect(dialog.get_by_role("textbox", name="The light view")).to_be_hidden()
        link = dialog.get_by_role("textbox", name="The link").input_value()
        # What ends with its server is no news.
        page.goto("about:blank")
    with script("ui/main.py", free, tmp_path / "main.txt"):
        page.goto(link)
        drawn(page, "loss")
        expect(page.get_by_label("Numbers of this step")).to_contain_text(loss)
    assert [each for each in wrong if each != "asked about:blank"] == []
