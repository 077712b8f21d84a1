"""The code that runs is the code that is shown: the source of functions of core, as lines."""

import ast
import inspect
import textwrap
from collections.abc import Callable


def source(*functions: Callable[..., object]) -> list[str]:
    """The source of these functions, one behind the other, without their documentation."""
    lines: list[str] = []
    for function in functions:
        text = textwrap.dedent(inspect.getsource(function))
        own = text.rstrip().split("\n")
        definition = ast.parse(text).body[0]
        assert isinstance(definition, ast.FunctionDef)
        if ast.get_docstring(definition) is not None:
            documentation = definition.body[0]
            own[documentation.lineno - 1 : documentation.end_lineno] = []
        lines += [line for line in own if line.strip()] + [""]
    return lines[:-1]


def without_checks(lines: list[str]) -> list[str]:
    """Source lines without the checks that only raise."""
    raises = [i for i, line in enumerate(lines) if line.strip().startswith("raise ")]
    return [line for i, line in enumerate(lines) if i not in raises and i + 1 not in raises]


def headed(function: Callable[..., object]) -> list[str]:
    """A function's source below a line that says where it stands: two of them are called backward."""
    name = f"# {function.__module__.replace('.', '/')}.py · {function.__qualname__.rpartition('.')[0]}"
    return [name, *without_checks(source(function))]
