"""Points drawn by hand: a drawing that can be undone, and a spelling of it that is short enough for a link.
A point is (x1, x2, label); its coordinates are rounded to thousandths as soon as it is drawn."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.data.user_data import UserData
from core.sentence import Sentence

Point = tuple[float, float, int]
Points = tuple[Point, ...]

# Points of a drawing, how far from 0 one may lie, and how many changes can be taken back.
MOST_POINTS = 60
FAR = 100.0
UNDOS = 200

# The 64 characters of base64url (RFC 4648, section 5): none of them needs escaping in a link.
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# A character with the bit 32 is followed by another of the same number; the first without it is the last.
NUMBER = re.compile(r"[g-z0-9_-]{0,3}[A-Za-f]")


def checked(points: Iterable[Point]) -> Points:
    """The points with their coordinates rounded to thousandths.

    Raises ValueError, in one sentence, for more than 60 of them, a coordinate that is no number from -100 to 100,
    or a label other than 0 and 1.
    """
    points = tuple((_rounded(x1), _rounded(x2), _label(label)) for x1, x2, label in points)
    if len(points) > MOST_POINTS:
        raise ValueError(Sentence("A drawing has room for {most} points.", most=MOST_POINTS))
    return points


def _rounded(x: float) -> float:
    if isinstance(x, bool) or not (isinstance(x, int | float) and -FAR <= x <= FAR):
        raise ValueError(Sentence("A coordinate must be a number from {low:g} to {high:g}.", low=-FAR, high=FAR))
    # + 0.0, because of a -0.0 nobody would see the sign.
    return round(float(x), 3) + 0.0


def _label(label: int) -> int:
    if isinstance(label, bool) or label not in (0, 1):
        raise ValueError(Sentence("A label must be 0 or 1."))
    return int(label)


# In a link


def encode(points: Iterable[Point]) -> str:
    """Points → letters, digits, - and _ : at most 8 characters a point, 6 where both coordinates lie within ±8.

    Each point is two whole numbers, of thousandths: 2 · x1 + label, and x2. Each number is written as source maps
    do it (the base 64 VLQ of ECMA-426): its sign in its lowest bit, then five bits a character, the lowest first.

    Raises ValueError as `checked` does.
    """
    text = ""
    for x1, x2, label in checked(points):
        text += _spelled(2 * _signed(round(1000 * x1)) + label) + _spelled(_signed(round(1000 * x2)))
    return text


def decode(text: str) -> Points:
    """The points that `encode` has written: its inverse.

    Raises ValueError, in one sentence, for any text that `encode` does not write.
    """
    numbers = [_number(word) for word in NUMBER.findall(text)] if len(text) <= 8 * MOST_POINTS else []
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    try:
        points = checked((_unsigned(x1 >> 1) / 1000, _unsigned(x2) / 1000, x1 & 1) for x1, x2 in pairs)
    except ValueError:
        points = ()
    # Written again, it must be the same text: each drawing has one spelling only, and nothing is passed over.
    if encode(points) != text:
        raise ValueError(Sentence("The drawn points in this link cannot be read."))
    return points


def _signed(k: int) -> int:
    """0, -1, 1, -2, 2 … → 0, 1, 2, 3, 4 …: small numbers stay small, whatever their sign."""
    return 2 * k if k >= 0 else -2 * k - 1


def _unsigned(k: int) -> int:
    return k // 2 if k % 2 == 0 else -(k // 2) - 1


def _spelled(k: int) -> str:
    text = ""
    while k >= 32:
        text += DIGITS[32 | k % 32]
        k //= 32
    return text + DIGITS[k]


def _number(word: str) -> int:
    return sum((DIGITS.index(digit) % 32) << (5 * place) for place, digit in enumerate(word))


# As data


def to_user_data(points: Iterable[Point]) -> UserData:
    """The points as samples with the features x1 and x2.

    Raises ValueError, in one sentence, where nothing is drawn, or points of one class only.
    """
    points = checked(points)
    if not points:
        raise ValueError(Sentence("Nothing is drawn yet: a classifier needs a point of each class."))
    labels = {label for _, _, label in points}
    if len(labels) == 1:
        raise ValueError(
            Sentence("All points are of class {label}: a classifier needs a point of each class.", label=labels.pop())
        )
    return UserData([(x1, x2) for x1, x2, _ in points], [label for _, _, label in points])


# The drawing


@dataclass(frozen=True)
class Drawing:
    """The points as they are, and how they were before and after: every method gives a new Drawing.

    past : what `undo` goes back to, the latest last, 200 at the most · future : what `redo` goes on to, the next last

    Raises ValueError as `checked` does; IndexError for a point that is not there.
    """

    points: Points = ()
    past: tuple[Points, ...] = ()
    future: tuple[Points, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", checked(self.points))

    def add(self, x1: float, x2: float, label: int) -> "Drawing":
        """One more point, the last."""
        return self.having((*self.points, (x1, x2, label)))

    def move(self, index: int, x1: float, x2: float) -> "Drawing":
        """The point there, somewhere else."""
        before, (_, _, label), after = self._around(index)
        return self.having((*before, (x1, x2, label), *after))

    def delete(self, index: int) -> "Drawing":
        """Without the point there."""
        before, _, after = self._around(index)
        return self.having((*before, *after))

    def clear(self) -> "Drawing":
        """Without any points."""
        return self.having(())

    def having(self, points: Iterable[Point]) -> "Drawing":
        """All points as they are in a table that somebody has edited. What changes nothing is no step to undo."""
        new = checked(points)
        return self if new == self.points else Drawing(new, (*self.past, self.points)[-UNDOS:])

    def undo(self) -> "Drawing":
        """One step back, or the same where there is none."""
        if not self.past:
            return self
        return Drawing(self.past[-1], self.past[:-1], (*self.future, self.points))

    def redo(self) -> "Drawing":
        """One step that was undone, done again, or the same where there is none."""
        if not self.future:
            return self
        return Drawing(self.future[-1], (*self.past, self.points), self.future[:-1])

    def nearest(self, x1: float, x2: float) -> int | None:
        """The index of the point nearest to (x1, x2), the later one of two, or None where there is none."""
        indices = range(len(self.points) - 1, -1, -1)
        return min(indices, key=lambda i: math.dist(self.points[i][:2], (x1, x2)), default=None)

    def _around(self, index: int) -> tuple[Points, Point, Points]:
        if not 0 <= index < len(self.points):
            raise IndexError(Sentence("There is no point {index}.", index=index))
        return self.points[:index], self.points[index], self.points[index + 1 :]
