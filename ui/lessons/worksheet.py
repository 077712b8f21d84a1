"""A lesson on paper: its pictures, its questions with room to write, and the answers on a page of their own, with the
notes for whoever teaches. What it is on a screen is only there to be printed."""

from collections.abc import Callable
from typing import Any, TypeAlias

from markupsafe import Markup

from core.lessons.named_numbers import RunAtStep
from core.lessons.points import NO_SAMPLE, read_point
from ui.assets import text
from ui.export.markup import render
from ui.language import preference
from ui.language.catalogue import ENGLISH
from ui.language.speaking import language_code
from ui.lessons.card import explained, said_to, shuffled, way_of
from ui.lessons.filling import numbers_of, run_at_step
from ui.lessons.lesson import Code, Lesson, Moment, Question
from ui.lessons.place import Place
from ui.lessons.words import as_html
from ui.page import Runner
from ui.previews.preview import of_a_moment
from ui.previews.tags import alt, picture_address

Pictures: TypeAlias = Callable[[Place], str]

# Lines to write on: behind a question, and below what there is to choose from.
LINES, FEW_LINES = 5, 2


def worksheet(lesson: Lesson, run: Runner, picture_at: Pictures, preview: Markup) -> Markup:
    """A lesson's worksheet as a page.

    picture_at : the address of a moment's picture, from where the page stands
    preview : the tags by which others read what it is
    """
    return render(
        "worksheet.html", title=lesson.title, style=style(), preview=preview, paper=paper(lesson, run, picture_at)
    )


def paper(lesson: Lesson, run: Runner, picture_at: Pictures) -> Markup:
    """The same without a page around it."""
    # A picture speaks the language of its address.
    language = {preference.PARAMETER: [language_code()]} if language_code() != ENGLISH else {}
    moments = [_moment(Place(lesson, at + 1, language), run, picture_at) for at in range(len(lesson.moments))]
    return render("worksheet_paper.html", title=lesson.title, about=lesson.about, moments=moments)


def style() -> Markup:
    """How it looks, on paper above all."""
    return Markup(text("worksheet.css"))


def pictures_of(app: str) -> Pictures:
    """The pictures as the server has them. app : where the app is"""
    return lambda place: picture_address(of_a_moment(place), app)


def _moment(place: Place, run: Runner, picture_at: Pictures) -> dict[str, Any]:
    moment = place.moment
    of = run_at_step(moment, run)
    numbers = numbers_of(of)
    question, task, note = moment.question, moment.task, moment.note
    of_code = moment.worked or (question and question.code)
    return {
        "title": moment.title,
        # Of code there is nothing to be seen.
        "picture": "" if of_code else picture_at(place),
        "alt": alt(of_a_moment(place)),
        "paragraphs": [as_html(words.text, numbers) for words in moment.paragraphs],
        "worked": explained(moment.worked, numbers) if moment.worked else [],
        "question": question and _question(question, of),
        "task": task
        and {
            "words": as_html(task.words.text, numbers),
            "hints": [as_html(hint.text, numbers) for hint in task.hints],
            "way": _way(moment),
        },
        "said": said_to(question, of) if question else {"unknown": [], "after": []},
        "note": as_html(note.text, numbers) if note else "",
    }


def _question(question: Question, of: RunAtStep) -> dict[str, Any]:
    """What is asked, and how somebody answers who has a pencil."""
    numbers = numbers_of(of)
    on_the_map = bool(question.point) and read_point(question.point).sample(of) == NO_SAMPLE
    return {
        "kind": question.kind,
        "words": as_html(question.words.text, numbers),
        "choices": [as_html(choice.words.text, numbers) for choice in question.choices],
        "draw": on_the_map,
        "program": _program(question.code) if question.code else [],
        "heap": [line.text for line in shuffled(question.code.lines)] if question.code and question.code.heap else [],
        "lines": FEW_LINES if question.choices else LINES,
    }


def _program(code: Code) -> list[dict[str, Any]]:
    """A program, a function each: for each place the lines that it may be; for a heap's a free line."""
    program = code.program
    return [
        {
            "heading": function.heading,
            "head": function.head,
            "places": [
                [] if code.heap else [each.text for each in shuffled(program.for_place(line.place))]
                for line in function.lines
            ],
        }
        for function in program.functions
    ]


def _way(moment: Moment) -> str:
    """What to change, as "lr = 3"."""
    changed = {name: values for name, values in way_of(moment).items() if name != "show"}
    return ", ".join(f"{name} = {' '.join(values)}" for name, values in changed.items())
