"""What web/packed.js does, in Python: the bytes that a part of a site has as letters."""

import gzip
import re

import numpy as np

from ui.export.offline import BITS, LETTERS


def from_text(written: str, length: int) -> bytes:
    """The bytes that were written as letters."""
    places = np.zeros(128, np.int64)
    places[np.frombuffer(LETTERS, np.uint8)] = np.arange(len(LETTERS))
    pairs = places[np.frombuffer(written.encode(), np.uint8)].reshape(-1, 2)
    values = pairs @ np.array([len(LETTERS), 1])
    bits = (values[:, np.newaxis] >> np.arange(BITS) & 1).astype(np.uint8)
    return np.packbits(bits.reshape(-1)[: 8 * length], bitorder="little").tobytes()


def read_timeline(script: str) -> bytes:
    """The folded timeline in such a script."""
    found = re.fullmatch(r'self\.gxPart = gxBytes\((\d+), "([^"]*)"\);\n', script)
    if found is None:
        raise ValueError("This is not a timeline's script.")
    return gzip.decompress(from_text(found[2], int(found[1])))
