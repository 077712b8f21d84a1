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


def heading(function: Callable[..., object]) -> str:
    """A comment that says where a function stands: two of them are called backward."""
    return f"# {function.__module__.replace('.', '/')}.py · {function.__qualname__.rpartition('.')[0]}"


def with_plain(function: Callable[..., object]) -> list[tuple[str, str]]:
    """A function's source, and beside each line the same without types; "" where the line only guards or notes down."""
    lines = source(function)
    definition = ast.parse("\n".join(lines)).body[0]
    assert isinstance(definition, ast.FunctionDef)
    plain = [line.encode() for line in lines]
    # From the right to the left: what is cut from a line moves nothing that is still to be cut.
    for line, start, end in sorted(_types(definition), reverse=True):
        plain[line] = plain[line][:start] + plain[line][end:]
    for statement in definition.body:
        if _is_guard(statement):
            assert statement.end_lineno is not None
            plain[statement.lineno - 1 : statement.end_lineno] = [b""] * (statement.end_lineno - statement.lineno + 1)
    return [(line, text.decode()) for line, text in zip(lines, plain, strict=True)]


def _types(definition: ast.FunctionDef) -> list[tuple[int, int, int]]:
    """Where the types of a function stand: line from 0, first byte, and the byte behind the last."""
    found = []
    for node in ast.walk(definition):
        if isinstance(node, ast.arg) and node.annotation:
            found.append((node.lineno - 1, node.col_offset + len(node.arg), node.annotation.end_col_offset or 0))
        elif isinstance(node, ast.AnnAssign):
            found.append((node.lineno - 1, node.target.end_col_offset or 0, node.annotation.end_col_offset or 0))
    if definition.returns:
        returns = definition.returns
        found.append((returns.lineno - 1, returns.col_offset - len(" -> "), returns.end_col_offset or 0))
    return found


def _is_guard(statement: ast.stmt) -> bool:
    """Whether a statement only checks or converts what it was given, or keeps something to be looked at."""
    if isinstance(statement, ast.If):
        return all(isinstance(each, ast.Raise) for each in statement.body)
    text = ast.unparse(statement)
    converts = isinstance(statement, ast.Assign) and "np.asarray(" in text
    return converts or text.startswith(("self._check", "self.slopes ="))
