"""Who goes first where a hand moves something while a page is to run, on two threads of one Python: the hand. A draft
is a tenth of a run, and it is what the visitor looks at: side by side each would take as long as both."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds that a page waits at the most: most drafts take a third of it.
PATIENCE = 0.05

_no_draft = threading.Event()
_no_draft.set()


@contextmanager
def drafting() -> Iterator[None]:
    """While a draft is made; there is one at a time."""
    _no_draft.clear()
    try:
        yield
    finally:
        _no_draft.set()


def let_hand_go_first() -> None:
    """Before a page runs: wait until the draft that is being made is there, or too long for that."""
    _no_draft.wait(PATIENCE)
