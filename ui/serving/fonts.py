"""Streamlit's letters and symbols, of which our pages show a part: that part is sent in their place, from web/vendor.
`make fonts` makes it (see tools/fonts). What a part leaves out is taken from the system's own letters."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "web" / "vendor"
MEDIA = Path(st.__file__).parent / "static" / "static" / "media"
# The symbols that are in the part, by name.
SYMBOL_NAMES = VENDOR / "symbols.txt"
# How Streamlit's programs, and ours, name a symbol.
SYMBOL = re.compile(r":material/([a-z0-9_]+)")


@dataclass(frozen=True)
class Font:
    """One of Streamlit's fonts: how its file is called, before each release's own hash, and our part."""

    called: str
    file: Path

    def whole(self) -> Path:
        """Streamlit's own file. Raises StopIteration where this Streamlit has none of this name."""
        return next(MEDIA.glob(f"{self.called}.*woff2"))


FONTS = (
    Font("SourceSansVF-Upright", VENDOR / "letters.woff2"),
    Font("MaterialSymbols-Rounded", VENDOR / "symbols.woff2"),
)


@cache
def parts() -> dict[str, bytes]:
    """What is sent in the place of Streamlit's files, by their names below /static/."""
    return {
        f"media/{whole.name}": font.file.read_bytes() for font in FONTS for whole in MEDIA.glob(f"{font.called}.*woff2")
    }


def symbols_in_use() -> set[str]:
    """The names of all symbols that Streamlit's programs or ours may show."""
    programs = [*(MEDIA.parent / "js").glob("*.js"), *(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    return {name for file in programs for name in SYMBOL.findall(file.read_text(encoding="utf-8"))}
