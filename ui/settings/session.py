"""All that a session keeps from one run of its page to the next: every key of Streamlit's session state, with its type.
Nobody else names one or looks there; a test holds it. What a visitor has in another tab is another session.

The key of a widget is among them. Where that widget is bound to the address, its key is the parameter's name in every
link that was ever sent: it stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from core.data.drawings import Drawing
from core.scenario import Scenario
from core.take_home.saved import Place
from ui.bridge.held_settings import HeldSettings
from ui.bridge.report import Report
from ui.settings.chosen import Chosen
from ui.settings.parameter import Settings

T = TypeVar("T")


@dataclass(frozen=True)
class Key(Generic[T]):
    """One thing that a session keeps. name : also the `key` of its widget · default : what it is before it is set"""

    name: str
    default: T

    def get(self) -> T:
        value: T = st.session_state.get(self.name, self.default)
        return value

    def set(self, value: T) -> None:
        st.session_state[self.name] = value

    def pop(self) -> T:
        """What it is; from now on it is not set."""
        value: T = st.session_state.pop(self.name, self.default)
        return value

    def is_set(self) -> bool:
        return self.name in st.session_state


@dataclass(frozen=True)
class Keys(Generic[T]):
    """A family of keys that are alike. pattern : of their names, with {} for what each is called by"""

    pattern: str
    default: T

    def __call__(self, *called: object) -> Key[T]:
        return Key(self.pattern.format(*called), self.default)


# The settings, each under the name of its parameter.
SETTING = Keys[Any]("{}", None)
# What of them is shown in other words than those of the address (see choice.py).
SHOWN = Keys[Any]("{} shown", None)
DATA = Key[str | None]("data", None)
SAMPLES = Key[int | None]("samples", None)
NOISE = Key[float | None]("noise", None)
SEED = Key[int | None]("seed", None)
FEATURES = Key[list[str] | None]("features", None)
SCALING = Key[str | None]("scaling", None)
START = Key[str | None]("start", None)
WEIGHTS = Key[str]("weights", "")
LOSS = Key[str | None]("loss", None)
OPTIMIZER = Key[str | None]("optimizer", None)
BATCH = Key[str | None]("batch", None)
LEARNING_RATE = Key[float | None]("lr", None)
STEPS = Key[int | None]("steps", None)
SURFACE = Key[str | None]("surface", None)
ORDER = Key[str | None]("order", None)
SCALE = Key[str | None]("scale", None)
NOTATION = Key[str | None]("notation", None)
GRAPH = Key[str | None]("graph", None)
# Those of single pages.
MISTAKE = Key[str]("mistake", "none")
DIFFERENCE_STEP = Key[float | None]("h", None)
CURVES_OVER = Key[str | None]("by", None)
AXES = Key[str | None]("axes", None)
OTHER_WEIGHTS = Key[str | None]("held", None)
HEIGHT = Key[str | None]("height", None)
BESIDE = Key[str | None]("beside", None)
FIELD = Key[str | None]("field", None)
AROUND = Key[str | None]("around", None)
POINT = Key[str]("point", "")

# The link, and where the visitor stands.
VERSION = Key[str]("v", "")
PROBLEMS = Key[tuple[str, ...]]("problems", ())
PROBLEMS_WITH = Key[Chosen | None]("problems_with", None)
PAGE = Key[str]("page", "")
STEP = Key[int]("step", 0)
PLACE = Key[Place]("place", Place())
PLACE_TO_SHOW = Key[bool]("place to show", False)
# The number of the last order to the players, and the step that they were sent to.
COMMAND = Key[tuple[int, int]]("command", (1, 0))

# The language that is spoken, and the one that was chosen in this session.
LANGUAGE = Key[str]("language", "en")
LANGUAGE_CHOSEN = Key[str]("language chosen", "")
LANGUAGE_SWITCH = Key[Any]("language switch", None)

# What all settings were when the sidebar was drawn last; before, what the link says.
SETTINGS = Key[Settings | None]("settings", None)

# The sidebar, and the places on the page that others fill.
CHOSEN = Key[Chosen | None]("chosen", None)
CASE = Key[str | None]("case", None)
DATA_BEFORE = Key[str]("data before", "")

# The race with Streamlit (see ui/bridge/race.py).
HELD_SETTINGS = Key[HeldSettings | None]("just set", None)
PARAMETERS_HELD_UNTIL = Key[Mapping[str, float]]("parameters held until", {})
PAGE_ASKED = Key[bool]("player rerun", False)

# The player of each page, and what is with it: programs that travel with the page, each by its own name.
PLAYER = Keys[Report]("player {}", Report())
DETAIL = Keys[Report]("player {} detail", Report())
MISSING = Keys[str]("player {}: missing", "")
CARRIED = Key[bool]("player carried", False)
PROGRAM = Keys[None]("program {}", None)
MEND = Key[None]("mend", None)
MEND_FIELD = Keys[None]("mend-{}", None)
LECTURE_BUTTON = Key[None]("lecture button", None)
LESSON_LIST = Key[None]("lesson list", None)

# Drawn points, and tables: the page Your data.
DRAWING = Key[Drawing]("drawing", Drawing())
DRAWING_PROBLEM = Key[str]("drawing problem", "")
PEN_ON_DATA = Key[str | None]("explorer: pen", None)
SOURCE = Key[str | None]("own: way", None)
PEN = Key[str]("own: pen", "")
EDITS = Key[int]("own: edits", 0)
# Streamlit's own form for what was edited; a new field for every edit.
POINTS_EDITOR = Keys[Mapping[str, Any]]("points editor {}", {})
TABLE_FILE = Key[Any]("own: file", None)
TABLE_FILE_READ = Key[str | None]("own: file read", None)
TABLE_PROBLEM = Key[str]("own: unread", "")
TABLE_LABEL = Key[str]("own: label", "")
TABLE_POSITIVE = Key[str]("own: positive", "")
TABLE_NEGATIVE = Key[str | None]("own: negative", None)
TABLE_FEATURES = Key[list[str]]("own: features", [])
TABLE_TEST_SHARE = Key[int]("own: share", 0)
TABLE_SPLIT = Key[int]("own: split", 0)
# What came of using the table, and what went wrong with it.
TABLE_REPORT = Key[tuple[tuple[str, ...], str]]("own: report", ((), ""))

# By hand: each number's field by its key, and what Streamlit forgets of it when another page is opened.
NUMBER = Keys[str]("number {}", "")
REVEAL = Keys[bool]("uncover {}", False)
NUMBERS_TYPED = Key[Mapping[str, str]]("by hand: typed", {})
NUMBERS_REVEALED = Key[frozenset[str]]("by hand: revealed", frozenset())
START_OVER = Key[bool]("by hand: over", False)
NUMBERS_CLEARED = Key[tuple[Mapping[str, str], frozenset[str]]]("by hand: cleared", ({}, frozenset()))
LAST_NUMBER = Key[str]("by hand: last", "")

# Compare: what each run does otherwise than the sidebar says.
RUN = Keys[Any]("run {} {}", None)
REMOVE_RUN = Keys[bool]("remove {}", False)
# The settings that were chosen before a comparison brought its own, and those that it brought.
BEFORE_COMPARISON = Key[tuple[Settings, Settings]]("compare: before", ({}, {}))
# A run of the visitor's own code: the field for its file, a new one for every file; and what is wrong with the last.
OWN_RUN_FILE = Keys[Any]("compare: own file {}", None)
OWN_RUN_FILES = Key[int]("compare: own files", 0)
OWN_RUN_PROBLEM = Key[str]("compare: own problem", "")

# Break it: what the visitor computed himself, and what was judged: of which step of which run.
NUMBERS_KIND = Key[str]("broken: kind", "")
NUMBERS_PASTED = Key[str]("broken: numbers", "")
JUDGED = Key[tuple[tuple[Scenario, int] | None, str, str]]("broken: judged", (None, "", ""))
SHOW_MISTAKE = Keys[bool]("show {}", False)

# Export: the settings of the pages that were open before, as a link has them; the data for
# somebody's own code; a saved scenario, and what came of it.
EXPORT_PAGE = Key[str | None]("home: page", None)
EXPORT_RATES = Key[bool]("home: rates", False)
EXPORT_SETTINGS = Key[Mapping[str, list[str]]]("home: asked", {})
OWN_DATA = Key[bool]("home: own data", False)
SCENARIO_FILE = Key[Any]("home: file", None)
SCENARIO_REPORT = Key[tuple[str, str]]("home: report", ("", ""))
