"""A brush on a picture, by Pillow, which Streamlit brings: everything is drawn at twice the size, and reduced at the
end, so that edges are smooth. Places and widths are in pixels of the finished picture."""

import io
import logging
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFont

from ui.assets import HERE

TIMES = 2
# The app's own letters. A Pillow that cannot read them has some of its own.
LETTERS = HERE / "vendor" / "letters.woff2"
LARGEST = 52.0
REGULAR, SEMIBOLD = "Regular", "Semibold"
# Bytes of a picture at the most: chats leave out what is much longer.
HEAVY = 150_000
# Of so many letters it is kept whether there are any for them: a link may have any of Unicode's, one after another.
KNOWN = 1_024
# How a dash is drawn, in widths of its line: drawn, left out.
DASHES = {"dot": (1.2, 1.6), "dash": (4.0, 2.4), "dashdot": (4.0, 2.0, 1.2, 2.0)}
# Pixels between two dots of a line of no width at the least.
FINEST = 3.0

Point = tuple[float, float]
Points = Sequence[Point]
Box = tuple[float, float, float, float]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

logger = logging.getLogger(__name__)


@cache
def font(size: float, weight: str = REGULAR) -> Font:
    """Letters of so many pixels, as they are drawn."""
    try:
        found = ImageFont.truetype(LETTERS, TIMES * size)
        found.set_variation_by_name(weight)
    except OSError:
        logger.warning("Pillow cannot read %s: pictures of links have letters of its own.", Path(LETTERS).name)
        return ImageFont.load_default(TIMES * size)
    return found


class Brush:
    """A picture of `width` × `height` pixels, and all that is drawn on it."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (TIMES * width, TIMES * height), ground)
        # Colours with a share of opacity are laid over what is there.
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def line(self, points: Points, colour: str, width: float, dash: str = "solid") -> None:
        """A line through points, none of them missing."""
        if len(points) < 2 or width <= 0:
            return
        parts = [points] if dash not in DASHES else _dashes(points, DASHES[dash], max(width, FINEST / 2))
        thick = max(round(TIMES * width), 1)
        for part in parts:
            self._draw.line([(TIMES * x, TIMES * y) for x, y in part], ImageColor.getrgb(colour), thick, "curve")

    def area(self, points: Points, colour: str) -> None:
        """A polygon, filled."""
        if len(points) > 2:
            self._draw.polygon([(TIMES * x, TIMES * y) for x, y in points], _rgba(colour))

    def frame(self, points: Points, colour: str, width: float) -> None:
        """A polygon's outline."""
        self.line([*points, *points[:2]], colour, width)

    def disc(self, centre: Point, radius: float, fill: str | None, edge: str | None = None, width: float = 0) -> None:
        """A circle, filled or only its edge, which is `width` wide and half inside."""
        x, y = TIMES * centre[0], TIMES * centre[1]
        reach = TIMES * (radius + (width / 2 if edge else 0))
        self._draw.ellipse(
            (x - reach, y - reach, x + reach, y + reach),
            _rgba(fill) if fill else None,
            _rgba(edge) if edge and width else None,
            round(TIMES * width) if edge else 0,
        )

    def box(self, place: Box, fill: str | None, edge: str | None = None, width: float = 1, radius: float = 0) -> None:
        """A rectangle (left, top, right, bottom) with round corners."""
        corners = [TIMES * each for each in place]
        self._draw.rounded_rectangle(corners, TIMES * radius, fill, edge, round(TIMES * width) if edge else 0)

    def write(
        self, text: str, place: Point, size: float, colour: str, weight: str = REGULAR, anchor: str = "ls"
    ) -> None:
        """One line of text. anchor : which part of it stands at the place, as Pillow says it: "ls" left, baseline"""
        at = (TIMES * place[0], TIMES * place[1])
        self._draw.text(at, text, ImageColor.getrgb(colour), font(size, weight), anchor)

    def halo(self, text: str, place: Point, size: float, colour: str, ground: str, anchor: str) -> None:
        """Text on a picture: its letters have a rim of the ground's colour."""
        at = (TIMES * place[0], TIMES * place[1])
        self._draw.text(
            at, text, ImageColor.getrgb(colour), font(size), anchor, stroke_width=2 * TIMES, stroke_fill=ground
        )

    def paste(self, pixels: NDArray[np.uint8], place: Box) -> None:
        """Pixels (h, w, 3), as many as are drawn, into a rectangle."""
        self.image.paste(Image.fromarray(pixels), (round(TIMES * place[0]), round(TIMES * place[1])))

    def put(self, other: "Brush", place: Point, radius: float = 0) -> None:
        """Another picture, with round corners."""
        mask = Image.new("L", other.image.size, 0)
        right, bottom = other.image.size
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, right - 1, bottom - 1), TIMES * radius, 255)
        self.image.paste(other.image, (round(TIMES * place[0]), round(TIMES * place[1])), mask)

    def turned(self) -> "Brush":
        """The picture, turned to the left by a right angle: what was written to the right goes upwards."""
        brush = Brush(1, 1, "#ffffff")
        brush.size = (self.size[1], self.size[0])
        brush.image = self.image.transpose(Image.Transpose.ROTATE_90)
        return brush

    def png(self) -> bytes:
        """The finished picture. The same drawing always gives the same bytes, with the same Pillow."""
        small = self.image.reduce(TIMES)
        png = _encoded(small)
        # Of few colours it has half of the bytes, at twice the time.
        return png if len(png) <= HEAVY else _encoded(small.quantize(256, Image.Quantize.MEDIANCUT))


