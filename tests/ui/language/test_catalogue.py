"""The catalogues: every text of the program is in each, translated, with the same places for values; and what is
compiled is what stands there."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tools.strings import make
from tools.strings.extract import KEYWORDS, ROOT, template
from ui.modules import for_browsers

LANGUAGES = make.files()
# As the program fills them in, and as the browser does: {name}, {name:4}, {{ name }}.
PLACE = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}")

# A sentence: it begins like one, has three words, and ends.
SENTENCE = re.compile(r"\W*(?:[A-Z]|\{\})(?=.*?[a-z]{2,}\W+[a-z]{2,}\W+[a-z]{2,}).*[.:?!]\s*", re.DOTALL)
# A text in JavaScript.
QUOTED = re.compile(r'"(?P<plain>(?:[^"\\\n]|\\.)*)"|`(?P<template>[^`]*)`')
# English in every language, and for whom it is.
ENGLISH_FOR = {
    "core/own_code/words.py": "whoever runs check_gradient.py: it has its words in each language with it",
    "core/take_home/code.py": "whoever reads a program: its comments are as English as its names",
    "core/take_home/recipe.py": "whoever reads a program",
    "ui/export/link_list.py": "whoever makes a site, on a command line",
    "ui/export/static_site.py": "whoever makes a site, on a command line",
    "ui/lessons/lines.py": "whoever writes a lesson",
    "ui/lessons/reader.py": "whoever writes a lesson",
    "ui/previews/brush.py": "the log",
    "ui/serving/health.py": "whoever runs the server",
    "ui/serving/light_view_routes.py": "the player",
    "ui/serving/preview_routes.py": "another program",
    "ui/serving/qr_codes.py": "the player",
    "ui/serving/static_files.py": "the player",
    "web/dom.js": "the console",
    "web/lesson_question.js": "the console",
    "web/packed.js": "the console",
    "web/talk/link.js": "the program that asks: it says so itself",
}


@cache
def words() -> Catalog:
    return template()


@pytest.fixture(params=LANGUAGES, ids=lambda file: file.parents[1].name)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def texts(message: Message) -> list[tuple[str, str]]:
    """A message's texts, each with its translation: of several forms, each with what it is translated from."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    one, many = message.id
    return [(one if form == 0 else many, said) for form, said in enumerate(message.string)]


def test_every_text_of_the_program_is_there_and_no_other(file: Path) -> None:
    known = make.read(file)
    asked = {(message.context, message.id) for message in words() if message.id}
    assert {(message.context, message.id) for message in known if message.id} == asked, "make strings"
    assert make.po(make.updated(known, words())) == file.read_bytes(), "make strings"


def test_every_text_is_translated_and_surely_so(file: Path) -> None:
    known = [message for message in make.read(file) if message.id]
    assert [message.id for message in known if not make.is_said(message)] == []
    assert [message.id for message in known if message.fuzzy] == []


def test_a_translation_has_the_same_places_for_values(file: Path) -> None:
    for message in make.read(file):
        if not message.id or not make.is_said(message):
            continue
        for text, said in texts(message):
            assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(text)), text
            assert (text[0] in string.whitespace, text[-1] in string.whitespace) == (
                said[0] in string.whitespace,
                said[-1] in string.whitespace,
            ), text


def test_german_has_one_word_for_one_thing() -> None:
    # English words that German lecturers say too: here they have their own.
    foreign = re.compile(r"(?<!Mini-)\bBatch(es)?\b|\b(Loss|Features?|Samples?|Learning Rate)\b")
    (german,) = (file for file in LANGUAGES if file.parents[1].name == "de")
    said = [text for message in make.read(german) if message.id for _, text in texts(message)]
    assert [text for text in said if foreign.search(text)] == []
    assert any("Lernrate" in text for text in said)


def test_what_is_compiled_is_what_stands_there(file: Path) -> None:
    known = make.read(file)
    assert file.with_suffix(".mo").read_bytes() == make.mo(known), "make strings"
    assert file.with_suffix(".json").read_bytes() == make.browser(known), "make strings"


