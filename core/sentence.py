"""A sentence whose values are kept apart from its words, so that it can be said in another language too; a formula."""

from typing import Any

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

    def __new__(cls, words: str, **values: Any) -> "Sentence":
        made = super().__new__(cls, words.format(**values) if values else words)
        made.words, made.values = words, values
        return made

    def __add__(self, other: str) -> "Sentence":
        return _again("{first}{then}", {"first": self, "then": other})

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.words, self.values)


def _again(words: str, values: dict[str, Any]) -> Sentence:
    return Sentence(words, **values)
