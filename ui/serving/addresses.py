"""Timelines that the browser fetches by an address made of their content, so that it can keep them.
A timeline inside the page's own message would be sent again at every visit, and uncompressed."""

import hashlib
from collections.abc import Callable
from contextlib import nullcontext

from ui.assets import below
from ui.serving import lanes
from ui.serving.store import STORE
from ui.timeline.folding import compressed, parted, zipped

ROUTE = "/timeline"
KIND = "folded timeline"
# Bytes that take longer than some 50 ms to compress.
LARGE = 1_000_000


def address(packed: bytes) -> str:
    """Where the browser finds a packed timeline, relative to the app."""
    return _offer(packed, lambda: compressed(packed))


def addresses_of_parts(packed: bytes) -> tuple[str, str]:
    """Where the browser finds the header of a packed timeline, and its arrays.

    Where a timeline differs at every step often only its header does: then the browser already has the arrays.
    """
    header, arrays = parted(packed)
    return _offer(header, lambda: zipped(header)), _offer(arrays, lambda: zipped(arrays))


def _offer(content: bytes, pack: Callable[[], bytes]) -> str:
    """Keep what `pack` makes of some content → its address."""
    key = (KIND, hashlib.blake2b(content, digest_size=16).hexdigest())
    with lanes.aside() if len(content) > LARGE and key not in STORE else nullcontext():
        STORE.get(key, pack)
    return below(f"{ROUTE}/{key[1]}")


def folded(packed: bytes) -> bytes:
    """The same bytes as a browser fetches them: folded and gzipped."""
    return find(address(packed).rpartition("/")[2]) or compressed(packed)


def find(digest: str) -> bytes | None:
    """The folded and gzipped timeline with this digest, if it is still here."""
    found: bytes | None = STORE.find((KIND, digest))
    return found
