"""Timelines that the browser fetches by an address made of their content: it keeps them.
A timeline that stands in the page's own message is sent anew at every visit, and uncompressed."""

import hashlib

from ui.bounded import Bounded
from ui.player.wire import compressed

ROUTE = "/timeline"
# A usual timeline has 0.15 MB on the wire, the longest 1.5 MB.
SENT: Bounded[bytes] = Bounded(512, 36_000_000, name="sent")


def address(packed: bytes) -> str:
    """Where the browser will find a packed timeline, below the app's base path."""
    digest = hashlib.blake2b(packed, digest_size=16).hexdigest()
    SENT.get(digest, lambda: compressed(packed))
    return f"{ROUTE}/{digest}"


def sent(digest: str) -> bytes | None:
    """The folded and gzipped timeline with this digest, if it is still there."""
    return SENT.find(digest)