@cache
def _box() -> bytes:
    """What the letters show for one that they have not."""
    return bytes(font(LARGEST).getmask("\uffff"))


@lru_cache(KNOWN)
def _is_known(letter: str) -> bool:
    """Whether the letters have this one."""
    return letter == " " or bytes(font(LARGEST).getmask(letter)) != _box()


def readable(text: str) -> str:
    """A line of text without what there are no letters for."""
    return " ".join("".join(letter for letter in text if _is_known(letter)).split())


def width_of(text: str, size: float, weight: str = REGULAR) -> float:
    """How many pixels a line of text takes."""
    return float(font(size, weight).getlength(text)) / TIMES


def fitted(text: str, room: float, size: float, weight: str = REGULAR) -> str:
    """As much of a line of text as has room, with dots where something is left out."""
    if width_of(text, size, weight) <= room:
        return text
    kept = text
    while kept and width_of(f"{kept.rstrip()}…", size, weight) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=6)
    return file.getvalue()


def see_through(colour: str, share: float) -> str:
    """A colour #rrggbb of so much opacity."""
    return f"rgba({','.join(map(str, ImageColor.getrgb(colour)))},{share})"


def _rgba(colour: str) -> tuple[int, ...]:
    """A colour as Plotly writes it: #rrggbb, or rgba(red,green,blue,share)."""
    if not colour.startswith("rgba("):
        return ImageColor.getrgb(colour)
    *parts, share = colour[5:-1].split(",")
    return (*map(int, parts), round(255 * float(share)))


def _dashes(points: Points, dash: Sequence[float], width: float) -> list[Points]:
    """The parts of a line that are drawn, where it is dashed."""
    path = np.array(points, dtype=float)
    distance = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    cycle = np.cumsum([0.0, *dash]) * width
    starts = np.arange(0.0, distance[-1], cycle[-1])
    dashes: list[Points] = []
    for start in starts:
        for first, last in zip(cycle[:-1:2], cycle[1::2], strict=True):
            ends = np.clip([start + first, start + last], 0.0, distance[-1])
            between = distance[(distance > ends[0]) & (distance < ends[1])]
            at = np.concatenate([ends[:1], between, ends[1:]])
            dashes.append(
                list(zip(np.interp(at, distance, path[:, 0]), np.interp(at, distance, path[:, 1]), strict=True))
            )
    return dashes
