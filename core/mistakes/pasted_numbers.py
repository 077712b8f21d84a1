"""Numbers that somebody typed or pasted, as numpy, PyTorch or Python prints them: they are read, and never run."""

import re

import numpy as np

from core.arrays import Array
from core.sentence import Sentence

MAX_CHARACTERS, MAX_NUMBERS = 40_000, 2_000

NOT_FINITE = Sentence(
    "There is an inf or a nan among the numbers: the code divides by zero, as it does with targets and outputs swapped."
)

# The signs that stand for a minus in books and PDFs, and the spaces that do not look like one.
TYPOGRAPHY = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\ufeff": " "})
NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
WRAPPED = re.compile(r"(?:np\.|numpy\.|torch\.)?(?:array|tensor)\((.*?)(?:, ?dtype=[\w.]+)?,? ?\)")
ROW = re.compile(r"\[([^\[\]]*)\]")


def read_numbers(text: str) -> Array:
    """The numbers that a person typed or pasted, without ever running the text.

    Numbers are separated by spaces, lines, commas or semicolons; brackets are read as numpy prints them:
      0.425 0.4        no brackets: a column (2, 1)
      [0.425 0.4]      a flat array (2,)
      [[0.425] [0.4]]  a table, here (2, 1)
    A comma is a decimal sign where no point is, where every comma stands between two digits of its own number, and
    where reading it so leaves something to separate the numbers: "0,425 0,400" and "0,425; 0,400" and "0,425".
    Otherwise it separates: "0.425,0.400" and "1, 2" and "1,2,3" and "[1,2]".

    Raises ValueError, in one sentence, for anything else, for more than 2,000 numbers or more than 40,000 characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(
            Sentence(
                "The text has {text:,} characters, and at most {most:,} are read.",
                text=len(text),
                most=MAX_CHARACTERS,
            )
        )
    text = " ".join(text.translate(TYPOGRAPHY).split())
    wrapped = WRAPPED.fullmatch(text)
    text = wrapped[1] if wrapped else text
    if "..." in text or "…" in text:
        raise ValueError(
            Sentence(
                "The numbers are shortened to “...”: print all of them, after np.set_printoptions(threshold=10_000)."
            )
        )
    if _comma_is_decimal(text):
        text = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)
    depth = _depth(text)
    if depth == 0:
        return np.array(_row(text)).reshape(-1, 1)
    inner = text[1:-1] if depth == 2 else text
    rows = ROW.findall(inner)
    between = ROW.sub(" ", inner)
    if not rows or between.strip(" ,;"):
        raise ValueError(Sentence("The brackets hold neither one list of numbers nor a list of such lists."))
    if depth == 1 and len(rows) == 1:
        return np.array(_row(rows[0]))
    table = [_row(row) for row in rows]
    if len({len(row) for row in table}) > 1:
        raise ValueError(Sentence("The lists in the brackets are not equally long."))
    _check_count(sum(len(row) for row in table))
    return np.array(table)


def _depth(text: str) -> int:
    """How deep the brackets go, 0 to 2. Raises ValueError where they do not match or go deeper."""
    depth = deepest = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if depth != 0:
        raise ValueError(Sentence("The brackets do not match: every [ needs its ]."))
    if deepest > 2:
        raise ValueError(Sentence("The brackets go too deep: a list, or a list of lists, is all that can be read."))
    if deepest == 2 and not (text.startswith("[") and text.endswith("]")):
        raise ValueError(Sentence("There is something outside the brackets."))
    return deepest


def _row(text: str) -> list[float]:
    """The numbers of one list without brackets. Raises ValueError."""
    # A comma or semicolon separates, with spaces around it or not; where there is none, a space does.
    parts = re.split(r" ?[,;] ?| ", text.strip())
    if len(parts) > 1 and not parts[-1]:
        parts.pop()  # a comma after the last number is fine
    _check_count(len(parts))
    return [_number(part) for part in parts]


def _check_count(count: int) -> None:
    if count > MAX_NUMBERS:
        raise ValueError(
            Sentence(
                "There are {count:,} numbers, and at most {most:,} are read.",
                count=count,
                most=MAX_NUMBERS,
            )
        )


def _number(text: str) -> float:
    if not text:
        raise ValueError(
            Sentence("A number is missing: the text is empty, or two separators have nothing between them.")
        )
    if text.lower().lstrip("+-") in ("inf", "infinity", "nan"):
        raise ValueError(NOT_FINITE)
    if not NUMBER.fullmatch(text):
        # Only what cannot be taken for markup is repeated.
        shown = f": “{text}”" if re.fullmatch(r"[A-Za-z0-9.+-]{1,20}", text) else ""
        raise ValueError(Sentence("Something there is not a number like 0.425, 0,425 or 4.25e-1{shown}.", shown=shown))
    number = float(text)
    if not np.isfinite(number):
        raise ValueError(Sentence("One of the numbers is larger than a float can hold."))
    return number


def _comma_is_decimal(text: str) -> bool:
    """Whether the commas between digits are decimal signs. Raises ValueError where they seem to be both."""
    if "." in text:
        return False
    words = [word.strip(",") for word in re.split(r"[ ;\[\]]", text)]
    commas = [word for word in words if "," in word]
    for word in commas:
        before, after = word.split(",")[0::2], word.split(",")[1::2]
        if len(after) > 1 and len(before) == len(after) and {"0", "-0"} & set(before) and _fractions(after):
            raise ValueError(
                Sentence("A comma cannot be decimal sign and separator at once: put semicolons between the numbers.")
            )
    if not commas or not all(DECIMAL_COMMA.fullmatch(word) for word in commas):
        return False
    # "[1,2]" is a list of two, as Python writes it. But "[0,425]" is hardly 0 and 425, nor "[1,05]" 1 and 05.
    if "[" not in text or re.search(r"[0-9],?(?: |; ?)[+-]?[0-9]", text):
        return True
    whole, fraction = commas[0].lstrip("+-").split(",")
    return len(fraction) > 1 and (whole == "0" or fraction.startswith("0"))


def _fractions(parts: list[str]) -> bool:
    """Whether these could all be digits behind a decimal comma, and at least two each."""
    return all(re.fullmatch(r"[0-9]{2,}", part) for part in parts)
