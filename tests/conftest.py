"""What holds for all tests."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from ui.assets import OFFERED
from ui.serving.table_shelf import TABLES

# How long hypothesis takes to draw its examples says how busy the machine is, not whether the code is right.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")

# AppTest looks for components in all installed packages whenever a page is opened: twice as long as the page takes.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# For what is made once for many tests; and again before each of them, whatever the last one did.
OFFERED.set()


@pytest.fixture(autouse=True)
def as_served() -> Iterator[None]:
    """Pages are tested as a server with our routes shows them, unless a test says otherwise; and as all of AppTest's
    sessions have one name, none finds the table of another test."""
    OFFERED.set()
    yield
    TABLES.clear()
