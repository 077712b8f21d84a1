"""A lesson: an ordered list of moments, each with a few words, perhaps a question, perhaps a task.
This is what stands in a file of lessons/, read and checked; what it becomes on a page is made of it elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core.lessons.conditions import Condition
from ui.export.light_view import Asked
from ui.export.link_list import Entry

# Each name's values.
Query: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Words:
    """Something that is said, as its author wrote it (see words.py), and the line where it begins."""

    line: int
    text: str


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from, whether it is right, and what is said to whoever takes it."""

    words: Words
    right: bool
    said: Words


@dataclass(frozen=True)
class Question:
    """A prediction, locked in before the picture moves.

    choices : to choose from · number : or the name of the number that is asked for · point : or what is to be clicked
    covers : panels that would tell the answer, "arrows" for those on the loss surface, "none"; () for the usual ones
    plays : so many steps are played when it is answered; None for all that are left
    after : what is said behind the answer, whichever it was; None for nothing
    """

    words: Words
    choices: tuple[Choice, ...]
    number: str
    point: str
    covers: tuple[str, ...]
    plays: int | None
    after: Words | None

    @property
    def kind(self) -> str:
        return "number" if self.number else "point" if self.point else "choose"


@dataclass(frozen=True)
class Task:
    """Something to bring about.

    until : when it is done · hints : one after another · way : a link by which it is done
    """

    words: Words
    until: tuple[Condition, ...]
    hints: tuple[Words, ...]
    way: Query | None


@dataclass(frozen=True)
class Moment:
    """One moment of a lesson.

    id : stable, for what a browser keeps of it · line : where it begins
    link : the query of what is shown · note : for whoever teaches, "" for nothing
    """

    id: str
    title: str
    line: int
    link: Query
    paragraphs: tuple[Words, ...]
    question: Question | None
    task: Task | None
    note: Words | None

    def entry(self, changes: Query | None = None) -> Entry:
        """Its link, with what somebody has changed of it since."""
        return Entry(self.title, {**self.link, **(changes or {})})

    def asked(self, changes: Query | None = None) -> Asked:
        """What is shown."""
        return self.entry(changes).asked

    @property
    def said(self) -> tuple[Words, ...]:
        """All that is said of it to a learner."""
        question, task = self.question, self.task
        asked = (question.words, *((question.after,) if question.after else ())) if question else ()
        chosen = [words for choice in (question.choices if question else ()) for words in (choice.words, choice.said)]
        wanted = (task.words, *task.hints) if task else ()
        return (*self.paragraphs, *asked, *chosen, *wanted)


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    name : of its file, and in its address · about : what one learns, in one sentence
    mixed : whether its moments come in another order at each visit
    """

    name: str
    title: str
    about: str
    moments: tuple[Moment, ...]
    mixed: bool = False
