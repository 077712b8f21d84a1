"""What a page says of a lesson's moment: its words as HTML, which are there before any program is, and beside them what
the browser half needs (see web/lesson.js)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from core.lessons.named_numbers import RunAtStep
from core.lessons.points import NO_SAMPLE, read_point
from ui.export.markup import render
from ui.language import preference
from ui.language.catalogue import languages
from ui.language.speaking import _, language_code
from ui.lessons.filling import numbers_of, run_at_step
from ui.lessons.lesson import Code, Lesson, Moment, Question, Worked
from ui.lessons.place import AT, LESSON, Place
from ui.lessons.program import Line
from ui.lessons.shelf import shelf
from ui.lessons.words import Numbers, as_html, as_text
from ui.page import Runner

# The page that lists all lessons.
HOME = "./lessons"


@dataclass(frozen=True)
class Card:
    """title : of the page · words : HTML · data : for the browser half, by names of attributes"""

    title: str
    words: Markup
    data: dict[str, str]


def card(place: Place, run: Runner, pages: Sequence[str] = (), home: str = HOME, worksheet: str = "") -> Card:
    """The card of a place. Its numbers are those of the moment as its author has it.

    pages : the addresses of the lesson's moments where no server makes them · home : of the page that lists all lessons
    worksheet : of the lesson's worksheet, "" where it stands in the same file
    """
    lesson, moment = place.lesson, place.moment
    served = not pages
    of = run_at_step(moment, run)
    numbers = numbers_of(of)
    language = place.asked_language
    links = pages or [address(lesson.name, lesson.spelled(at), language) for at in range(1, len(lesson.moments) + 1)]
    here = place.at - 1
    task = moment.task and {
        "words": as_html(moment.task.words.text, numbers),
        "hints": [as_html(hint.text, numbers) for hint in moment.task.hints],
        "way": f"{links[here]}&{urlencode(way_of(moment), doseq=True)}" if served else "",
        "anew": links[here],
    }
    words = render(
        "lesson.html",
        home=home if pages else f"{home}{said_behind('?', language)}",
        served=served,
        lesson=lesson.title,
        untranslated=untranslated(lesson),
        mixed=lesson.mixed,
        said_of_language=said_of_language(lesson),
        title=moment.title,
        moments=[
            {"address": links[i], "title": each.title, "here": i == here} for i, each in enumerate(lesson.moments)
        ],
        paragraphs=[as_html(words.text, numbers) for words in moment.paragraphs],
        code=explained(moment.worked, numbers) if moment.worked else [],
        of_code=moment.worked is not None or bool(moment.question and moment.question.code),
        said=said_to(moment.question, of) if moment.question else {},
        task=task,
        before=links[here - 1] if here or lesson.mixed else "",
        worksheet=worksheet if pages else address_of_worksheet(lesson.name, language),
        behind=links[(here + 1) % len(links)] if here + 1 < len(links) or lesson.mixed else "",
        following=_following(lesson, language) if served and here + 1 == len(links) and not lesson.mixed else None,
    )
    facts = {
        "name": lesson.name,
        "id": moment.id,
        "mixed": lesson.mixed,
        "moments": [each.id for each in lesson.moments],
        "served": served,
        "question": moment.question and _asked(place, moment.question, of),
        "task": moment.task is not None,
    }
    data = {"lesson": json.dumps(facts, ensure_ascii=False), "moment": place.query}
    # What the address may say otherwise.
    data["given"] = moment.entry().written
    return Card(f"{lesson.title}: {moment.title}", words, data)


def untranslated(lesson: Lesson) -> str:
    """The language that a lesson is in, where it is another than is spoken here; "" where it is that."""
    return "" if lesson.language == language_code() else lesson.language


def said_of_language(lesson: Lesson) -> str:
    """The line that says so."""
    return _(
        "This lesson is not translated yet: its language is {language}.", language=languages()[lesson.language].name
    )


def _following(lesson: Lesson, language: str) -> dict[str, str] | None:
    """The lesson behind this one, by its address and its title; None behind the last."""
    lessons = list(shelf().lessons.values())
    place = lessons.index(lesson) + 1 if lesson in lessons else len(lessons)
    if place == len(lessons):
        return None
    following = lessons[place]
    return {"address": address(following.name, following.beginning, language), "title": following.title}


def address(name: str, at: str, language: str = "") -> str:
    """Of a moment, relative to where the app is.

    at : as an address says it, "" for anywhere in the lesson · language : the language, where somebody has chosen it
    """
    return f"view?{urlencode({LESSON: name, **({AT: at} if at else {})})}{said_behind('&', language)}"


def address_of_worksheet(name: str, language: str = "") -> str:
    """Of a lesson's worksheet, likewise."""
    return f"view/worksheet?{urlencode({LESSON: name})}{said_behind('&', language)}"


