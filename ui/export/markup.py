"""The HTML of the light view, of one file and of a static site, from the templates beside this file.
Whatever is put into a template is text there: only what is `Markup` already is markup or program."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    # A name that nobody gives is an error, not nothing.
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


def render(template: str, **values: Any) -> Markup:
    """A template with these values in it."""
    return Markup(TEMPLATES.get_template(template).render(**values))
