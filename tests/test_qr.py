"""The code for the projector: a decoder reads the very link out of it."""

import re
from urllib.parse import urlencode

import numpy as np
import pytest
import zxingcpp
from starlette.requests import Request
from starlette.responses import Response

from ui.serving.qr_codes import LONGEST_CODE, qr_code
from ui.settings import links

# Pixels a module, for the decoder.
SIZE = 4


def code(text: str) -> Response:
    query = urlencode({"text": text}).encode()
    return qr_code(Request({"type": "http", "query_string": query, "headers": []}))


def pixels(svg: str) -> np.ndarray:
    """The drawing's dark strokes, each a row of modules, as an image."""
    width = int(float(re.search(r'width="([\d.]+)"', svg)[1]))
    image = np.full((width, width), 255, np.uint8)
    x, y = 0.0, 0.0
    for command, a, b in re.findall(
        r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", re.search(r'class="qrline"[^>]* d="(M[^"]+)"', svg)[1]
    ):
        if command == "h":
            image[int(y), int(x) : int(x) + int(a)] = 0
            x += float(a)
        else:
            x, y = (float(a), float(b)) if command == "M" else (x + float(a), y + float(b))
    return np.kron(image, np.ones((SIZE, SIZE), np.uint8))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"data": "moons", "lr": 3.7, "optimizer": "Adam", "batch": "16"},
        {
            "data": "blobs",
            "start": "typed",
            "weights": "-1.23456, 2.34567, 0.12345",
            "steps": 2_000,
            "scaling": "standard",
        },
    ],
)
def test_a_decoder_reads_the_link_of_a_moment(settings: dict[str, object]) -> None:
    query = links.encode(links.complete(settings), 37, "dy", 5)
    link = f"https://gradient-explorer.example.org/backward_pass?{urlencode(query, doseq=True)}"
    answer = code(link)
    assert answer.media_type == "image/svg+xml"
    (found,) = zxingcpp.read_barcodes(pixels(bytes(answer.body).decode()))
    assert found.text == link


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_CODE + 1), "ä€" * 500])
def test_what_is_too_short_or_too_long_is_refused_in_a_sentence(text: str) -> None:
    answer = code(text)
    assert answer.status_code == 400
    assert bytes(answer.body) == b"A code holds 1 to 2,000 bytes of text."


def test_markup_is_only_coded() -> None:
    svg = bytes(code("<script>alert(1)</script>").body).decode()
    assert "script" not in svg
    assert zxingcpp.read_barcodes(pixels(svg))[0].text == "<script>alert(1)</script>"
