"""Code of core in lines, to be read, or to be put together: the right lines, and for each classic mistake the one that
it has instead. A line is known by its id. Whoever builds something names ids, and nothing that he sends is ever run:
what runs is core, and the variants in core/mistakes."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from textwrap import dedent
from typing import Any, get_args

from core.classifier import Classifier
from core.loss import BCE
from core.mistakes.catalogue import MISTAKES
from core.mistakes.mistake import Mistake, Part
from core.optimizer import Optimizer
from ui.language.speaking import _
from ui.panels.source_code import heading, with_plain

# What does each part of a step.
FUNCTIONS: dict[Part, tuple[Callable[..., Any], ...]] = {
    "forward": (Classifier.forward,),
    "loss": (BCE.backward, BCE._slope),
    "backward": (Classifier.backward,),
    "update": (Optimizer.step,),
}
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Line:
    """A line, without its indentation.

    place : of the right line for which it stands, among all of the program · mistake : that it is; None: it is right
    """

    id: str
    text: str
    place: int
    mistake: Mistake | None = None

    @cached_property
    def makes(self) -> frozenset[str]:
        """The names that it sets."""
        return _names(self.text, ast.Store)

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names that it reads."""
        return _names(self.text, ast.Load)


@dataclass(frozen=True)
class Function:
    """heading : where it stands, as a comment · head : its first line · arguments : names that are there from the start
    lines : the right ones"""

    heading: str
    head: str
    arguments: frozenset[str]
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        return self.head.removeprefix("def ").partition("(")[0]


@dataclass(frozen=True)
class Program:
    """A few functions, and the lines that classic mistakes have in them."""

    functions: tuple[Function, ...]
    mistaken: tuple[Line, ...]

    @property
    def right(self) -> tuple[Line, ...]:
        return tuple(line for function in self.functions for line in function.lines)

    @property
    def known(self) -> dict[str, Line]:
        """All lines by their ids."""
        return {line.id: line for line in (*self.right, *self.mistaken)}

    @property
    def gaps(self) -> frozenset[int]:
        """The places for which a mistaken line is known."""
        return frozenset(line.place for line in self.mistaken)

    def for_place(self, place: int) -> tuple[Line, ...]:
        """The right line of a place, and the mistaken ones."""
        return (self.right[place], *(line for line in self.mistaken if line.place == place))

    def text(self) -> str:
        """The right program as it stands in core, above each function where that is: two may be called the same."""
        return "\n\n".join(
            "\n".join([function.heading, function.head, *(f"    {line.text}" for line in function.lines)])
            for function in self.functions
        )


@cache
def program_of(parts: tuple[Part, ...]) -> Program:
    """The program of these parts of a step."""
    functions: list[Function] = []
    mistaken: list[Line] = []
    count = 0
    for part in parts:
        first = count
        for function in FUNCTIONS[part]:
            head, texts = _lines_of(function)
            lines = tuple(
                Line(f"{part}-{place - first + 1}", text, place) for place, text in enumerate(texts, start=count)
            )
            made_here = [mistake for mistake in MISTAKES if mistake.right is function]
            mistaken += [_mistaken_line(mistake, texts, count) for mistake in made_here]
            functions.append(Function(heading(function), head, _arguments(head), lines))
            count += len(lines)
    return Program(tuple(functions), tuple(mistaken))


def read_ids(program: Program, given: str) -> list[Line] | None:
    """The lines that these ids name, with spaces between them; None where they name no lines, or one twice."""
    ids = given.split(" ")
    known = program.known
    if len(set(ids)) < len(ids) or not set(ids) <= known.keys():
        return None
    return [known[id] for id in ids]


def why_not(program: Program, chosen: Sequence[Line]) -> str:
    """Why these lines in this order cannot run yet, in one sentence; "" where they can."""
    several = len(program.functions) > 1
    for function in program.functions:
        if said := _why_not(function, [line for line in chosen if program.right[line.place] in function.lines]):
            return _("In {function}: {said}", function=function.name, said=said) if several else said
    return ""


def _why_not(function: Function, chosen: Sequence[Line]) -> str:
    there = set(function.arguments)
    made_here = frozenset[str]().union(*(line.makes for line in function.lines))
    returned = False
    for number, line in enumerate(chosen, start=1):
        if returned:
            return _("What comes after return is never run.")
        if any(line.place == other.place for other in chosen[: number - 1]):
            return _("Two of these lines do the same job. Keep the one that you mean.")
        if missing := sorted((line.uses & made_here) - there):
            return _(
                "Line {n} uses {name}, and no line above it defines {name}. Python stops there.",
                n=number,
                name=missing[0],
            )
        there |= line.makes
        returned = line.text.startswith("return")
    used = frozenset[str]().union(*(line.uses for line in chosen))
    places = {line.place for line in chosen}
    # What nobody uses need not be made: whoever leaves a factor out of a product needs no line for it.
    if any(line.place not in places and (not line.makes or line.makes & used) for line in function.lines):
        return _("A line is still missing.")
    return ""


def _lines_of(function: Callable[..., Any]) -> tuple[str, list[str]]:
    """A function's first line, and all others without types, guards and comments."""
    head, *others = [plain for _, plain in with_plain(function) if plain]
    bare = [line.partition("  #")[0].rstrip() for line in dedent("\n".join(others)).split("\n")]
    return head, [line for line in bare if not line.startswith("#")]


def _mistaken_line(mistake: Mistake, right: Sequence[str], first: int) -> Line:
    """What a mistake has where it differs. Where that does the work of two lines, it stands for the second."""
    _, wrong = _lines_of(mistake.wrong)
    changes = [each for each in SequenceMatcher(None, right, wrong, autojunk=False).get_opcodes() if each[0] != "equal"]
    [(_, _, end, start, stop)] = changes
    return Line(mistake.key, "\n".join(wrong[start:stop]), first + end - 1, mistake)


def _arguments(head: str) -> frozenset[str]:
    definition = ast.parse(f"{head} pass").body[0]
    assert isinstance(definition, ast.FunctionDef)
    return frozenset(argument.arg for argument in definition.args.args)


def _names(text: str, context: type[ast.expr_context]) -> frozenset[str]:
    nodes = ast.walk(ast.parse(text))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context))
