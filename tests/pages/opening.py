"""A page of the app as Streamlit runs it, without a browser."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui.pages import HOME

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "ui" / "main.py"


def open_page(code: str = HOME.code, /, **query: str | list[str]) -> AppTest:
    """The page of this code by a link, as the first one of a visit."""
    test = AppTest.from_file(str(MAIN), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    if code == HOME.code:
        test.run()
        assert not test.exception
        return test
    return go(test, code)


def go(test: AppTest, code: str) -> AppTest:
    """On to another page."""
    test.switch_page(str(ROOT / "pages" / f"{code}.py")).run()
    assert not test.exception
    return test
