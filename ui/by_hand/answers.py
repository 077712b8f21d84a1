"""What a visitor has answered so far: which numbers are right, which were revealed, and what is said of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.mistakes.judge import Judgement, judge
from core.mistakes.quantity import Quantity
from ui.language.speaking import _

MARKS = {"right": ":green[✓] ", "wrong": ":red[✗] ", "unreadable": ":orange[?] ", "empty": ""}


@dataclass(frozen=True)
class Answers:
    """The answers to all numbers of a step.

    verdicts : of each number, by its key
    equations : of each number, with those numbers in it that the visitor has already
    revealed : the keys of those that were revealed
    """

    quantities: tuple[Quantity, ...]
    verdicts: dict[str, Judgement]
    equations: dict[str, str]
    revealed: frozenset[str]

    @property
    def right(self) -> int:
        """How many were found without help."""
        return sum(verdict.kind == "right" for key, verdict in self.verdicts.items() if key not in self.revealed)

    @property
    def wrong(self) -> tuple[str, ...]:
        """The keys of those that something is wrong with."""
        bad = ("wrong", "unreadable")
        return tuple(key for key, verdict in self.verdicts.items() if verdict.kind in bad and key not in self.revealed)

    def progress(self) -> str:
        """How many are there already."""
        known = {"right": self.right, "revealed": len(self.revealed), "all": len(self.quantities)}
        if self.right + len(self.revealed) == len(self.quantities):
            return _("All done: {right} right, {revealed} revealed", **known)
        return _("{right} of {all} right, {revealed} revealed", **known)

    def line(self, quantity: Quantity) -> str:
        """What stands below a number's field: the verdict, and before there is one, how the number is made."""
        if quantity.key in self.revealed:
            return _("Revealed: {value}, as {formula}.", value=_(quantity.shown), formula=_(quantity.formula))
        verdict, equation = self.verdicts[quantity.key], self.equations[quantity.key]
        if verdict.kind == "empty" and equation != quantity.formula:
            return f"= {_(equation).split(' = ', 1)[1]}"
        return MARKS[verdict.kind] + _(verdict.message)

    def spoken(self, last: str) -> str:
        """For the ear: what the verdict on the last number says to the eye, and how many are right. last : its key"""
        for quantity in self.quantities:
            if quantity.key == last:
                revealed = quantity.key in self.revealed
                said = _("revealed: {value}.", value=_(quantity.shown)) if revealed else _(self.verdicts[last].message)
                return f"{_(quantity.name)}: {said} {self.progress()}."
        return ""


def answers(quantities: Iterable[Quantity], typed: Callable[[str], str], revealed: frozenset[str]) -> Answers:
    """Judge all that was typed; a number that is right or revealed stands in the formulas behind it.

    quantities : in the order of the pass · typed : the text of each, by its key · revealed : keys, others too
    """
    quantities = tuple(quantities)
    revealed = revealed & {quantity.key for quantity in quantities}
    known, verdicts, equations = set(revealed), {}, {}
    for quantity in quantities:
        equations[quantity.key] = quantity.equation(known)
        verdict = judge(quantity, typed(quantity.key), equations[quantity.key])
        verdicts[quantity.key] = verdict
        if verdict.kind == "right":
            known.add(quantity.key)
    return Answers(quantities, verdicts, equations, revealed)
