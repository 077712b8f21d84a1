"""Find a browser for the tests, or install one, and print its path: `python -m tests.browser`.
The system's Chromium first; else Playwright's own, where it can be had; else Debian's, when run as root."""

import os
import shutil
import subprocess
import sys

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


def _run(*command: str) -> bool:
    print("$", *command, file=sys.stderr)
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False, timeout=900).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)
        return False


def find() -> str | None:
    """A browser's path, installing one if need be; None where that cannot be done."""
    path = installed()
    if path:
        return path
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    path = installed()
    if path is None and shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
        path = installed()
    return path


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit("The browser tests need Chromium: install your system's package, or set CHROMIUM to a browser's path.")
    print(found)
