"""A sentence whose values are kept apart from its words, so that it can be said in another language too; a formula."""

from typing import Any, Self

# Words with places for values, which a Sentence fills in.
Words = str


class Formula(str):
    """A formula with numbers in it, "0.5 · (1 − 0.5)": it has no words, but its numbers may be written otherwise."""

    __slots__ = ()


class Sentence(str):
    """The English sentence, its values filled in as `str.format` does it.

    words : with places for the values · values : what stands there, by the names of the places; another Sentence too

    >>> Sentence("At most {most:,} rows can be read.", most=200_000)
    'At most 200,000 rows can be read.'
    """

    __slots__ = ("values", "words")
    words: str
    values: dict[str, Any]

    def __new__(cls, words: str, **values: Any) -> Self:
        made = super().__new__(cls, words.format(**values) if values else words)
        made.words, made.values = words, values
        return made

    def __add__(self, other: str) -> "Sentence":
        return _again("{first}{then}", {"first": self, "then": other})

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.words, self.values)


class Counted(Sentence):
    """A sentence on so many of something: it has one text for 1 and one for more, of which other languages have others.

    one, many : words, in which n has the place {n} · n : how many · values : as of a Sentence

    >>> Counted("{n} row", "{n:,} rows", 2_000)
    '2,000 rows'
    """

    __slots__ = ("many", "one")
    one: str
    many: str

    def __new__(cls, one: str, many: str, n: int, **values: Any) -> Self:
        made = super().__new__(cls, one if n == 1 else many, n=n, **values)
        made.one, made.many = one, many
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _counted_again, (self.one, self.many, self.values)


def _counted_again(one: str, many: str, values: dict[str, Any]) -> Counted:
    return Counted(one, many, **values)


def _again(words: str, values: dict[str, Any]) -> Sentence:
    return Sentence(words, **values)
