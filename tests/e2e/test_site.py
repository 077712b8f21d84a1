"""A static site in a real browser: from a stick, and on a plain server below a path."""

import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.data.dataset import Dataset
from core.scenario import Scenario
from core.training import train
from tests.e2e.hand import drag_rate
from tests.e2e.locators import drawn, expect_address, expect_step, number, rate_slider, readout, ready
from ui.export import light_view
from ui.export.at_rates import file_at_rates
from ui.export.link_list import read_links
from ui.export.static_site import write_site
from ui.serving.cache import run
from ui.timeline.packing import read, unpack
from ui.timeline.templates import fill

LINK = "data=blobs&samples=60&steps=40"
LINKS = f"""
Too <b>fast</b>? | ?{LINK}&step=7&task=Watch+%3Cb%3EL
Inside | backward_pass?{LINK}&step=3&stage=z&sample=5
Ask | ?{LINK}&step=2&predict=4~Where+next%3F~left~right
Rates | ?{LINK}&step=5&vary=lr
"""


def loss_at(step: int) -> str:
    """What the light view shows beside L."""
    header, body = unpack(light_view.packed(light_view.destination_of(parse_qs(LINK))))
    return fill("{loss:8}", {"loss": float(read(header["scalars"]["loss"], body)[step])})


def test_the_light_view_s_numbers_are_core_s() -> None:
    scenario = Scenario(data="blobs", samples=60, steps=40)
    assert loss_at(7) == fill("{L:8}", {"L": float(train(scenario, scenario.dataset()).loss[7])})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, in a folder below the one that it is served from."""
    entries, problems = read_links(LINKS)
    assert not problems
    site = tmp_path_factory.mktemp("web") / "some where" / "site"
    write_site(entries, site)
    return site


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """The address of the site on a server that does nothing but send files."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    handler = partial(Quiet, directory=str(folder.parents[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/some%20where/site"
        server.shutdown()
        thread.join()


def watched(context: BrowserContext) -> tuple[Page, list[str], list[str]]:
    """A page, what it asks for, and its errors: a broken content security policy is one too."""
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(error.message))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    return page, asked, errors


