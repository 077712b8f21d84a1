"""The list of all lessons as HTML. What is done of them only the browser knows (see web/lesson_list.js)."""

from urllib.parse import urlencode

from markupsafe import Markup

from ui.export.markup import render
from ui.language.speaking import ngettext
from ui.lessons.card import address, address_of_worksheet, said_behind, said_of_language, untranslated
from ui.lessons.place import LESSON
from ui.lessons.shelf import Shelf


def overview(shelf: Shelf, language: str = "") -> Markup:
    """The list, and behind it a sentence for each mistake in the files of lessons that are left out.

    language : the language, where somebody has chosen it
    """
    cards = [
        {
            "name": lesson.name,
            "title": lesson.title,
            "about": lesson.about,
            "address": address(lesson.name, lesson.beginning, language),
            "mixed": lesson.mixed,
            "offline": f"view/offline?{urlencode({LESSON: lesson.name})}{said_behind('&', language)}",
            "worksheet": address_of_worksheet(lesson.name, language),
            "untranslated": untranslated(lesson),
            "said_of_language": said_of_language(lesson),
            "moments": " ".join(moment.id for moment in lesson.moments),
            "counted": ngettext("{n} moment", "{n} moments", len(lesson.moments)),
        }
        for lesson in shelf.lessons.values()
    ]
    return render("lesson_list.html", lessons=cards, problems=shelf.problems)
