"""The player as a Streamlit component: one for the whole app, mounted by each page under a key of its own.
Its browser half is web/streamlit.js, around a player that needs neither Streamlit nor a server."""

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from ui.assets import (
    CARTESIAN_FILE,
    CARTESIAN_ROUTE,
    OFFERED,
    PLOTLY_FILE,
    PLOTLY_ROUTE,
    below,
    text,
)
from ui.bridge import race
from ui.bridge.player_html import player_html
from ui.bridge.report import Click, LetGo
from ui.export.offline import modules_script, program_script
from ui.language.catalogue import ENGLISH, languages
from ui.language.html import translated
from ui.language.speaking import language_code, speaking
from ui.modules import FULL, for_browsers, route, whole
from ui.serving import lanes, measures
from ui.serving.addresses import address, addresses_of_parts, folded
from ui.settings import session
from ui.timeline.packing import pack_address, token_of, unpack

Component = Callable[..., Any]


def _player_route() -> str:
    """The address of the browser half in the language that is spoken here; its name too where it is carried."""
    return f"{route()}/{FULL}"


def _program_script(name: str) -> str:
    """A program that travels with the page, as a script: the player, or one of Plotly's two."""
    if name == _player_route():
        return modules_script(FULL)
    file = PLOTLY_FILE if name == PLOTLY_ROUTE else CARTESIAN_FILE
    return text("packed.js") + program_script("Plotly", file.read_text(encoding="utf-8"))


@cache
def _program_component(name: str) -> Component:
    """A component that is nothing but a program, as long as the page has no other way to it. The browser keeps it."""
    known = "gradientExplorer" if name == _player_route() else "Plotly"
    bring = f'carrying.then(({{ carried }}) => carried("{below(name)}").bring(self.{known}));\n'
    title = below(name).replace("/", "_").replace(".", "_").replace("-", "_")
    return st.components.v2.component(
        f"gradient_explorer_{title}",
        js=f"{_program_script(name)}{_carrying('carried.js')}{bring}export default () => {{}};\n",
        isolate_styles=False,
    )


def _starting_script(mount: str, carried: bool) -> str:
    """The JavaScript that travels with every timeline: the program itself comes by a route, which browsers keep."""
    if not carried:
        return for_browsers(text("start.js")).replace("$player", below(_player_route())).replace("$mount", mount)
    start = f'const coming = carrying.then(({{ start }}) => start("{below(_player_route())}", "{mount}"));\n'
    mounting = "export default async (component) => (await coming)(component);\n"
    return f"{text('packed.js')}{_carrying('start_carried.js')}{start}{mounting}"


def _carrying(name: str) -> str:
    """A module and all that it imports, for a script that begins with packed.js: `carrying` promises it."""
    return f"const carrying = gxImport({json.dumps(whole(name))});\n"


def _called(name: str, carried: bool) -> str:
    """A component's name: each language has its own, for the program that it starts has words."""
    return name + ("" if language_code() == ENGLISH else f"_{language_code()}") + ("_carried" if carried else "")


def _component(name: str, mount: str, carried: bool, html: str | None = None, css: str | None = None) -> Component:
    """A component that calls `mount` of the browser half."""
    return st.components.v2.component(
        _called(f"gradient_explorer_{name}", carried),
        html=html,
        css=css,
        js=_starting_script(mount, carried),
        # Plotly's own style sheet stands in the document's head, which a shadow root would not see.
        isolate_styles=False,
    )


@dataclass(frozen=True)
class Components:
    """All whose program is the browser half, in one language. carried : it travels with the page"""

    player: Component
    detail: Component
    line: Component
    lessons: Component
    languages: Component


def _components(language: str, carried: bool) -> Components:
    with speaking(language):
        return Components(
            player=_component("player", "mount", carried, player_html()),
            # What is sent at every rest is as short as can be: it has no picture, and no style.
            detail=_component("detail", "takeDetail", carried),
            line=_component("line", "watchLine", carried),
            lessons=_component(
                "lessons",
                "listLessons",
                carried,
                translated(text("lesson_list.html")),
                text("buttons.css") + text("lesson_list.css"),
            ),
            languages=_component("languages", "offerLanguages", carried),
        )


# Each twice in each language: as it is fetched, and as it is carried.
_all = {(code, carried): _components(code, carried) for code in languages() for carried in (False, True)}


def components() -> Components:
    """Those of this session."""
    return _all[language_code(), _is_carried()]


