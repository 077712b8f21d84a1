"""A real server and a real browser. Tests find things by role and label, and wait for what a person would see."""

import http.server
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tools.chromium import find
from tools.server import ROOT, serving

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# 3-D is drawn by a program where there is no graphics card; all else would be too, a third slower than without.
WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing"]

# What the system is like, unless a test says otherwise.
SYSTEM: dict[str, Any] = {
    "color_scheme": "light",
    "reduced_motion": "no-preference",
    "forced_colors": "none",
    "contrast": "no-preference",
}
# All that a page keeps is forgotten as the last thing there, for it notes things whenever it rests: the questions that
# have been answered in its tab, and in the browser the lessons that were done, a talk, and how wide the sidebar is.
FORGET = "addEventListener('pagehide', () => [sessionStorage, localStorage].forEach((kept) => kept.clear()))"
# How many tabs wait for the next test: each keeps a process.
SPARE_TABS = 2

# Only what fails waits so long, in milliseconds: a busy machine takes its time for a program of four megabytes.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@contextmanager
def serve(log: Path, below: str = "", port: int = 0, before: Callable[[], None] | None = None) -> Iterator[str]:
    """A fresh server of the app; its address. See tools/server.py."""
    with serving(log, below=below, port=port, before=before) as (address, _):
        yield address


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> str:
    path = find()
    assert path, "no browser: see tools/chromium.py"
    return path


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS + WEBGL)
    yield browser
    browser.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts that know nothing: no cookie, no program. They are closed after the test.

    Few tests are about that, and it has a price: everything is fetched and compiled anew. `new_page` is for the others.
    """
    contexts = []

    # Playwright has its options' types, and hands them to nobody.
    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "bypass_csp": True, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@contextmanager
def visitor(playwright: Playwright, chromium: str, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """A browser with a profile on disk, in which it keeps our programs, compiled, from one test to the next."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium, args=ARGUMENTS + WEBGL, **options
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


class Tabs:
    """The tabs of a browser with a profile. A test hands its tab on to the next one, as it was in the beginning: what
    has shown our pages before opens them in half the time."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self._free: list[tuple[Page, CDPSession]] = []

    @contextmanager
    def of_a_test(self) -> Iterator[Callable[..., Page]]:
        """Give out tabs that fail the test on an error in the browser. See `new_page`."""
        # The next visitor is another one: the language that the last one has chosen is not his.
        self.context.clear_cookies()
        in_use: list[tuple[Page, CDPSession]] = []
        spent: list[Page] = []
        heard: list[Page] = []
        errors: list[str] = []

        def note(error: Error) -> None:
            # Only noted here: an exception inside of an event's handler would end Playwright's own loop.
            errors.append(f"{error.message}\n{error.stack}")

        def give(
            width: int = 1440,
            height: int = 900,
            *,
            policy: bool = False,
            strict: bool = True,
            kept: bool = True,
            **media: Any,
        ) -> Page:
            page, devtools = self._free.pop() if kept and self._free else self._new()
            if kept:
                in_use.append((page, devtools))
            else:
                spent.append(page)
            page.bring_to_front()
            page.set_viewport_size({"width": width, "height": height})
            if strict:
                page.on("pageerror", note)
                heard.append(page)
            page.emulate_media(**{**SYSTEM, **media})
            devtools.send("Page.setBypassCSP", {"enabled": not policy})
            return page

        yield give
        for page in heard:
            page.remove_listener("pageerror", note)
        # Those of a failed test are closed.
        for page in spent:
            if not page.is_closed():
                self._leave(page)
                page.close()
        for page, devtools in in_use:
            if not page.is_closed():
                self._take_back(page, devtools)
        assert not errors, f"error in the browser: {errors[0]}"

    def _new(self) -> tuple[Page, CDPSession]:
        page = self.context.new_page()
        return page, self.context.new_cdp_session(page)

    def _leave(self, page: Page) -> None:
        """What the page keeps in the browser is no more there."""
        # No page of ours is shown: nothing is kept either.
        with suppress(Error):
            page.evaluate(FORGET)
        page.goto("about:blank")

    def _take_back(self, page: Page, devtools: CDPSession) -> None:
        assert not page.evaluate("'__pwClock' in window"), "all later tests would have this clock: use new_timed_page"
        page.unroute_all()
        self._leave(page)
        if len(self._free) == SPARE_TABS:
            page.close()
            return
        page.mouse.move(0, 0)
        devtools.send("Page.resetNavigationHistory")
        self._free.append((page, devtools))


@pytest.fixture(scope="session")
def computer(playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tabs]:
    with visitor(playwright, chromium, tmp_path_factory.mktemp("computer")) as context:
        yield Tabs(context)


@pytest.fixture(scope="session")
def telephone(playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tabs]:
    profile = tmp_path_factory.mktemp("telephone")
    with visitor(playwright, chromium, profile, has_touch=True, is_mobile=True) as context:
        yield Tabs(context)


@pytest.fixture
def new_page(computer: Tabs) -> Iterator[Callable[..., Page]]:
    """Give out tabs of a width and a height; each is a visitor of its own: what we keep in a browser is forgotten.

    policy : our policy is in force. Playwright waits for a condition by a program that it forbids, so usually it is not
    strict : an error in it fails the test
    kept : the next test may have the tab. Not so where a script before every page or a way for WebSockets is put into
    it: nothing takes them out again
    media : what `emulate_media` takes, as color_scheme="dark"
    """
    with computer.of_a_test() as give:
        yield give


@pytest.fixture
def new_phone(telephone: Tabs) -> Iterator[Callable[..., Page]]:
    """As `new_page`, on a telephone: a finger instead of a mouse."""
    with telephone.of_a_test() as give:
        yield give


@pytest.fixture
def new_timed_page(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Give out pages whose clock can be put forward: each of a width, a height, and options of its context. They are
    tabs of nobody else: Playwright puts such a clock into all that a context will ever show."""
    errors: list[str] = []

    def give(width: int = 1440, height: int = 900, **options: Any) -> Page:
        page = new_context(viewport={"width": width, "height": height}, **options).new_page()
        page.on("pageerror", lambda error: errors.append(f"{error.message}\n{error.stack}"))
        page.clock.install()
        return page

    yield give
    assert not errors, f"error in the browser: {errors[0]}"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A tab, 1440×900."""
    return new_page()


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another origin: a server of files, and its folder."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{site.server_port}", tmp_path
        site.shutdown()
        thread.join()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try what fails once more: on a machine that is busy with something else a browser may be late. The summary says
    which tests needed it (RERUN); whoever reads the same name twice has found a race."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "e2e"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell with a failure what the pages showed: on another machine it may be seen once and never again. They are
    closed: the next test has others."""
    report = yield
    if report.when == "call" and report.failed and isinstance(item, pytest.Function):
        used: dict[str, Any] = item.funcargs
        contexts = [used[name].context for name in ("computer", "telephone") if name in used]
        contexts += used["browser"].contexts if "browser" in used else []
        pages = [page for context in contexts for page in context.pages if page.url != "about:blank"]
        for page in pages:
            with suppress(Error):
                report.sections.append((f"what {page.url} showed", page.locator("body").aria_snapshot(timeout=5_000)))
            page.close()
    return report