@pytest.mark.long
def test_from_a_stick_it_has_its_pictures_its_pages_and_the_app_s_numbers(
    new_context: Callable[..., BrowserContext], folder: Path
) -> None:
    context = new_context()
    context.set_offline(True)
    page, asked, errors = watched(context)
    page.goto((folder / "index.html").as_uri())
    expect(page.get_by_role("listitem")).to_have_count(4)
    expect(page.locator(".gx-thumbnail .main-svg:first-child")).to_have_count(4)
    expect(page.get_by_role("listitem").first).to_contain_text("Task: Watch <b>L")
    page.get_by_role("link", name="Too <b>fast</b>?").press("Enter")
    ready(page)
    expect_step(page, 7)
    assert readout(page, "L") == loss_at(7)
    expect(page.get_by_text("Watch <b>L")).to_be_visible()
    expect(page.get_by_role("link", name="Explore")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(number(page, "L")).to_have_text(loss_at(8))
    page.get_by_label("Speed").select_option("16")
    page.keyboard.press("Space")
    expect_step(page, 40)
    assert readout(page, "L") == loss_at(40)
    # A question stands in the way of the next step.
    page.get_by_role("link", name="All pages").click()
    page.get_by_role("link", name="Ask").click()
    expect(page.locator("[data-name=data] .main-svg").first).to_be_visible()
    page.keyboard.press("End")
    expect_step(page, 4)
    page.get_by_role("button", name="left").click()
    expect_step(page, 5)
    assert all(address.startswith(("file:", "blob:", "data:")) for address in asked)
    assert not errors


@pytest.mark.long
def test_on_a_plain_server_below_a_path_a_first_visit_is_short(
    new_context: Callable[..., BrowserContext], served: str
) -> None:
    context = new_context()
    page, asked, errors = watched(context)
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{served}/too-b-fast-b.html")
    ready(page)
    expect_step(page, 7)
    # The page, its style, the player, the run and Plotly; and the two programs, unpacked.
    assert len([address for address in asked if address.startswith("http")]) == 5, asked
    assert sum(sizes) <= 900_000
    # The address says only what is not as the page begins.
    page.keyboard.press("ArrowRight")
    expect(number(page, "L")).to_have_text(loss_at(8))
    expect_address(page, r"html\?step=8$")
    page.keyboard.press("ArrowLeft")
    expect_address(page, r"html$")
    page.keyboard.press("Home")
    expect_address(page, r"html\?step=$")
    page.reload()
    ready(page)
    expect_step(page, 0)
    page.keyboard.press("s")
    expect(page.get_by_role("textbox", name="The link")).to_have_value(f"{served}/too-b-fast-b.html?step=")
    expect(page.get_by_role("textbox", name="The light view")).to_be_hidden()
    page.get_by_role("button", name="Close").click()
    page.goto(f"{served}/inside.html?sample=9")
    expect(page.get_by_text("This page shows step 3 of the run.")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Sample")).to_have_value("9")
    expect(number(page, "stage")).to_have_text("3 of 9: z = sigmoid(y)")
    expect(page.get_by_role("spinbutton", name="Step")).to_be_hidden()
    assert all(address.startswith((served, "blob:", "data:")) for address in asked), asked
    assert not errors


@pytest.mark.long
def test_the_slider_moves_between_the_learning_rates_that_a_page_or_a_file_has_brought(
    new_context: Callable[..., BrowserContext], folder: Path
) -> None:
    destination = light_view.destination_of(parse_qs(LINK))
    (folder / "one.html").write_bytes(file_at_rates(destination.page, destination.shown, "One file", "?step=5"))
    context = new_context()
    context.set_offline(True)
    page, _, errors = watched(context)
    rates = destination.page.learning_rates(destination.shown, run, 25)
    for name in ("rates.html", "one.html"):
        page.goto((folder / name).as_uri())
        ready(page)
        expect_step(page, 5)
        slider = rate_slider(page)
        expect(slider).to_have_js_property("max", "24")
        own = int(slider.input_value())
        assert rates[own] == destination.shown.scenario.learning_rate
        # By a mouse; it stays where it is let go of.
        drag_rate(page, 0.3)
        place = int(slider.input_value())
        assert place != own
        page.mouse.up()
        history = train(*at_rate(rates[place]))
        expect(number(page, "L")).to_have_text(fill("{loss:8}", {"loss": float(history.loss[5])}))
        expect(slider).to_have_value(str(place))
        # By its own key, and by those of the player: the same step of another run, in all panels.
        for key, place in (("", 20), ("ArrowLeft", 19), ("[", 18), ("]", 19), ("]", 20)):
            if key:
                slider.press(key)
            else:
                slider.fill(str(place))
            history = train(*at_rate(rates[place]))
            expect(number(page, "L")).to_have_text(fill("{loss:8}", {"loss": float(history.loss[5])}))
            expect(slider).to_have_value(str(place))
        expect_step(page, 5)
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"learning rate {rates[20]:g}")
        page.get_by_role("button", name="Last step").click()
        expect(number(page, "L")).to_have_text(fill("{loss:8}", {"loss": float(history.loss[-1])}))
        slider.fill(str(own))
        expect(number(page, "L")).to_have_text(loss_at(40))
    # The address says which one it is.
    page.goto(f"{(folder / 'rates.html').as_uri()}?lr={rates[3]:g}")
    ready(page)
    expect(rate_slider(page)).to_have_value("3")
    expect(number(page, "L")).to_have_text(fill("{loss:8}", {"loss": float(train(*at_rate(rates[3])).loss[5])}))
    assert not errors


@pytest.mark.long
def test_there_too_a_drag_is_one_entry_of_the_history_and_esc_puts_it_back(
    new_context: Callable[..., BrowserContext], served: str
) -> None:
    page, _, errors = watched(new_context())
    page.goto(f"{served}/rates.html?panel=surface")
    drawn(page, "surface")
    destination = light_view.destination_of(parse_qs(LINK))
    rates = destination.page.learning_rates(destination.shown, run, 25)
    slider = rate_slider(page)
    own, title, length = int(slider.input_value()), page.title(), page.evaluate("history.length")

    def expect_rate(rate: float) -> None:
        loss = train(*at_rate(rate)).loss[5]
        expect(number(page, "L")).to_have_text(fill("{loss:8}", {"loss": float(loss)}))

    drag_rate(page, 0.3)
    expect(slider).not_to_have_value(str(own))
    expect_rate(rates[int(slider.input_value())])
    page.keyboard.press("Escape")
    expect(slider).to_have_value(str(own))
    expect_rate(rates[own])
    page.mouse.up()
    # Esc has not left the large panel, and nothing has been let go of.
    assert page.evaluate("location.search") == "?panel=surface"
    assert page.evaluate("history.length") == length
    drag_rate(page, 0.7)
    page.mouse.up()
    place = int(slider.input_value())
    assert place != own
    expect_address(page, f"lr={rates[place]:g}(&|$)")
    expect_rate(rates[place])
    assert page.evaluate("history.length") == length + 1
    expect(page).to_have_title(title.replace(f"{rates[own]:g}", f"{rates[place]:g}"))
    page.go_back()
    expect(slider).to_have_value(str(own))
    expect_rate(rates[own])
    expect(page).to_have_title(title)
    page.go_forward()
    expect(slider).to_have_value(str(place))
    expect_rate(rates[place])
    assert not errors


def at_rate(rate: float) -> tuple[Scenario, Dataset]:
    scenario = replace(light_view.destination_of(parse_qs(LINK)).shown.scenario, learning_rate=rate)
    return scenario, scenario.dataset()


@pytest.mark.long
@pytest.mark.parametrize("missing", ["player", "run"])
def test_a_part_that_does_not_come_can_be_asked_for_again(
    new_context: Callable[..., BrowserContext], served: str, missing: str
) -> None:
    page = new_context().new_page()
    page.route(f"**/parts/{missing}*.js*", lambda route: route.abort())
    page.goto(f"{served}/too-b-fast-b.html")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute(f"**/parts/{missing}*.js*")
    page.get_by_role("button", name="Try again").click()
    ready(page)
