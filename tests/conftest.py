"""What holds for all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from ui.assets import OFFERED
from ui.serving.table_shelf import TABLES

# How long hypothesis takes to draw its examples says how busy the machine is, not whether the code is right.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")

# For what is made once for many tests; and again before each of them, whatever the last one did.
OFFERED.set()


@pytest.fixture(autouse=True)
def as_served() -> Iterator[None]:
    """Pages are tested as a server with our routes shows them, unless a test says otherwise; and as all of AppTest's
    sessions have one name, none finds the table of another test."""
    OFFERED.set()
    yield
    TABLES.clear()
