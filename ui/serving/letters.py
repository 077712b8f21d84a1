"""The letters of the full page, which other pages take too: Streamlit’s own, at the address where it serves them.
Each release of Streamlit has its own name for them."""

from functools import cache
from pathlib import Path

import streamlit

LETTERS = "static/media/SourceSansVF-Upright*.woff2"


@cache
def letters() -> str:
    """Where they are, relative to the app; "" where this Streamlit has none of this name."""
    folder = Path(streamlit.__file__).parent / "static"
    found = next(folder.glob(LETTERS), None)
    return found.relative_to(folder).as_posix() if found else ""
