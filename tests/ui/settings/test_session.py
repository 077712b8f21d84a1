"""All session keys stand in one file: no other program of ours looks into the session's state, or quotes a key."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.settings import links, session
from ui.settings.session import Key, Keys

ROOT = Path(__file__).parents[3]
SESSION = ROOT / "ui" / "settings" / "session.py"
OURS = [ROOT / "app.py", *(file for room in ("ui", "pages") for file in sorted((ROOT / room).rglob("*.py")))]
# What is only a place on the page has no state: its key is a name for the style sheet.
PLACES = {"container", "expander", "popover"}
DECLARED = {name: value for name, value in vars(session).items() if isinstance(value, Key | Keys)}


def quoted_keys(source: str) -> Iterator[str]:
    """Each place where a program looks into the session's state, or gives a widget a key that it spells itself."""
    tree = ast.parse(source)
    texts = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_text(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if "session_state" in (getattr(node, "attr", ""), getattr(node, "id", ""), getattr(node, "name", "")):
            yield f"line {getattr(node, 'lineno', 0)}: session_state"
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") not in PLACES:
            for keyword in node.keywords:
                value = keyword.value
                named = isinstance(value, ast.Name) and value.id in texts
                if keyword.arg == "key" and (_is_text(value) or named):
                    yield f"line {node.lineno}: key={ast.unparse(value)}"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.mark.parametrize(
    "toy",
    [
        'st.session_state["mine"] = 1',
        'st.session_state.get("mine", 0)',
        'st.session_state.pop(f"mine {place}")',
        "st.session_state.mine",
        '"mine" in st.session_state',
        "from streamlit import session_state",
        "import streamlit\nfor name in names: del streamlit.session_state[name]",
        'st.text_input("Mine", key="mine")',
        'st.text_input("Mine", key=f"mine {place}")',
        'KEY = "mine"\nplayer(key=KEY)',
        'def field():\n    key = f"mine {place}"\n    right.slider("Mine", key=key)',
    ],
)
def test_a_quoted_key_is_found(toy: str) -> None:
    assert list(quoted_keys(toy))


@pytest.mark.parametrize(
    "toy",
    [
        "session.MINE.set(session.MINE.get() + 1)",
        'st.text_input("Mine", key=session.MINE.name)',
        'with column.container(key="mine"): pass',
        'min(names, key=lambda name: name["mine"])',
        'settings["mine"] = "st.session_state"',
    ],
)
def test_nothing_else_is_found(toy: str) -> None:
    assert list(quoted_keys(toy)) == []


def test_nobody_else_quotes_a_key() -> None:
    quoted = {file: list(quoted_keys(file.read_text(encoding="utf-8"))) for file in OURS if file != SESSION}
    assert {str(file.relative_to(ROOT)): keys for file, keys in quoted.items() if keys} == {}


def test_no_key_is_called_like_another() -> None:
    names = [each.name if isinstance(each, Key) else each.pattern for each in DECLARED.values()]
    assert len(names) == len(set(names))


def test_a_key_without_a_default_of_its_own_is_none_of_the_links() -> None:
    """What is called like a parameter is that parameter's widget, or its value."""
    ours = {each.name for each in DECLARED.values() if isinstance(each, Key)}
    assert {links.VERSION.name, "data", "lr", "h", "mistake", "point", "by"} <= ours & {*links.NAMES}


def test_a_key_is_its_default_until_it_is_set() -> None:
    key = Keys[int]("test {} of {}", 3)(1, "two")
    assert key.name == "test 1 of two"
    assert (key.is_set(), key.get()) == (False, 3)
    key.set(4)
    assert (key.is_set(), key.get(), key.pop()) == (True, 4, 4)
    assert (key.is_set(), key.pop()) == (False, 3)
