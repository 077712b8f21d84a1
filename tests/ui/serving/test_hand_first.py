"""A page that is to run waits for the draft that is being made, and not for long."""

import threading

import pytest

from tests.waiting import PATIENCE, until
from ui.serving import drafts, hand_first


class Noted(threading.Event):
    """An event that knows how many wait for it, or have."""

    waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        return super().wait(timeout)


@pytest.fixture
def no_draft(monkeypatch: pytest.MonkeyPatch) -> Noted:
    event = Noted()
    event.set()
    monkeypatch.setattr(hand_first, "_no_draft", event)
    return event


def test_a_page_waits_for_the_draft_that_is_being_made(monkeypatch: pytest.MonkeyPatch, no_draft: Noted) -> None:
    monkeypatch.setattr(hand_first, "PATIENCE", PATIENCE)
    done: list[str] = []

    def run_page() -> None:
        hand_first.let_hand_go_first()
        done.append("page")

    page = threading.Thread(target=run_page)

    def make(*_: object) -> bytes:
        page.start()
        until(lambda: no_draft.waits > 0)
        done.append("draft")
        return b""

    monkeypatch.setattr(drafts, "_drafted", make)
    drafts._made("", ())
    page.join()
    assert done == ["draft", "page"]
    # Where no draft is being made it does not wait at all.
    run_page()
    assert done == ["draft", "page", "page"]


def test_a_page_waits_for_no_draft_that_takes_long_nor_for_one_that_failed(
    monkeypatch: pytest.MonkeyPatch, no_draft: Noted
) -> None:
    monkeypatch.setattr(hand_first, "PATIENCE", 0.001)

    def fail(*_: object) -> bytes:
        hand_first.let_hand_go_first()
        raise ValueError("No draft.")

    monkeypatch.setattr(drafts, "_drafted", fail)
    with pytest.raises(ValueError, match="No draft"):
        drafts._made("", ())
    assert no_draft.is_set()
