"""`make pictures`: the pictures of README.md and docs, taken from the app itself: a moving one of a run that is stepped
through and of a rate that is dragged, one for galleries, and stills of some pages."""

import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.chromium import find
from tools.server import ROOT, serving

DOCS = ROOT / "docs"
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
# What may be moved by a hand moves within so long, in milliseconds.
SETTLED = 150
# Of the moving picture: its size, the link, how many steps are taken, and how long a frame is shown, in milliseconds.
SIZE, LINK, STEPS, FRAME, REST = (1100, 840), "view?v=2", 20, 120, 1200
# Places to which the rate is dragged, as shares of the slider's length, from its own place on.
DRAGGED = (0.60, 0.72, 0.645)
MOVING, MOST_BYTES = "zigzag", 2_000_000
# Stills: a link, a size, and what is pressed there.
LARGE = (1440, 900)
STILLS = {
    "gallery": ("?v=2&step=9", (1280, 800), ""),
    "backward": ("backward_pass?data=blobs&step=3&stage=dw", LARGE, "Show the code"),
    "compare": ("compare?data=blobs&step=40&lr=2", LARGE, ""),
    "lesson": ("view?lesson=downhill&at=1", LARGE, ""),
}
MOST_BYTES_OF_A_STILL = 300_000


@contextmanager
def opened(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    """A page whose charts are drawn."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    page.goto(address)
    expect(page.locator(".gx-chart .main-svg").first).to_be_visible(timeout=60_000)
    if "/view?" not in address:
        expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1, timeout=60_000)
    page.mouse.move(2, 2)
    page.wait_for_timeout(2_000)
    yield page
    page.close()


def picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def moving(browser: Browser, address: str) -> None:
    """The steps of a zigzag, and then the rate under a hand."""
    frames: list[tuple[Image.Image, int]] = []
    with opened(browser, f"{address}/{LINK}", SIZE) as page:

        def take(shown: int = FRAME) -> None:
            page.wait_for_timeout(SETTLED)
            frames.append((picture(page), shown))

        take(REST)
        for _ in range(STEPS):
            page.keyboard.press("ArrowRight")
            take()
        take(REST)
        rate = page.get_by_role("region", name="Training run").get_by_role("slider", name="Learning rate")
        box = rate.bounding_box()
        assert box is not None
        low, high = (float(rate.get_attribute(name) or 0) for name in ("min", "max"))
        at = (float(rate.input_value()) - low) / (high - low)
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + at * box["width"], middle)
        page.mouse.down()
        for place in DRAGGED:
            moves = 10
            begin = at
            for move in range(1, moves + 1):
                at = begin + (place - begin) * move / moves
                page.mouse.move(box["x"] + at * box["width"], middle)
                take()
        page.mouse.up()
        take(REST)
    images, durations = [image for image, _ in frames], [shown for _, shown in frames]
    file = DOCS / f"{MOVING}.webp"
    images[0].save(
        file,
        save_all=True,
        append_images=images[1:],
        duration=durations,
        loop=0,
        quality=72,
        method=6,
        minimize_size=True,
    )
    said(file, MOST_BYTES)


def still(image: Image.Image, file: Path) -> None:
    image.save(file, optimize=True)
    said(file, MOST_BYTES_OF_A_STILL)


def said(file: Path, most: int) -> None:
    """Say what was made. Ends where it is larger than it may be."""
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}: {size / 1e3:.0f} KB")
    if size > most:
        sys.exit(f"It may have {most / 1e3:.0f} KB.")


def main(wanted: Sequence[str]) -> None:
    """Make the pictures of these names, or all."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "log.txt") as (address, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        if not wanted or MOVING in wanted:
            moving(browser, address)
        for name, (link, size, button) in STILLS.items():
            if wanted and name not in wanted:
                continue
            with opened(browser, f"{address}/{link}", size) as page:
                if button:
                    page.get_by_role("button", name=button).click()
                    page.wait_for_timeout(SETTLED)
                still(picture(page), DOCS / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
