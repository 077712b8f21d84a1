"""A page that waits for its turn to be run says so, and says no more when its turn has come."""

import math
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st

from tests.waiting import PATIENCE, until
from ui.serving import queue
from ui.serving.queue import RUNNING
from ui.settings import progress


class Bar:
    """Writes down what it is told to show."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    def progress(self, share: float, text: str) -> "Bar":
        self.words.append(text)
        return self

    def empty(self) -> None:
        self.words.append("gone")


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(st, "progress", Bar(words).progress)
    monkeypatch.setattr(queue, "EACH", 0.01)
    monkeypatch.setattr(RUNNING, "patience", math.inf)
    return words


def test_a_page_that_waits_for_its_turn_says_its_place(words: list[str]) -> None:
    go, inside = (threading.Event() for _ in range(2))

    def first() -> None:
        with progress.in_turn():
            inside.set()
            go.wait(PATIENCE)

    def second() -> list[str]:
        with progress.in_turn():
            return list(words)

    with ThreadPoolExecutor(2) as threads:
        holding = threads.submit(first)
        assert inside.wait(PATIENCE)
        waiting = threads.submit(second)
        until(lambda: bool(words))
        # Its place is told again and again, and said once.
        go.set()
        holding.result(PATIENCE)
        said = ["The server is busy: you are number 1 in the queue …", "gone"]
        assert waiting.result(PATIENCE) == words == said


def test_a_page_whose_turn_it_is_says_nothing_and_one_that_waits_for_a_moment_neither(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress.in_turn():
        pass
    monkeypatch.setattr(progress, "PLACE_SHOWN_FROM", math.inf)
    told, go, inside = [], threading.Event(), threading.Event()
    monkeypatch.setattr(RUNNING._turns, "place", lambda _: told.append(1) or 1)

    def first() -> None:
        with progress.in_turn():
            inside.set()
            go.wait(PATIENCE)

    def second() -> None:
        with progress.in_turn():
            pass

    with ThreadPoolExecutor(2) as threads:
        holding = threads.submit(first)
        assert inside.wait(PATIENCE)
        waiting = threads.submit(second)
        until(lambda: len(told) > 1)
        go.set()
        holding.result(PATIENCE)
        waiting.result(PATIENCE)
    assert not words
