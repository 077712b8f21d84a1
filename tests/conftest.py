"""What holds for all tests."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from ui.assets import OFFERED
from ui.serving.table_shelf import TABLES

# How long hypothesis takes to draw its examples says how busy the machine is, not whether the code is right. And
# they are the same at every run: what only some runs find is found by whoever has changed something else.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True)
settings.load_profile("any machine")

# AppTest looks for components in all installed packages whenever a page is opened: twice as long as the page takes.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# What one test of these makes or starts, the others use: they go to the same one of pytest's processes.
TOGETHER = (
    "tests/core/mistakes/test_fingerprints.py",
    "tests/deploy/test_nginx.py",
    "tests/test_recipes.py",
    "tests/ui/break_it/test_broken.py",
    "tests/ui/export/test_static_site.py",
    "tests/ui/language/test_third_language.py",
)

# For what is made once for many tests; and again before each of them, whatever the last one did.
OFFERED.set()


@pytest.fixture(autouse=True)
def as_served() -> Iterator[None]:
    """Pages are tested as a server with our routes shows them, unless a test says otherwise; and as all of AppTest's
    sessions have one name, none finds the table of another test."""
    OFFERED.set()
    yield
    TABLES.clear()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadGroupScheduling:
    """Any test goes to any process, but for those of the files that stay together.

    A mark would be nearer to them, but pytest 9.2 does not read the name any more in which xdist 3.8 writes it down.
    """
    scheduler = LoadGroupScheduling(config, log)
    scheduler._split_scope = kept_with
    return scheduler


def kept_with(nodeid: str) -> str:
    """What a test is not parted from: its file, or nothing but itself."""
    file = nodeid.partition("::")[0]
    return file if file in TOGETHER else nodeid
