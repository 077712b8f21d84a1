"""Calling somebody else's code: on copies, quietly, and so that whatever it does ends in a sentence."""

import inspect
import io
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import numpy as np

from core.arrays import Array


class NoNumbersError(Exception):
    """Why somebody's code gives no numbers: which sentence says it, and what it is filled in with.

    values : those that it does give, of a shape that nothing can be done with; None where there are none
    """

    def __init__(self, sentence: str, values: "Array | None" = None, **filled: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values, self.filled = sentence, values, filled


def call(name: str, function: Callable[..., Any], *given: Any) -> "tuple[Any, tuple[int, ...]]":
    """What `function` returns for copies of `given`, and the places of the arrays among them that it has changed.

    Raises NoNumbersError where it raises anything.
    """
    copies = [np.array(each) if isinstance(each, np.ndarray) else each for each in given]
    by_place, by_name = _handed(function, copies)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                returned = function(*by_place, **by_name)
    except (Exception, SystemExit) as error:
        raise NoNumbersError(
            "raises", method=name, error=_in_one_line(error), cache=_misses_something(name, error)
        ) from None
    changed = [
        place
        for place, each in enumerate(given)
        if isinstance(each, np.ndarray) and not np.array_equal(each, copies[place])
    ]
    return returned, tuple(changed)


def takes(function: Callable[..., Any], count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    try:
        by_place, by_name = _handed(function, list(range(count)))
        inspect.signature(function).bind(*by_place, **by_name)
    except TypeError:
        return False
    except ValueError:  # some of numpy's own say nothing of their arguments
        return True
    return True


def parameters(function: Callable[..., Any]) -> "list[inspect.Parameter]":
    """What a function takes by place; nothing where it does not say."""
    by_place = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        return [each for each in inspect.signature(function).parameters.values() if each.kind in by_place]
    except (TypeError, ValueError):
        return []


def needed_by_name(function: Callable[..., Any]) -> "list[str]":
    """What a function has to be given by name."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [each.name for each in found if each.kind is each.KEYWORD_ONLY and each.default is each.empty]


def _handed(function: Callable[..., Any], given: "list[Any]") -> "tuple[list[Any], dict[str, Any]]":
    """The same by place and by name: what it needs by name are the last of them."""
    names = needed_by_name(function)
    first = max(len(given) - len(names), 0)
    return given[:first], {name: given[first + i] for i, name in enumerate(names[: len(given)])}


def numbers(name: str, value: Any) -> Array:
    """What somebody's code has returned, an array or lists, as floats of ours. Raises NoNumbersError for all else."""
    if value is None:
        raise NoNumbersError("nothing", array=name)
    try:
        return np.array(value, dtype=float)
    except Exception:
        raise NoNumbersError("no numbers", array=name, kind=type(value).__name__) from None


def _in_one_line(error: BaseException) -> str:
    """An error in a line: its kind, its words, and where it was raised."""
    try:
        words = " ".join(str(error).split())
    except Exception:
        words = ""
    words = words if len(words) <= 120 else words[:119] + "…"
    # Pasted into a notebook this is no file.
    ours = globals().get("__file__")
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if frame.filename != ours and "numpy" not in frame.filename]
    where = f" (line {theirs[-1].lineno})" if theirs else ""
    return f"{type(error).__name__}{': ' if words else ''}{words}{where}"


def _misses_something(name: str, error: BaseException) -> bool:
    """Whether it looks as if something that forward should have left for backward were not there."""
    return name.endswith("backward") and (
        isinstance(error, AttributeError) or (isinstance(error, TypeError) and "NoneType" in str(error))
    )