def said_behind(mark: str, language: str) -> str:
    """What an address says of its language, if anything."""
    return f"{mark}{urlencode({preference.PARAMETER: language})}" if language else ""


def way_of(moment: Moment) -> dict[str, Sequence[str]]:
    """What a task's solution changes of the moment's link, each name's values."""
    assert moment.task is not None
    way = moment.task.way
    assert way is not None
    solved, asked = moment.entry(way).given, moment.entry().given
    changed = {name: values for name, values in solved.items() if asked.get(name) != values}
    # A usual value is left out of a link, and must be in this one: the moment has another.
    return {**changed, **{name: way[name] for name in asked if name not in solved and name in way}}


def said_to(question: Question, of: RunAtStep) -> dict[str, list[Markup]]:
    """What may be said to an answer, by its name: it stands in the page, hidden."""
    numbers = numbers_of(of)
    said = {f"said-{i}": [as_html(choice.said.text, numbers)] for i, choice in enumerate(question.choices)}
    right = [
        as_html(" ".join((_("“{words}”", words=choice.words.text), choice.said.text)), numbers)
        for choice in question.choices
        if choice.right
    ]
    if question.number:
        right = [escape(_("It is {number}.", number=numbers(question.number, 5)))]
    if question.point:
        right = [escape(_(read_point(question.point).answer(of)))]
    if question.code:
        right = [Markup('<code class="gx-whole">{}</code>').format(question.code.program.text())]
    after = [as_html(question.after.text, numbers)] if question.after else []
    return {**said, "unknown": right, "after": after}


def _asked(place: Place, question: Question, of: RunAtStep) -> dict[str, Any]:
    """A question as the browser half has it."""
    numbers = numbers_of(of)
    return {
        "kind": question.kind,
        "question": as_text(question.words.text, numbers),
        "answers": [as_text(choice.words.text, numbers) for choice in question.choices],
        "correct": [i for i, choice in enumerate(question.choices) if choice.right],
        "point": question.point,
        "sample": read_point(question.point).sample(of) if question.point else NO_SAMPLE,
        "at": place.moment.question_at,
        "plays": question.plays,
        "covers": list(question.covers),
        "code": question.code and to_build(question.code),
    }


def explained(worked: Worked, numbers: Numbers) -> list[dict[str, Any]]:
    """Code to be read, a function each, with what is said to each line."""
    functions = worked.program.functions
    said = iter(worked.explained)
    return [
        {
            "heading": function.heading,
            "head": function.head,
            "lines": [{"code": line.text, "said": as_html(next(said).text, numbers)} for line in function.lines],
        }
        for function in functions
    ]


def to_build(code: Code) -> dict[str, Any]:
    """A program to be put together, as web/building.js has it: for each place of a function the lines for it."""
    program = code.program
    functions = [
        {
            "heading": function.heading,
            "head": function.head,
            "places": [[_line(each) for each in shuffled(program.for_place(line.place))] for line in function.lines],
        }
        for function in program.functions
    ]
    return {"functions": functions, "heap": [line.id for line in shuffled(code.lines)] if code.heap else []}


def _line(line: Line) -> dict[str, str]:
    return {"id": line.id, "text": line.text}


def shuffled(lines: Sequence[Line]) -> list[Line]:
    """In an order that tells nothing, and is always the same: a page is cached."""
    return sorted(lines, key=lambda line: hashlib.sha256(line.id.encode()).digest())
