"""The HTML of the light view, of one file and of a static site, from the templates beside this file.
Whatever is put into a template is text there: only what is `Markup` already is markup or program."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from ui.language.catalogue import languages
from ui.language.html import translated
from ui.language.preference import COOKIE
from ui.language.speaking import _, language_code

FOLDER = Path(__file__).parent / "templates"


@cache
def templates(language: str) -> Environment:
    """The templates in the language that is spoken here."""
    made = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        # A name that nobody gives is an error, not nothing.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    names = {code: each.name for code, each in languages().items()}
    made.globals.update(language=language, languages=names, cookie=COOKIE, _=_)
    return made


def _template(name: str) -> str:
    source = (FOLDER / name).read_text(encoding="utf-8")
    return translated(source) if name.endswith(".html") else source


def render(template: str, **values: Any) -> Markup:
    """A template with these values in it."""
    return Markup(templates(language_code()).get_template(template).render(**values))
