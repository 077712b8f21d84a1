"""The browser half as modules: the files of web/, and some that are made of Python's records, of a folder and of a
language's words, so that no list in JavaScript names pages or kinds of panels. A server offers them below one versioned
address: what a page needs at once bundled into one (see bundling.py), and what it may need later beside that. Where
nothing can be fetched all of it is one. A language has modules of its own, in a folder beside the English ones: they
alone know its words."""

import hashlib
import json
import re
from functools import cache
from posixpath import dirname, join, normpath

from ui.assets import HERE
from ui.bundling import beside_bundle, bundle, folder_beside
from ui.language.catalogue import ENGLISH, languages
from ui.language.speaking import _, current_language, language_code, speaking
from ui.pages import HOME, LIGHT, PAGES
from ui.settings.teaching import HIDDEN
from ui.settings.versions import NEWEST
from ui.timeline.content import Content

# What is no module: it travels with Streamlit's messages, or stands in a page.
SCRIPTS = {
    "start.js",
    "cover_start.js",
    "speak_start.js",
    "line_start.js",
    "packed.js",
    "lecture_button.js",
    "streamlit_accessibility.js",
    "telephone_top.js",
}
# Comments are for those who read web/, and a quarter of it. No text in it looks like one.
COMMENT = re.compile(r"^\s*//[^\n]*\n|/\*.*?\*/ ?", re.MULTILINE | re.DOTALL)
INDENT = re.compile(r"^ +", re.MULTILINE)
BLANK = re.compile(r"\n\s*\n+")
STATIC = re.compile(r'\bfrom "(\.{1,2}/[^"]+\.js)"')
DYNAMIC = re.compile(r'\bimport\("(\.{1,2}/[^"]+\.js)"\)')
# Where the full app begins, a page without Streamlit, a static site, the page of a talk, and a page or a whole lesson
# in one file; and what a page of a lesson has besides.
FULL, LIGHT_VIEW, SITE, TALK = "streamlit.js", "light_view.js", "site.js", "talk/page.js"
ONE_FILE, LESSON_FILE, LESSON = "one_file.js", "lesson_file.js", "lesson.js"
SERVED = (FULL, LIGHT_VIEW, TALK)


@cache
def _files() -> dict[str, str]:
    """All modules that are files."""
    files = {file.relative_to(HERE).as_posix(): file for file in sorted(HERE.rglob("*.js"))}
    return {
        name: for_browsers(file.read_text(encoding="utf-8"))
        for name, file in files.items()
        if name not in SCRIPTS and not name.startswith("vendor/")
    }


def modules() -> dict[str, str]:
    """All modules by their names, each as a browser gets it, in the language that is spoken here."""
    return _modules(language_code())


@cache
def _modules(language: str) -> dict[str, str]:
    with speaking(language):
        made = {"facts.js": facts(), "panels/kinds.js": kinds(list(_files()))}
        return {**_files(), **made, **({} if language == ENGLISH else {"language.js": spoken_here()})}


def facts() -> str:
    """What the Share dialog needs of our records (see web/facts.d.ts)."""
    known = {
        "light": list(LIGHT),
        "hide": [(name, _(said)) for name, said in HIDDEN.items()],
        "newest": str(NEWEST),
        "pages": [(page.code, _(page.title)) for page in PAGES.values()],
    }
    return f"export default {json.dumps(known, ensure_ascii=False)};\n"


def spoken_here() -> str:
    """What the browser half needs of the language (in English web/language.js has it)."""
    language = current_language()
    known = {"code": language.code, "decimal": language.decimal, "group": language.group, "words": language.browser}
    return f"export default {json.dumps(known, ensure_ascii=False)};\n"


def kinds(names: list[str]) -> str:
    """All kinds of panels: a file a kind, called as its content in Python is, in small letters."""
    found = [name.removeprefix("panels/").removesuffix(".js") for name in names if name.startswith("panels/")]
    lines = [f'  {kind.title()}: () => import("./{kind}.js"),' for kind in found if kind != "kind"]
    return "\n".join(["export default {", *lines, "};", ""])


def for_browsers(source: str) -> str:
    """A program without its comments."""
    return BLANK.sub("\n", COMMENT.sub("", source)).lstrip()


@cache
def folder() -> str:
    """The folder of all that is served; another one when any of it is."""
    digest = hashlib.sha256()
    for language in languages():
        digest.update(json.dumps(_served(language), sort_keys=True).encode())
    return f"/assets/web-{digest.hexdigest()[:12]}"


def route() -> str:
    """Where the modules are in the language that is spoken here."""
    return folder() if language_code() == ENGLISH else f"{folder()}/{language_code()}"


def served(name: str) -> str | None:
    """What is asked for by its name below the folder of all; None where there is no such thing."""
    language, slash, inner = name.partition("/")
    if slash and language in languages() and language != ENGLISH:
        return _served(language).get(inner)
    return _served(ENGLISH).get(name)


@cache
def _served(language: str) -> dict[str, str]:
    known, offered = _modules(language), {}
    for entry in SERVED:
        names = bundled(entry)
        # A browser needs no indentation, which behind compression is still a thirtieth. (No text's line begins by it.)
        offered[entry] = INDENT.sub("", bundle(known, names, entry))
        for name in _ordered(entry, later=True):
            if name not in names:
                offered[folder_beside(entry) + name] = beside_bundle(known, names, entry, name)
    return offered


def bundled(entry: str) -> tuple[str, ...]:
    """What is in the bundle of a module that is served: all that it imports before it runs, and, since a picture waits
    for them, all kinds of panels. A link's own page is there in a moment and knows what it shows: its bundle has those
    of the first page, to which most links lead, and the others are preloaded where they are needed."""
    every = [name for name in _files() if name.startswith("panels/") and name != "panels/kind.js"]
    kinds_of_panels = [kind(content) for content in HOME.contents] if entry == LIGHT_VIEW else every
    return tuple(dict.fromkeys(name for each in (*kinds_of_panels, entry) for name in at_once(each)))


def kind(content: type[Content]) -> str:
    """The module of a kind of panels."""
    return f"panels/{content.__name__.lower()}.js"


def sheet(content: type[Content]) -> str:
    """The style sheet of a kind of panels."""
    return f"panels/{content.__name__.lower()}.css"


def needed(entry: str, *others: str) -> list[str]:
    """What a page asks for at once, by its name: a module that is served, and others that it imports later."""
    names = dict.fromkeys(name for other in others for name in at_once(other))
    there = bundled(entry)
    return [entry, *(folder_beside(entry) + name for name in names if name not in there)]


def at_once(entry: str) -> tuple[str, ...]:
    """A module and all that it imports before it runs, each behind all that it imports itself."""
    return _ordered(entry, later=False)


def whole(entry: str) -> str:
    """A module and all that it may ever import, as one."""
    return bundle(modules(), _ordered(entry, later=True), entry)


@cache
def _ordered(entry: str, later: bool) -> tuple[str, ...]:
    # Whichever the language, they import the same.
    known = modules()
    done: dict[str, None] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"Modules import each other in a circle: {' → '.join([*above, name])}")
        if name in done:
            return
        for pattern in (STATIC, DYNAMIC) if later else (STATIC,):
            for path in pattern.findall(known[name]):
                visit(normpath(join(dirname(name), path)), (*above, name))
        done[name] = None

    visit(entry, ())
    return tuple(done)
