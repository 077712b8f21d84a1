"""Two ways to name the same numbers: the course's, and that of many textbooks.
Readers lose their way exactly here: the textbook's z is the course's y. In code it is always the course's."""

NOTATIONS = ("I2DL", "textbook")

_TEXTBOOK = {"y": "z", "z": "ŷ", "dL/dz": "dL/dŷ", "dz/dy": "dŷ/dz", "dL/dy": "dL/dz"}


def name(symbol: str, notation: str) -> str:
    """A symbol of the course (y, z, dL/dz, dz/dy, dL/dy, …) as `notation` writes it."""
    return _TEXTBOOK.get(symbol, symbol) if notation == "textbook" else symbol
