"""What is sent in the place of Streamlit's letters and symbols has all that a page can show, and is much smaller."""

from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from tests.loops import run
from tools.fonts.letters import LETTERS
from ui.serving.fonts import FONTS, ROOT, SYMBOL_NAMES, Font, symbols_in_use
from ui.serving.static_files import CompressedStatic

SAYING = [
    *(ROOT / "pages").glob("*.py"),
    *(
        file
        for folder in ("core", "ui", "web")
        for end in ("*.py", "*.js", "*.html")
        for file in (ROOT / folder).rglob(end)
    ),
    *(ROOT / "lessons").rglob("*.md"),
    *(ROOT / "locale").rglob("*.po"),
]
OWN = b"Streamlit's own"


def get(path: str) -> tuple[dict[str, str], bytes]:
    """What stands in front of Streamlit's own files answers: headers and body."""
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", b"gzip")]}
    run(CompressedStatic(PlainTextResponse(OWN))(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_all_symbols_of_streamlit_and_of_ours_are_in_the_part() -> None:
    # Where this fails a symbol or another Streamlit has come: `make fonts`.
    assert set(SYMBOL_NAMES.read_text(encoding="utf-8").split()) == symbols_in_use()


def test_all_letters_that_we_write_are_in_the_part() -> None:
    files = [file for file in SAYING if "vendor" not in file.parts]
    written = {letter for file in files for letter in file.read_text(encoding="utf-8")} - {"\n"}
    assert {letter for letter in written if not any(ord(letter) in group for group in LETTERS)} == set()


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.called)
@pytest.mark.parametrize("below", ["", "/~/+"])
def test_the_part_is_sent_in_the_place_of_the_whole(font: Font, below: str) -> None:
    whole = font.whole()
    headers, body = get(f"{below}/static/media/{whole.name}")
    assert headers["content-type"] == "font/woff2"
    assert "immutable" in headers["cache-control"]
    assert body == font.file.read_bytes()
    assert body[:4] == b"wOF2"
    assert len(body) < 0.25 * whole.stat().st_size


def test_its_other_fonts_are_its_own() -> None:
    other = next(FONTS[0].whole().parent.glob("KaTeX_Main-Regular*"))
    assert get(f"/static/media/{other.name}")[1] == OWN
