"""What holds for all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from ui.tables import TABLES

# How long hypothesis takes to draw its examples says how busy the machine is, not whether the code is right.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def no_tables() -> Iterator[None]:
    """All of AppTest's sessions have one name: none finds the table of another test."""
    yield
    TABLES.clear()
