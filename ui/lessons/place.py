"""Where a link stands in a lesson (?lesson=NAME&at=3, or its id for 3), and what was changed of that moment since."""

from dataclasses import dataclass
from urllib.parse import urlencode

from ui.export.link_list import last_value, on_one_line
from ui.language.speaking import _
from ui.lessons.lesson import Lesson, Moment, Query
from ui.lessons.shelf import shelf
from ui.settings import links

LESSON, AT = "lesson", "at"
# What an address may change of a moment's link, and its language: neither its version, nor what is said to a class.
CHANGED = links.NAMES - {links.VERSION.name, *links.TEACHING, "page", "embed"}


@dataclass(frozen=True)
class Place:
    """A moment of a lesson, from 1 on. changes : of its link · problems : a sentence for what was not usable"""

    lesson: Lesson
    at: int
    changes: Query
    problems: tuple[str, ...] = ()

    @property
    def moment(self) -> Moment:
        return self.lesson.moments[self.at - 1]

    @property
    def address(self) -> dict[str, list[str]]:
        """The lesson and the moment, each name's values."""
        return {LESSON: [self.lesson.name], AT: [self.lesson.spelled(self.at)]}

    @property
    def asked_language(self) -> str:
        """The language that the address asks for; "" where it leaves that to its reader."""
        return self.moment.destination(self.changes).asked_language

    @property
    def query(self) -> str:
        """The same place, and what was changed."""
        return urlencode({**self.address, **self.changes}, doseq=True)


def find(query: Query) -> tuple[Place | None, tuple[str, ...]]:
    """The place that a query (each name's values) names, or None, and a sentence for what was not usable."""
    if not query.get(LESSON):
        return None, ()
    name, at = last_value(query, LESSON), last_value(query, AT) or "1"
    lesson = shelf().lessons.get(name)
    if lesson is None:
        return None, (_("There is no lesson “{name}” here.", name=on_one_line(name, 40)),)
    last = len(lesson.moments)
    changes = {known: list(query[known]) for known in sorted(CHANGED) if query.get(known)}
    # An id begins with a letter, so none is a number.
    ids = [moment.id for moment in lesson.moments]
    if at in ids:
        return Place(lesson, ids.index(at) + 1, changes), ()
    if at.isascii() and at.isdigit() and len(at) < 4 and 1 <= int(at) <= last:
        return Place(lesson, int(at), changes), ()
    said = _(
        "This lesson has {last} moments, but no moment “{at}”; here is the first.", last=last, at=on_one_line(at, 10)
    )
    language = {known: values for known, values in changes.items() if known == links.LANGUAGE.name}
    return Place(lesson, 1, language, (said,)), (said,)
