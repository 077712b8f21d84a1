"""A lesson as one file, for where there is no network: all of its moments, what there is to say to each choice, and its
worksheet, which is what is printed of it.
As in a static site, a number, a point and code are shown to whoever has answered, and a task needs the app."""

import base64
from collections.abc import Sequence

from ui.export.one_file import MomentInFile, lesson_file
from ui.export.site_files import full_page, timeline
from ui.lessons.card import card
from ui.lessons.lesson import Lesson
from ui.lessons.place import Place
from ui.lessons.worksheet import paper
from ui.lessons.worksheet import style as worksheet_style
from ui.previews.pictures import draw_picture
from ui.previews.preview import of_a_moment
from ui.serving.cache import run


def lesson_files(lessons: Sequence[Lesson], base: str = "") -> dict[str, bytes]:
    """A file a lesson, by its name. base : the full app's address, "" where not known"""
    return {f"{lesson.name}.html": file_of(lesson, base) for lesson in lessons}


def file_of(lesson: Lesson, base: str = "") -> bytes:
    """A lesson as one file."""
    places = [f"#{moment.id}" for moment in lesson.moments]
    moments = [_moment_in_file(Place(lesson, at + 1, {}), places, base) for at in range(len(places))]
    return lesson_file(lesson.title, moments, worksheet_style(), paper(lesson, run, _picture))


def _picture(place: Place) -> str:
    """The picture of a moment as an address that holds all of it."""
    return f"data:image/png;base64,{base64.b64encode(draw_picture(of_a_moment(place))).decode()}"


def _moment_in_file(place: Place, places: Sequence[str], base: str) -> MomentInFile:
    taught = card(place, run, places, home="")
    entry = place.moment.entry()
    return MomentInFile(
        place=places[place.at - 1],
        title=taught.title,
        words=taught.words,
        # Its own address says nothing of a run.
        others={**taught.data, "link": "?"},
        timeline=timeline(entry.destination),
        explore=full_page(base, entry.destination.page),
        given=entry.written,
    )
