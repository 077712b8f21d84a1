"""What the full page will ask for soon, so that it comes before it is asked for: Streamlit asks for the program of an
element when the first of its kind has come from the server, behind three answers and a run of the page; and the player,
which is such an element, for the charts' program after that."""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from ui.assets import CARTESIAN_ROUTE, below
from ui.export import light_view
from ui.pages import HOME, LIGHT

PROGRAMS = Path(st.__file__).parent / "static" / "static" / "js"
# What stands on every page: the sidebar, the menu, our own components.
ELEMENTS = (
    "BidiComponent",
    "Html",
    "PageLink",
    "Selectbox",
    "Slider",
    "NumberInput",
    "TextInput",
    "Radio",
    "Multiselect",
)
NEEDS = re.compile(r'(?:from|import)"\./([^"]+\.js)"')
# When Streamlit's own programs have come, the line is free: it waits for the server's first word.
CHARTS = f"""document.addEventListener("load", ({{ target }}) => {{
  if (target.type !== "module") return;
  const link = document.createElement("link");
  document.head.append(Object.assign(link, {{ rel: "preload", as: "script", href: "{below(CARTESIAN_ROUTE)}" }}));
}}, {{ capture: true }});"""


@cache
def programs() -> tuple[str, ...]:
    """All that these elements need, by the names of the files, which each release of Streamlit has of its own."""
    found: dict[str, None] = {}

    def visit(file: Path) -> None:
        if file.name in found or not file.is_file():
            return
        found[file.name] = None
        for name in NEEDS.findall(file.read_text(encoding="utf-8")):
            visit(PROGRAMS / name)

    for element in ELEMENTS:
        for file in PROGRAMS.glob(f"{element}.*.js"):
            visit(file)
    return tuple(found)


def programs_for(page: str) -> str:
    """HTML by which a browser asks for these programs at once, but for those that the page names."""
    names = [name for name in programs() if name not in page]
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in names)


def charts_for(code: str, query: light_view.Query) -> str:
    """HTML by which the charts' program comes, where a page has charts, and none of them in space."""
    code = code or HOME.code
    flat = code in LIGHT and not light_view.destination_of({**query, "page": [code]}).in_space
    return f"<script>{CHARTS}</script>" if flat else ""
