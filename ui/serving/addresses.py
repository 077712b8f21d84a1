"""Timelines that the browser fetches by an address made of their content: it keeps them.
A timeline that stands in the page's own message is sent anew at every visit, and uncompressed."""

import hashlib
from collections.abc import Callable

from ui.assets import below
from ui.serving.store import Store
from ui.timeline.folding import compressed, parted, zipped

ROUTE = "/timeline"
# A usual timeline has 0.1 MB when it is folded, the longest 1.5 MB.
FOLDED: Store[bytes] = Store(512, 36_000_000, name="folded timeline")


def address(packed: bytes) -> str:
    """Where the browser will find a packed timeline, relative to where the app is."""
    return _offer(packed, lambda: compressed(packed))


def offered(packed: bytes) -> bytes:
    """The same; the browser finds it at its address from now on. A worker that makes it does this too."""
    address(packed)
    return packed


def addresses_of_parts(packed: bytes) -> tuple[str, str]:
    """Where the browser will find the header of a packed timeline, and its arrays.

    Of a timeline that is another one at every step often only the header is: then the browser has its arrays.
    """
    header, arrays = parted(packed)
    return _offer(header, lambda: zipped(header)), _offer(arrays, lambda: zipped(arrays))


def _offer(content: bytes, pack: Callable[[], bytes]) -> str:
    """Offer what `pack` makes of some content → its address."""
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    FOLDED.get(digest, pack)
    return below(f"{ROUTE}/{digest}")


def folded(packed: bytes) -> bytes:
    """The same bytes as a browser fetches them: folded and gzipped."""
    return find(address(packed).rpartition("/")[2]) or compressed(packed)


def find(digest: str) -> bytes | None:
    """The folded and gzipped timeline with this digest, if it is still there."""
    return FOLDED.find(digest)
