"""Who waits in these tests is told and asked more often than elsewhere, so that none of them waits for that alone."""

import pytest

from ui.serving import queue, store

EACH = 0.1


@pytest.fixture(autouse=True)
def asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (queue, store):
        monkeypatch.setattr(module, "EACH", EACH)