def sentences(file: Path) -> Iterator[str]:
    """The sentences in a program, {} where a value stands; but for its docstrings, and for what is raised: an error
    that a visitor is told of is a Sentence."""
    aside: set[ast.AST] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if node in aside:
            continue
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            aside.update(ast.walk(node))
        elif isinstance(node, ast.JoinedStr | ast.Constant):
            aside.update(ast.walk(node))
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            if SENTENCE.fullmatch(text):
                yield text


def sentences_of_browsers(file: Path) -> Iterator[str]:
    """The sentences in a module of the browser half."""
    for found in QUOTED.finditer(for_browsers(file.read_text(encoding="utf-8"))):
        text = re.sub(r"\$\{[^{}]*\}", "{}", found["plain"] or found["template"] or "")
        # What is marked within a text is looked at by itself.
        if "_(" not in found[0] and SENTENCE.fullmatch(text):
            yield text


def test_what_reads_as_a_sentence_is_marked() -> None:
    marked = {text for message in words() for text in (message.id if isinstance(message.id, tuple) else (message.id,))}
    files = {
        str(file.relative_to(ROOT)): file for room in ("core", "ui", "pages") for file in (ROOT / room).rglob("*.py")
    }
    found = {name: list(sentences(file)) for name, file in files.items()}
    for file in (ROOT / "web").rglob("*.js"):
        if "vendor" not in file.parts:
            found[str(file.relative_to(ROOT))] = list(sentences_of_browsers(file))
    unmarked = {name: [text for text in texts if text not in marked] for name, texts in found.items()}
    assert {name: texts for name, texts in unmarked.items() if texts and name not in ENGLISH_FOR} == {}
    assert {name for name in ENGLISH_FOR if not unmarked[name]} == set()


def not_extracted(program: str) -> list[str]:
    """Marked texts that Babel does not find, in a Python program: those within f-strings, which Python 3.11 reads as
    one text, and those that are put together before they are marked."""
    tree = ast.parse(program)
    within = {id(node) for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for node in ast.walk(text)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    found = []
    for call in calls:
        marks = KEYWORDS.get(getattr(call.func, "id", ""), ()) if call.args else ()
        texts = call.args[:1] if marks is None else call.args[:2] if marks else []
        written = any(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts)
        made = any(isinstance(text, ast.JoinedStr | ast.BinOp) for text in texts)
        if made or (written and id(call) in within):
            found.append(f"line {call.lineno}: {ast.unparse(call)}")
    return found


@pytest.mark.parametrize(
    "program",
    [
        """f"{_('Talk')} · {name}\"""",
        """f"{_('{n} steps', n=3)}\"""",
        """f"{_('a') if b else c}\"""",
        """f"{ngettext('a', 'b', n)}\"""",
        """_(f"{n} steps")""",
        """_("a" + name)""",
        """ngettext("a", f"{n}", n)""",
    ],
)
def test_a_text_that_is_not_extracted_is_found(program: str) -> None:
    assert len(not_extracted(program)) == 1


@pytest.mark.parametrize("program", ["""f"{_(page.title)}\"""", """_("{a}", a=f"{b}")""", """f"{words('a')}\""""])
def test_a_text_that_is_extracted_is_no_mistake(program: str) -> None:
    assert not_extracted(program) == []


def test_every_marked_text_is_extracted() -> None:
    files = [file for room in ("core", "ui", "pages") for file in (ROOT / room).rglob("*.py")]
    found = {str(file.relative_to(ROOT)): not_extracted(file.read_text(encoding="utf-8")) for file in files}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_style_sheet_has_no_words_of_its_own() -> None:
    said = re.compile(r"""(?<!-)content:\s*["'][^"']*[^\W\d_]{2}""")
    sheets = [file for file in (ROOT / "web").rglob("*.css") if "vendor" not in file.parts]
    assert sheets
    assert [str(file.relative_to(ROOT)) for file in sheets if said.search(file.read_text(encoding="utf-8"))] == []


def test_a_style_sheet_finds_nothing_by_its_words() -> None:
    read = re.compile(r"\[(?:aria-label|title|alt|placeholder)\W*=")
    sheets = [file for file in (ROOT / "web").rglob("*.css") if "vendor" not in file.parts]
    assert [str(file.relative_to(ROOT)) for file in sheets if read.search(file.read_text(encoding="utf-8"))] == []
