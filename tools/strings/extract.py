"""The words of the program, as Babel's extraction asks for them: in Python and JavaScript what is marked by `_` and its
like, in HTML all that can be read, and of records what their fields say, and why a line is wrong."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from ui.language.html import texts

ROOT = Path(__file__).parents[2]
# What marks a text, and which of its arguments are one.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "Sentence": None,
    "Words": None,
    "Counted": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PYTHON = {"encoding": "utf-8"}
WRONG = re.compile(r"  # wrong: (.+)$", re.MULTILINE)
# Which files, by which method, with which options; what comes first counts.
METHODS: list[tuple[str, str, dict[str, Any]]] = [
    ("web/**.html", "tools.strings.extract:of_html", {}),
    ("web/vendor/**.js", "ignore", {}),
    ("web/**.js", "javascript", {"encoding": "utf-8", "parse_template_string": "true"}),
    ("ui/export/templates/**.html", "tools.strings.extract:of_html", {}),
    ("ui/export/templates/**.js", "jinja2", PYTHON),
    ("**/page.py", "tools.strings.extract:of_records", {"fields": "title question invitation about menu"}),
    ("core/data/sets/**.py", "tools.strings.extract:of_records", {"fields": "name about"}),
    ("core/mistakes/catalogue/**.py", "tools.strings.extract:of_records", {"fields": "name hint unseen"}),
    ("core/optimizer/**.py", "tools.strings.extract:of_records", {"fields": "name about"}),
    ("core/**.py", "python", PYTHON),
    ("ui/bridge/lecture.py", "tools.strings.extract:of_markup", {}),
    ("ui/bridge/telephone.py", "tools.strings.extract:of_markup", {}),
    ("ui/**.py", "python", PYTHON),
    ("pages/**.py", "python", PYTHON),
]
Found = tuple[int, str, Any, list[str]]


def of_html(file: BinaryIO, keywords: Mapping[str, Any], tags: Iterable[str], options: Any) -> Iterator[Found]:
    """All that can be read in a page."""
    html = file.read().decode()
    for start, end in texts(html):
        yield html.count("\n", 0, start) + 1, "_", html[start:end], []


def of_records(file: BinaryIO, keywords: Mapping[str, Any], tags: Iterable[str], options: Any) -> Iterator[Found]:
    """The fields of records, given by name or as attributes of a class; what is marked as everywhere; and why a line of
    shown code is wrong, as its comment says."""
    fields = options["fields"].split()
    program = file.read().decode()
    for wrong in WRONG.finditer(program):
        yield program.count("\n", 0, wrong.start()) + 1, "_", wrong[1], []
    for node in ast.walk(ast.parse(program)):
        named: list[tuple[str | None, ast.expr]] = []
        if isinstance(node, ast.Call):
            named = [(keyword.arg, keyword.value) for keyword in node.keywords]
            function = node.func.id if isinstance(node.func, ast.Name) else ""
            if function in keywords and node.args and _text(node.args[0]):
                given = [_text(each) for each in node.args]
                yield node.lineno, function, given if len(given) > 1 else given[0], []
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named = [(node.targets[0].id, node.value)]
        for name, value in named:
            if name in fields and _text(value):
                yield value.lineno, "_", _text(value), []


def of_markup(file: BinaryIO, keywords: Mapping[str, Any], tags: Iterable[str], options: Any) -> Iterator[Found]:
    """The HTML that stands in a program, under the name HTML."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "HTML":
            for start, end in texts(_text(node.value)):
                yield node.lineno, "_", _text(node.value)[start:end], []


def _text(value: ast.expr) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def template(root: Path = ROOT) -> Catalog:
    """All words of the program. root : the folder that has its rooms"""
    catalogue = Catalog(project="Gradient Explorer", charset="utf-8")
    methods = [(pattern, method) for pattern, method, _ in METHODS]
    options = {pattern: given for pattern, _, given in METHODS}
    for room in ("core", "pages", "ui", "web"):
        found = extract_from_dir(
            root / room,
            method_map=[(_inside(pattern, room), method) for pattern, method in methods if _is_in(pattern, room)],
            options_map={_inside(pattern, room): each for pattern, each in options.items()},
            keywords=KEYWORDS,
            comment_tags=("For translators:",),
            strip_comment_tags=True,
        )
        for name, _, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
            catalogue.add(message, None, [(f"{room}/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def _inside(pattern: str, room: str) -> str:
    return pattern.removeprefix(f"{room}/")


def _is_in(pattern: str, room: str) -> bool:
    return pattern.startswith((f"{room}/", "**"))