def watch_line() -> None:
    """Ask for a run of the whole page as soon as a line that was cut is back.

    A server that has started again, or another replica, does not know the fragment that a player is in, and drops what
    it reports; nor does it know the files that are offered for download, or the table of its visitor.
    """
    with st.container(key="line-detail", gap=None):
        carried = _is_carried()
        if carried:
            _program_component(_player_route())(key=session.PROGRAM(_player_route()).name)
        # Without a key: Streamlit works out anew what each component that has one says, at every widget of every run.
        components().line(on_back_change=lambda: None)


def lessons_done() -> None:
    """On the page with the list of lessons: tick there what this browser knows that is done of them.

    It can be saved as a file, taken back from one, and forgotten; none of it comes to the server.
    """
    components().lessons(key=session.LESSON_LIST.name)


def player(
    timeline: Callable[[], bytes],
    on_start: Callable[[Click], None] = lambda click: None,
    on_place: Callable[[Mapping[str, str]], None] = lambda place: None,
    on_let_go: Callable[[list[LetGo]], None] = lambda holds: None,
    detail: Callable[[], bytes | None] = lambda: None,
    shares_step: bool = True,
    page_shows_step: bool = False,
) -> None:
    """Mount the player of this page; what it reports runs this function again and nothing else of the page.

    Where the session's command has a new number, the player goes to its step, and otherwise stays.

    timeline : gives the packed timeline
    on_start : called with a click that chose a start; the whole page runs behind it
    on_let_go : called with all that a hand has let go of, from first to last; the whole page runs behind it
    on_place : called with the stage and the sample, as the address has them, when the user has rested inside a step
    detail : gives the packed numbers of the step that the user rests on, where the timeline is coarse
    shares_step : the step that the user rests on is the session's from then on
    page_shows_step : the page around the player depends on the step, so it runs too when the user rests
    """
    _play(
        session.PAGE.get(),
        timeline,
        session.COMMAND.get(),
        on_start,
        on_place,
        on_let_go,
        detail,
        shares_step,
        page_shows_step,
    )


def _is_carried() -> bool:
    """Whether everything travels with the page: there are no routes, or this browser's host does not let it at them."""
    return not OFFERED.is_set() or session.CARRIED.get()


@st.fragment
@race.page_first
@lanes.script()
@measures.rerun("player")
def _play(
    page: str,
    timeline: Callable[[], bytes],
    command: tuple[int, int],
    on_start: Callable[[Click], None],
    on_place: Callable[[Mapping[str, str]], None],
    on_let_go: Callable[[list[LetGo]], None],
    detail: Callable[[], bytes | None],
    shares_step: bool,
    page_shows_step: bool,
) -> None:
    report, missing = session.PLAYER(page), session.MISSING(page)

    def on_step_change() -> None:
        if shares_step:
            session.STEP.set(int(report.get().step))
        race.ask_for_page(page_shows_step)

    def on_start_change() -> None:
        click = report.get().start
        if click:
            on_start(click)
        race.ask_for_page()

    def on_let_go_change() -> None:
        holds = report.get().let_go
        if holds:
            on_let_go(holds)
        race.ask_for_page()

    def on_place_change() -> None:
        place = report.get().place
        if place:
            on_place(place)

    def on_missing_change() -> None:
        what = report.get().missing
        if what == "program":
            session.CARRIED.set(True)
            race.ask_for_page()
        else:
            missing.set(what)

    packed = timeline()
    # Where the page goes with the step, a rest sends what is said of another step, and no array again.
    where, arrays = addresses_of_parts(packed) if page_shows_step else (address(packed), "")
    carried = _is_carried()
    # It may be gone again, or the browser may have asked another replica for it: then it comes with the page.
    comes = carried or missing.get() == where
    components().player(
        key=report.name,
        data=pack_address(where, token_of(packed), folded(packed) if comes else b"", arrays)
        + struct.pack("<II", *command),
        on_step_change=on_step_change,
        on_start_change=on_start_change,
        on_place_change=on_place_change,
        on_let_go_change=on_let_go_change,
        on_missing_change=on_missing_change,
    )
    if carried:
        in_space = any("scene" in (panel["figure"] or {}).get("layout", {}) for panel in unpack(packed)[0]["panels"])
        with st.container(key=f"{report.name}-program-detail", gap=None):
            name = PLOTLY_ROUTE if in_space else CARTESIAN_ROUTE
            _program_component(name)(key=session.PROGRAM(name).name)
    # A message of its own, so that resting on a step does not send the timeline again. It has no picture.
    with st.container(key=f"{report.name}-detail", gap=None):
        numbers = detail()
        if numbers is not None:
            components().detail(key=session.DETAIL(page).name, data=numbers)
