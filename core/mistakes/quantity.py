"""A number to be worked out on paper: how it is made, and what it may be mistaken for.
What it is called and how it is made are sentences, so that they can be said in another language too."""

from collections.abc import Container
from dataclasses import dataclass

from core.mistakes.typed_number import SHOWN, write
from core.sentence import Formula, Sentence


@dataclass(frozen=True)
class Slip:
    """A well-known mistake: the number that it leads to, and a hint that completes "Not yet: "."""

    value: float
    hint: str


@dataclass(frozen=True)
class Quantity:
    """One number to work out.

    key : tells it from all others, whatever the notation
    name : on its field
    value : the right number
    formula : how it is made, in symbols
    filled : what the formula makes of the numbers before it; "" where it is made of given ones alone
    made_of : the keys of those numbers
    slips : what it may be mistaken for, the most telling mistake first
    pairs : what two of those mistakes at once lead to
    digits : to which it is shown, as the numbers behind it need them
    """

    key: str
    name: str
    value: float
    formula: str
    filled: str
    made_of: tuple[str, ...]
    slips: tuple[Slip, ...]
    pairs: tuple[Slip, ...] = ()
    digits: int = SHOWN

    @property
    def shown(self) -> str:
        """The number to so many digits, or all of it where it has fewer."""
        return write(self.value, self.digits)

    def equation(self, known: Container[str]) -> str:
        """The formula; with numbers in it as soon as all that it is made of is among the `known` keys."""
        if not self.made_of or not all(key in known for key in self.made_of):
            return self.formula
        left = self.formula.partition(" = ")[0]
        # What has words, beside symbols, is the number's name.
        named = self.name if left == self.name else left
        return Sentence("{left} = {right}", left=named, right=Formula(self.filled))


@dataclass(frozen=True)
class Stage:
    """What stands together: a stage of the pass, its title, its formula, and its numbers."""

    name: str
    title: str
    formula: str
    quantities: tuple[Quantity, ...]
