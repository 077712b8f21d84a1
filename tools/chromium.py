"""Find a browser for the tests and the benchmark, or install one, and print its path: `python -m tools.chromium`.
The system's Chromium first; else Playwright's own, where it can be had; else Debian's, when run as root."""

import os
import shutil
import sys

from tools.install import install, run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """The path of a browser that is there already: $CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named and os.access(named, os.X_OK):
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def find() -> str | None:
    """A browser's path, installing one if need be; None where that cannot be done."""
    path = installed()
    if path is None:
        run(sys.executable, "-m", "playwright", "install", "chromium")
        path = installed()
    if path is None:
        install("chromium")
        path = installed()
    return path


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit("The browser tests need Chromium: install your system's package, or set CHROMIUM to a browser's path.")
    print(found)
