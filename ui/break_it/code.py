"""The correct code and the buggy code beside each other, with the lines lit in which they differ. Without a bug, the
two functions of the backward pass."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.classifier import Classifier
from core.loss import BCE
from core.mistakes.mistake import Mistake
from ui.break_it.styles import MISTAKEN, RIGHT
from ui.language.speaking import _
from ui.panels.source_code import with_plain
from ui.timeline import content
from ui.timeline.timeline import Panel

# Behind a wrong line of core/mistakes/catalogue stands why it is.
WRONG = "# wrong: "
# The panels of the two codes, by the names that links and style sheets know them by.
SIDES = ("right", "mistaken")


@dataclass(frozen=True)
class Code:
    """A function's name and source, and which of its lines (from 0) the other one has not."""

    name: str
    lines: tuple[str, ...]
    lit: tuple[int, ...]


def code_pair(mistake: Mistake) -> tuple[Code, Code]:
    """The correct code and the buggy code."""
    right, wrong = _short(mistake.right), _short(mistake.wrong)
    return _code(mistake.right, right, wrong), _code(mistake.wrong, wrong, right)


def _short(function: Callable[..., Any]) -> list[str]:
    """The source without documentation, guards and types."""
    return [plain for _source, plain in with_plain(function) if plain]


def _code(function: Callable[..., Any], lines: list[str], others: list[str]) -> Code:
    known = {_bare(line) for line in others}
    lit = tuple(i for i, line in enumerate(lines) if _bare(line) not in known)
    return Code(function.__qualname__, tuple(lines), lit)


def _bare(line: str) -> str:
    return line.partition("#")[0].rstrip()


def _in_words(line: str) -> str:
    """A line of code with its comment in the visitor's language."""
    code, wrong, why = line.partition(WRONG)
    return code + _("# wrong: {why}", why=_(why)) if wrong else line


def code_panels(mistake: Mistake | None) -> tuple[Panel, ...]:
    """A panel for each of the two codes."""
    if mistake is None:
        both = [
            (RIGHT, Code(each.__qualname__, tuple(_short(each)), ())) for each in (BCE.backward, Classifier.backward)
        ]
    else:
        both = list(zip((RIGHT, MISTAKEN), code_pair(mistake), strict=True))
    return tuple(
        Panel(
            name,
            f"{_(said)}: {code.name}",
            None,
            (),
            _("Code."),
            content.Code(tuple(map(_in_words, code.lines)), (code.lit,)),
        )
        for name, (said, code) in zip(SIDES, both, strict=True)
    )
