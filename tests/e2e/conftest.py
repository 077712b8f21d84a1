"""A real server and a real browser. Tests find things by role and label, and wait for what a person would see."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
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

# Only what fails waits so long: a busy machine takes its time for a program of four megabytes.
expect.set_options(timeout=60_000)


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
    yield context
    context.close()


@pytest.fixture(scope="session")
def computer(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    with visitor(playwright, chromium, tmp_path_factory.mktemp("computer")) as context:
        yield context


@pytest.fixture(scope="session")
def telephone(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    profile = tmp_path_factory.mktemp("telephone")
    with visitor(playwright, chromium, profile, has_touch=True, is_mobile=True) as context:
        yield context


@contextmanager
def tabs(context: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Make tabs that fail the test on an error in the browser; they are closed with the block. See `new_page`."""
    opened: list[Page] = []
    errors: list[str] = []

    def make(width: int = 1440, height: int = 900, policy: bool = False, **media: Any) -> Page:
        page = context.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})
        # Only noted here: an exception inside of an event's handler would end Playwright's own loop.
        page.on("pageerror", lambda error: errors.append(f"{error.message}\n{error.stack}"))
        if media:
            page.emulate_media(**media)
        if not policy:
            context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
        return page

    yield make
    for page in opened:
        page.close()
    assert not errors, f"error in the browser: {errors[0]}"


@pytest.fixture
def new_page(computer: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Make tabs of a width and a height; each is a session and a visitor of its own, for we keep nothing in a browser.

    policy : our policy is in force. Playwright waits for a condition by a program that it forbids, so usually it is not
    media : what `emulate_media` takes, as color_scheme="dark"
    """
    with tabs(computer) as make:
        yield make


@pytest.fixture
def new_phone(telephone: BrowserContext) -> Iterator[Callable[..., Page]]:
    """As `new_page`, on a telephone: a finger instead of a mouse."""
    with tabs(telephone) as make:
        yield make


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A fresh tab, 1440×900."""
    return new_page()


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
    """Tell with a failure what the pages showed: on another machine it may be seen once and never again."""
    report = yield
    if report.when == "call" and report.failed and isinstance(item, pytest.Function):
        used: dict[str, Any] = item.funcargs
        contexts = [used[name] for name in ("computer", "telephone") if name in used]
        contexts += used["browser"].contexts if "browser" in used else []
        pages = [page for context in contexts for page in context.pages if page.url != "about:blank"]
        for page in pages:
            with suppress(Error):
                report.sections.append((f"what {page.url} showed", page.locator("body").aria_snapshot(timeout=5_000)))
    return report
