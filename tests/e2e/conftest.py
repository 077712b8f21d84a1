"""A real server and a real browser. Tests find things by role and label, and wait for what a person would see."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FrameLocator,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tools.chromium import find
from ui.pages import PAGES

ROOT = Path(__file__).parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# 3-D is drawn by a program where there is no graphics card; all else would be too, a third slower than without.
WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing"]

# Only what fails waits so long: a busy machine takes its time for a program of four megabytes.
expect.set_options(timeout=60_000)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serve(log: Path, below: str = "", port: int = 0, before: Callable[[], None] | None = None) -> Iterator[str]:
    """A fresh server; its address, `below` which the app stands. It is ended with the block.

    port : 0 is a free one · before : done in the server's process before it starts
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--server.address", "127.0.0.1", "--server.baseUrlPath", below],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=before,
        )
        address = f"http://127.0.0.1:{port}" + (f"/{below}" if below else "")
        try:
            _wait_until_healthy(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            # Nobody listens yet. There is nothing to be told by: ask again.
            process_wait(process, 0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")


def process_wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait for the process to end, at most so long."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


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
    """Make fresh browser contexts, 1440×900 if not said otherwise; they are closed after the test.

    Playwright waits for a condition by a program that our policy forbids, so the policy is not in force unless a test
    says so; tests/e2e/test_every_page.py does.
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


@pytest.fixture(scope="session")
def second_visit(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that all usual tests share, with a profile on disk: it keeps our programs, compiled, between them."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=chromium,
        args=ARGUMENTS + WEBGL,
        viewport={"width": 1440, "height": 900},
        bypass_csp=True,
    )
    yield context
    context.close()


@pytest.fixture
def page(second_visit: BrowserContext) -> Iterator[Page]:
    """A fresh page, 1440×900, that fails the test on an error in the browser."""
    page = second_visit.new_page()
    errors: list[str] = []
    # Only noted here: an exception inside of an event's handler would end Playwright's own loop.
    page.on("pageerror", lambda error: errors.append(f"{error.message}\n{error.stack}"))
    yield page
    page.close()
    assert not errors, f"error in the browser: {errors[0]}"


def ready(page: Page) -> None:
    """Wait until all charts are drawn: each then says what it shows."""
    expect(page.get_by_role("img", name=re.compile("Step "))).to_have_count(4)
    expect(page.locator(".gx-chart .main-svg, .gx-chart canvas").first).to_be_visible()


def number(page: Page, label: str) -> Locator:
    """The place of the number beside `label` in the line of numbers."""
    items = page.get_by_label("Numbers of this step").locator("div")
    return items.filter(has=page.get_by_text(label, exact=True)).locator("dd")


def readout(page: Page, label: str) -> str:
    """What that place says now."""
    return number(page, label).inner_text()


def expect_step(page: Page, step: int) -> None:
    """Wait until the player is at `step`."""
    expect(page.get_by_label("Step", exact=True)).to_have_value(str(step))


def expect_address(page: Page, pattern: str) -> None:
    """Wait until the address bar matches. (The browser's own word: page.url lags behind replaceState.)"""
    page.wait_for_function("pattern => new RegExp(pattern).test(location.href)", arg=pattern, timeout=60_000)


def go_to_page(page: Page | FrameLocator, code: str) -> None:
    """Open a page by the navigation: from its menu, or from the line itself."""
    record = PAGES[code]
    navigation = page.get_by_role("navigation", name="App pages")
    if record.in_footer:
        page.locator(".stSidebar").get_by_role("link", name=record.title, exact=True).click()
    elif record.menu:
        navigation.get_by_role("button", name=record.menu).click()
        page.get_by_role("menuitem", name=record.title, exact=True).click()
    else:
        navigation.get_by_role("link", name=record.title, exact=True).click()


def choose_case(page: Page, name: str) -> None:
    """On the first page: one of the classic cases."""
    page.get_by_role("combobox", name="Case").click()
    page.get_by_role("option", name=name, exact=True).click()
