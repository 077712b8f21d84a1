"""What there is to say of a number that somebody has worked out: right, or which mistake it comes from.
Right is whatever the right number may be rounded to, or what the shown digits lead to, and no mistake too."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from core.mistakes.quantity import Quantity, Slip
from core.mistakes.typed_number import SAME, SHOWN, Typed, is_value, read
from core.sentence import Sentence

# With fewer digits too many numbers look like two slips at once.
DIGITS_OF_TWO = 3
# Whoever reckons on with eight digits of the numbers before comes to this share of the right number, and may type all
# that a calculator shows of it: of what has more digits than these, the rest says nothing.
TYPED, BLUR = 6, Fraction(1, 10**6)
# A value that one digit begins, as the halves of that digit's place: from 0.95 on it rounds to 1.
ONE_DIGIT = Fraction(19, 10)


@dataclass(frozen=True)
class Judgement:
    """What there is to say of what was typed."""

    kind: Literal["right", "wrong", "unreadable", "empty"]
    message: str


def judge(quantity: Quantity, text: str, formula: str = "") -> Judgement:
    """Is `text` the quantity's value, rounded to two digits or more, or all of it?

    formula : what stands in the hint where nothing better is known, the quantity's own if it is ""
    """
    if not text.strip():
        return Judgement("empty", "")
    typed = read(text)
    if typed is None:
        return Judgement(
            "unreadable",
            Sentence("That cannot be read as a number. Try one like 0.65, 0,65, −2 or 1/3."),
        )
    if is_value(typed, quantity.value):
        if digits := _digits_to_tell(typed, quantity):
            return Judgement(
                "wrong",
                Sentence(
                    "Not yet: right so far, but a mistake looks the same. Give {digits} digits or more.", digits=digits
                ),
            )
        return Judgement("right", Sentence("Right: {value}", value=quantity.shown))
    if _is_reckoned_with_shown_digits(typed, quantity):
        return Judgement("right", Sentence("Right: {value}", value=quantity.shown))
    one = next((slip.hint for slip in quantity.slips if is_value(typed, slip.value)), "")
    hint = one or _nearness(typed, quantity.value) or _two_slips(typed, quantity.pairs)
    return Judgement(
        "wrong", Sentence("Not yet: {hint}", hint=hint or Sentence("{formula}.", formula=formula or quantity.formula))
    )


def _is_reckoned_with_shown_digits(typed: Typed, quantity: Quantity) -> bool:
    """Whether it is as near to the right number as the shown digits of those before it lead, and no mistake."""
    exact = Fraction(quantity.value)
    if typed.half == 0 or typed.digits <= TYPED or abs(typed.value - exact) > BLUR * abs(exact) + typed.half:
        return False
    return not any(is_value(typed, other.value) for other in (*quantity.slips, *quantity.pairs))


def _digits_to_tell(typed: Typed, quantity: Quantity) -> int:
    """How many digits it takes until no slip is right as well; 0 where what was typed is the number itself."""
    value = Fraction(quantity.value)
    if abs(typed.value - value) <= SAME * abs(value):
        return 0
    # A slip that comes to the same number is none here.
    others = [slip.value for slip in quantity.slips if abs(Fraction(slip.value) - value) > SAME * abs(value)]
    if typed.digits >= SHOWN or not any(is_value(typed, other) for other in others):
        return 0
    for digits in range(typed.digits + 1, SHOWN):
        rounded = read(f"{quantity.value:#.{digits}g}")
        if rounded is not None and not any(is_value(rounded, other) for other in others):
            return digits
    return SHOWN


def _nearness(typed: Typed, value: float) -> str:
    """A hint for a number that is almost right, or nothing."""
    gap, size = abs(typed.value - Fraction(value)), abs(Fraction(value))
    if typed.half == 0:
        return Sentence("very close, but a fraction counts as exact. Type the decimals.") if gap <= size / 100 else ""
    # Of a value below its only digit's place that digit says nothing: 1 is not the beginning of 0.5.
    if typed.digits == 1 and gap <= typed.half and size >= ONE_DIGIT * typed.half:
        return Sentence("right so far. Give two digits or more, not counting leading zeros.")
    if typed.digits >= 2 and gap <= 3 * typed.half and gap <= size / 20:
        return Sentence("very close, the last digit is off. Keep more digits until the end, then round.")
    return ""


def _two_slips(typed: Typed, pairs: Sequence[Slip]) -> str:
    """A hint for a number that two slips at once lead to, or nothing."""
    fitting = [pair for pair in pairs if is_value(typed, pair.value)]
    exact = [pair for pair in fitting if abs(typed.value - Fraction(pair.value)) <= SAME * abs(Fraction(pair.value))]
    if exact:
        return Sentence("two slips at once: {hint}", hint=exact[0].hint)
    if not fitting:
        return ""
    values = [Fraction(pair.value) for pair in fitting]
    alike = max(values) - min(values) <= SAME * abs(values[0])
    if typed.digits >= SHOWN or (alike and typed.digits >= DIGITS_OF_TWO):
        return Sentence("two slips at once: {hint}", hint=fitting[0].hint)
    return Sentence("that looks like two slips at once. Give one more digit to find out which.")
