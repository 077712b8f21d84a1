"""A lesson: an ordered list of moments, each with a few words, perhaps a question, perhaps a task.
This is what stands in a file of lessons/, read and checked; what it becomes on a page is made of it elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core.lessons.conditions import Condition
from core.mistakes.mistake import Part
from ui.backward_pass.stages import STAGES
from ui.export.light_view import Destination
from ui.export.link_list import Entry
from ui.language.catalogue import ENGLISH
from ui.lessons.program import Line, Program, program_of

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
class Code:
    """A program to be put together: the code of some parts of a step.

    heap : all of its lines lie in a heap, mistaken ones among them; without it, a gap is wherever a mistake is known
    """

    parts: tuple[Part, ...]
    heap: bool

    @property
    def program(self) -> Program:
        return program_of(self.parts)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What there is to choose from."""
        program = self.program
        return tuple(line for line in program.known.values() if self.heap or line.place in program.gaps)


@dataclass(frozen=True)
class Worked:
    """A program to be read, with what is said to each of its lines."""

    parts: tuple[Part, ...]
    explained: tuple[Words, ...]

    @property
    def program(self) -> Program:
        return program_of(self.parts)


@dataclass(frozen=True)
class Question:
    """A prediction, locked in before the picture moves.

    choices : to choose from · number : or the name of the number that is asked for · point : or what is to be clicked
    code : or a program to be put together
    covers : panels that would tell the answer, "arrows" for those on the loss surface, "none"; () for the usual ones
    plays : so many steps are played when it is answered; None for all that are left
    after : what is said behind the answer, whichever it was; None for nothing
    """

    words: Words
    choices: tuple[Choice, ...]
    number: str
    point: str
    code: Code | None
    covers: tuple[str, ...]
    plays: int | None
    after: Words | None

    @property
    def kind(self) -> str:
        ways = {"number": self.number, "point": self.point, "code": self.code}
        return next((kind for kind, asked in ways.items() if asked), "choose")


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
    link : the query of what is shown · note : for whoever teaches, None for nothing
    worked : code that stands between the words and the question
    """

    id: str
    title: str
    line: int
    link: Query
    paragraphs: tuple[Words, ...]
    worked: Worked | None
    question: Question | None
    task: Task | None
    note: Words | None

    def entry(self, changes: Query | None = None) -> Entry:
        """Its link, with what somebody has changed of it since."""
        return Entry(self.title, {**self.link, **(changes or {})})

    def destination(self, changes: Query | None = None) -> Destination:
        """What is shown."""
        return self.entry(changes).destination

    @property
    def question_at(self) -> int:
        """Where a player stands that shows it: at a step; inside a step, where the stages are played, at a stage."""
        destination = self.destination()
        return (
            STAGES.index(destination.stage)
            if destination.page.follows(destination.settings) == "outside"
            else destination.step
        )

    @property
    def said(self) -> tuple[Words, ...]:
        """All that is said of it to a learner."""
        question, task = self.question, self.task
        asked = (question.words, *((question.after,) if question.after else ())) if question else ()
        chosen = [words for choice in (question.choices if question else ()) for words in (choice.words, choice.said)]
        wanted = (task.words, *task.hints) if task else ()
        explained = self.worked.explained if self.worked else ()
        return (*self.paragraphs, *explained, *asked, *chosen, *wanted)


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    name : of its file, and in its address · about : what one learns, in one sentence
    mixed : whether its moments come in another order at each visit · language : in which it is written
    """

    name: str
    title: str
    about: str
    moments: tuple[Moment, ...]
    mixed: bool = False
    language: str = ENGLISH

    def spelled(self, at: int) -> str:
        """How an address says a moment, from 1 on: by its place, or by its id where each visit has another order."""
        return self.moments[at - 1].id if self.mixed else str(at)

    @property
    def beginning(self) -> str:
        """How an address says where one begins; "" for anywhere."""
        return "" if self.mixed else "1"
