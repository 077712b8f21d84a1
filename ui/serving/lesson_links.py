"""A link to a lesson and to nothing else, at whichever page's address, is sent on to where lessons are shown. One that
says of a run, too, is a moment that somebody explores: it leads back to the lesson."""

from urllib.parse import parse_qs

from ui.language.preference import PARAMETER
from ui.lessons.card import address
from ui.lessons.place import AT, LESSON, find
from ui.serving.link_query import LONGEST
from ui.serving.page_redirects import PageRedirect


class LessonLinks(PageRedirect):
    """Sends a browser that asks for a page by a link to a lesson on to the lesson."""

    def target(self, query: str) -> str:
        return lesson_in(query)


def lesson_in(query: str) -> str:
    """Where a query leads that says of a lesson, its language perhaps, and of nothing else; "" for any other."""
    if LESSON not in query or len(query) > LONGEST:
        return ""
    try:
        said = parse_qs(query)
    except ValueError:
        return ""
    place, _ = find(said)
    if not place or not set(said) <= {LESSON, AT, PARAMETER}:
        return ""
    lesson = place.lesson
    return address(lesson.name, lesson.spelled(place.at) if said.get(AT) else lesson.beginning, place.asked_language)
