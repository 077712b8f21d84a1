"""`check_gradient.py`: one file that runs beside somebody's notebook, made from the very code of `core`.
It has whatever `core.own_code` needs, each module behind those that it imports; a new mistake is in it by itself."""

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from inspect import getsource
from pprint import pformat
from types import MappingProxyType, ModuleType

from core.mistakes import catalogue
from core.mistakes.catalogue import MISTAKES
from core.mistakes.mistake import Mistake
from core.own_code import check, here, trace

NAME = "check_gradient.py"
HEAD = '''\
"""Gradient Explorer: check your own Classifier and BCE. Put this file beside your notebook.

    from check_gradient import check, read_data, trace

    check(Classifier, BCE)                             # which array is wrong, and which bug that is
    X, y = read_data("data.csv")                       # data.csv: from the page Export
    trace(Classifier, BCE, X, y, lr=0.5, steps=200)    # writes run.csv: bring it to the page Compare

It needs numpy and nothing else, and never changes what it is given. In German: check(..., language="de").
"""

from __future__ import annotations

'''
# What stands at the end of it, for whoever runs the file instead of using it.
RUN_ALONE = """

if __name__ == "__main__":
    print(say(LANGUAGE, "use"))
"""


def check_gradient(
    base: str = "",
    case_link: str = "",
    run_link: str = "",
    language: str = "en",
    mistake_words: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType({}),
) -> str:
    """The file's text.

    base : the app's public address, with a / at its end; "" where it is not known, and then there are no links in it
    case_link, run_link : the first of its cases, and the run that is shown, each as a link has it (a query)
    language : of its sentences, where none is chosen
    mistake_words : a language → a mistake's key → its name and its hint there
    """
    filled = {
        "BASE": base,
        "CASE_LINK": case_link,
        "RUN_LINK": run_link,
        "LANGUAGE": language,
        "MISTAKE_WORDS": {code: dict(words) for code, words in mistake_words.items()},
    }
    imports, code = _imports_and_code()
    text = f"{HEAD}{imports}\n{_heading(here)}"
    text += "".join(f"{name} = {pformat(value, width=110)}\n" for name, value in filled.items())
    text += "# The known mistakes, each added where it stands below.\nMISTAKES = ()\n"
    return text + code + RUN_ALONE


@cache
def _imports_and_code() -> tuple[str, str]:
    """What is the same in every file: the lines that import from elsewhere, and all modules."""
    modules: dict[str, ModuleType] = {}
    for module in (check, trace):
        _find(module, modules)
    del modules[here.__name__], modules[catalogue.__name__]
    return _imports(modules.values()), "".join(map(_part, modules.values()))


def _find(module: ModuleType, found: dict[str, ModuleType]) -> None:
    """Add a module of ours to those found, behind all that it imports."""
    if module.__name__ in found:
        return
    needed = [each for node in _tree(module).body for each in _ours(node)]
    if module is catalogue:
        needed = [import_module(each.wrong.__module__) for each in MISTAKES]
    for each in needed:
        _find(each, found)
    found[module.__name__] = module


def _ours(node: ast.stmt) -> list[ModuleType]:
    """The modules of ours that a line imports from: where a class is, if it comes from the front of a package."""
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("core."):
        return []
    package = import_module(str(node.module))
    values = [getattr(package, alias.name) for alias in node.names]
    return [import_module(str(value.__module__)) if isinstance(value, type) else package for value in values]


def _imports(modules: Iterable[ModuleType]) -> str:
    """What all of them import from elsewhere, each line once."""
    whole: set[str] = set()
    names: dict[str, set[str]] = {}
    for module in modules:
        for node in _tree(module).body:
            if isinstance(node, ast.Import):
                whole.add(ast.unparse(node))
            elif isinstance(node, ast.ImportFrom) and not str(node.module).startswith("core"):
                names.setdefault(str(node.module), set()).update(ast.unparse(alias) for alias in node.names)
    lines = sorted(whole) + [f"from {name} import {', '.join(sorted(each))}" for name, each in sorted(names.items())]
    return "\n".join(lines) + "\n"


def _heading(module: ModuleType) -> str:
    """Where a part of the file comes from, and what it is for, as a comment."""
    words = (module.__doc__ or "").strip().splitlines()
    return "\n".join(["", f"# {module.__name__.replace('.', '/')}.py", *(f"# {line}" for line in words)]) + "\n\n"


def _part(module: ModuleType) -> str:
    """A module as a part of the file: without its docstring and its imports, which stand elsewhere."""
    lines = getsource(module).splitlines()
    for place, node in enumerate(_tree(module).body):
        elsewhere = isinstance(node, ast.Import | ast.ImportFrom) or ast.unparse(node).startswith("if TYPE_CHECKING")
        if elsewhere or (place == 0 and isinstance(node, ast.Expr)):
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = ""
    text = f"\n{_heading(module)}" + "\n".join(lines).strip() + "\n"
    for name, value in vars(module).items():
        if isinstance(value, Mistake):
            text += f"MISTAKES = (*MISTAKES, {name})\n"
    return text


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(getsource(module))
