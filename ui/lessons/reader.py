"""A lesson's file → the lesson, or a sentence with its line for every mistake in it. Whatever a file says, it is only
read. docs/lessons.md teaches the format."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.lessons.conditions import Condition, read_conditions
from core.lessons.named_numbers import read_name
from core.lessons.points import read_point
from core.mistakes import mistake
from ui.export.link_list import Entry, read_query
from ui.language.speaking import _
from ui.lessons.lesson import Choice, Code, Lesson, Moment, Query, Question, Task, Words, Worked
from ui.lessons.lines import LONGEST as LONGEST_LINE
from ui.lessons.lines import Block, Part, read_lines
from ui.lessons.program import PARTS
from ui.lessons.words import address_of, count, numbers_in, pieces
from ui.settings import links

# A file is not longer than so many letters, nor a lesson than so many moments.
LONGEST = 60_000
MOMENTS = 30
CHOICES = (2, 5)
MIXED = "mixed"
STEPS = 5_000
# Letters of a title and of a lesson's sentence about itself.
LETTERS = {"title": 60, "about": 160}
# Words of what is said: few are read.
WORDS = {"": 60, "question": 35, "answer": 15, "said": 40, "after": 60, "task": 35, "hint": 30, "note": 80, "line": 30}
# What of a program is asked for, and whether all of its lines lie in a heap then.
GAPS = {"mistakes": False, "all": True}
ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
COVERED = re.compile(r"[a-z]{1,20}")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass
class Reading:
    """What was read so far, and what is wrong with it."""

    problems: list[tuple[int, str]] = field(default_factory=list)

    def complain(self, line: int, sentence: str) -> None:
        self.problems.append((line, sentence))


def read_lesson(text: str, name: str) -> tuple[Lesson | None, list[str]]:
    """The lesson in a file of this name, or None, and a sentence with its line for each mistake."""
    if len(text) > LONGEST:
        return None, [f"Line 1: A lesson has at most {LONGEST:,} characters."]
    parts = read_lines(text)
    reading = Reading(parts.problems)
    if not NAME.fullmatch(name):
        reading.complain(1, "A lesson’s file is named by small letters, digits and hyphens.")
    head = {key: _short(key, parts.head.get(key), reading) for key in LETTERS}
    order = parts.head.get("order")
    mixed = order is not None and order.text == MIXED
    if order is not None and not mixed:
        reading.complain(order.line, f"The order: is {MIXED}, or left out: then it is that of the file.")
    moments = [_moment(part, reading) for part in parts.moments]
    ids = [part.id for part in parts.moments]
    for part in parts.moments:
        if ids.index(part.id) < parts.moments.index(part):
            reading.complain(part.line, f"There is already a moment {{#{part.id[:40]}}}.")
    if not moments:
        reading.complain(1, "A lesson has at least one moment: ## Its title {#its-id}.")
    if len(moments) > MOMENTS:
        reading.complain(parts.moments[MOMENTS].line, f"A lesson has at most {MOMENTS} moments.")
    if reading.problems:
        return None, [f"Line {line}: {sentence}" for line, sentence in sorted(reading.problems)]
    return Lesson(name, head["title"], head["about"], tuple(each for each in moments if each), mixed), []


def _short(key: str, block: Block | None, reading: Reading) -> str:
    """What the head says behind a word."""
    if block is None or not block.text:
        reading.complain(block.line if block else 1, f"The head has no {key}.")
    elif len(block.text) > LETTERS[key]:
        reading.complain(block.line, f"The {key} has at most {LETTERS[key]} characters, not {len(block.text)}.")
    return block.text if block else ""


def _moment(part: Part, reading: Reading) -> Moment | None:
    if part.title and not ID.fullmatch(part.id):
        reading.complain(part.line, "A moment’s id begins with a small letter; letters, digits and hyphens follow.")
    if len(part.title) > LETTERS["title"]:
        reading.complain(part.line, f"A title has at most {LETTERS['title']} characters.")
    blocks = {block.key: block for block in part.blocks}
    link = _link(blocks.get("link"), part, reading)
    paragraphs = [_words(block, reading) for block in part.blocks if block.key == ""]
    total = sum(count(words.text) for words in paragraphs)
    if total > WORDS[""]:
        reading.complain(part.line, f"A moment has at most {WORDS['']} words, not {total}.")
    parts = _parts(blocks["code"], link, reading) if "code" in blocks else ()
    worked = _worked(part, blocks, parts, reading)
    question = _question(part, blocks, parts, reading)
    task = _task(part, blocks, reading)
    if question and task:
        reading.complain(part.line, "A moment has a question or a task, and not both.")
    note = _words(blocks["note"], reading) if "note" in blocks else None
    if link is None:
        return None
    return Moment(part.id, part.title, part.line, link, tuple(paragraphs), worked, question, task, note)


def _link(block: Block | None, part: Part, reading: Reading) -> Query | None:
    if block is None:
        reading.complain(part.line, "A moment shows something: its link: is missing.")
        return None
    try:
        query = read_query(block.text)
        problems: Iterable[str] = Entry("", query).destination.problems
    except ValueError as error:
        query, problems = {}, [f"The link cannot be used: {error}."]
    for problem in problems:
        reading.complain(block.line, problem)
    # Whoever reads it says in which language.
    query.pop(links.LANGUAGE.name, None)
    if "predict" in query:
        reading.complain(block.line, "A lesson’s question belongs in its own lines, not in the link.")
    return query


def _words(block: Block, reading: Reading, kind: str | None = None) -> Words:
    """What a block says, checked."""
    return _checked(Words(block.line, block.text), block.key if kind is None else kind, reading)


def _checked(words: Words, kind: str, reading: Reading) -> Words:
    line, text = words.line, words.text
    if not text:
        reading.complain(line, "There should be words here, and there are none.")
    if len(text) > LONGEST_LINE:
        reading.complain(line, f"That has at most {LONGEST_LINE:,} characters.")
        return words
    # All paragraphs of a moment are counted together.
    if kind and (said := count(text)) > WORDS[kind]:
        reading.complain(line, f"That has at most {WORDS[kind]} words, not {said}.")
    try:
        for name in numbers_in(text):
            read_name(name)
    except ValueError as error:
        reading.complain(line, str(error))
    for piece in pieces(text):
        if piece.kind == "link":
            try:
                address_of(piece.target)
            except ValueError as error:
                reading.complain(line, f"{str(error).rstrip('.')}.")
    return words


def _parts(block: Block, link: Query | None, reading: Reading) -> tuple[mistake.Part, ...]:
    """Which code is meant, in the order in which a step runs it."""
    named = [name.strip() for name in block.text.split(",")]
    parts = tuple(part for part in PARTS if part in named)
    if len(parts) < len(named):
        reading.complain(block.line, f"A code: names {', '.join(PARTS)}, each once, separated by commas.")
    try:
        check_loss(link or {})
    except ValueError as error:
        reading.complain(block.line, str(error))
    return parts


def check_loss(link: Query) -> None:
    """Raises ValueError, in one sentence, where a link's loss is not the one whose code we have."""
    if Entry("", link).destination.settings["loss"] != "BCE":
        raise ValueError(_("This code is that of BCE, and the link has another loss."))


def _worked(part: Part, blocks: dict[str, Block], parts: tuple[mistake.Part, ...], reading: Reading) -> Worked | None:
    """Code to be read: all that is not asked for."""
    lines = [block for block in part.blocks if block.key == "line"]
    if "code" not in blocks or "gaps" in blocks:
        if lines:
            reading.complain(lines[0].line, "“line:” explains code that is to be read, and there is none here.")
        return None
    worked = Worked(parts, tuple(_words(block, reading) for block in lines))
    needed = len(worked.program.right)
    if parts and len(lines) != needed:
        said = f"Each line of this code is explained by a “line:”. That makes {needed}, and here are {len(lines)}."
        reading.complain(blocks["code"].line, said)
    return worked if parts else None


def _code(blocks: dict[str, Block], parts: tuple[mistake.Part, ...], reading: Reading) -> Code | None:
    """Code to be put together."""
    gaps = blocks.get("gaps")
    if gaps is None:
        return None
    if gaps.text not in GAPS:
        reading.complain(gaps.line, f"The gaps are {' or '.join(GAPS)}.")
    if "code" not in blocks:
        reading.complain(gaps.line, "“gaps:” belongs to a code:, and there is none here.")
    return Code(parts, GAPS.get(gaps.text, False)) if parts else None


def _question(
    part: Part, blocks: dict[str, Block], parts: tuple[mistake.Part, ...], reading: Reading
) -> Question | None:
    choices = [_choice(block, reading) for block in part.blocks if block.key.startswith("- ")]
    ways = [blocks[key] for key in ("number", "point", "gaps") if key in blocks]
    if "question" not in blocks:
        for key in ("number", "point", "gaps", "covers", "plays", "after"):
            if key in blocks:
                reading.complain(blocks[key].line, f"“{key}:” belongs to a question:, and there is none here.")
        if choices:
            reading.complain(choices[0].words.line, "Answers belong to a question:, and there is none here.")
        return None
    line = blocks["question"].line
    if len(ways) + bool(choices) != 1:
        reading.complain(line, "A question has either answers, or a number:, a point:, or gaps:.")
    if choices:
        _check_choices(choices, line, reading)
    for key, read in (("point", read_point), ("number", read_name)):
        try:
            if key in blocks:
                read(blocks[key].text)
        except ValueError as error:
            reading.complain(blocks[key].line, str(error))
    return Question(
        _words(blocks["question"], reading),
        tuple(choices),
        blocks["number"].text if "number" in blocks else "",
        blocks["point"].text if "point" in blocks else "",
        _code(blocks, parts, reading),
        _covers(blocks.get("covers"), reading),
        _plays(blocks.get("plays"), reading),
        _words(blocks["after"], reading) if "after" in blocks else None,
    )


def _choice(block: Block, reading: Reading) -> Choice:
    said = Words(block.said_line or block.line, block.said)
    if not block.said:
        reading.complain(block.line, "The reply to this answer is missing: it goes below it, indented by two spaces.")
    else:
        _checked(said, "said", reading)
    return Choice(_words(block, reading, "answer"), block.key == "- [x]", said)


def _check_choices(choices: list[Choice], line: int, reading: Reading) -> None:
    least, most = CHOICES
    if not least <= len(choices) <= most:
        reading.complain(line, f"A question has {least} to {most} answers, not {len(choices)}.")
    if not any(choice.right for choice in choices):
        reading.complain(line, "None of the answers is marked as right, with - [x].")
    for attribute, what in (
        ("words", "This answer is here already."),
        ("said", "Another answer here has the same reply already."),
    ):
        texts = [getattr(choice, attribute).text for choice in choices]
        for place, choice in enumerate(choices):
            if texts[place] and texts[place] in texts[:place]:
                reading.complain(getattr(choice, attribute).line, what)


def _covers(block: Block | None, reading: Reading) -> tuple[str, ...]:
    names = tuple(name.strip() for name in block.text.split(",")) if block else ()
    if block and not all(COVERED.fullmatch(name) for name in names):
        reading.complain(block.line, "What is covered: panels by name, arrows, or none, separated by commas.")
    return names


def _plays(block: Block | None, reading: Reading) -> int | None:
    if block is None:
        return 1
    if block.text == "all":
        return None
    if not re.fullmatch(r"[0-9]{1,4}", block.text) or int(block.text) > STEPS:
        reading.complain(block.line, f"What is played is all, or a number of steps from 0 to {STEPS:,}.")
        return 1
    return int(block.text)


def _task(part: Part, blocks: dict[str, Block], reading: Reading) -> Task | None:
    hints = tuple(_words(block, reading) for block in part.blocks if block.key == "hint")
    if "task" not in blocks:
        for key in ("until", "hint", "way"):
            if key in blocks:
                reading.complain(blocks[key].line, f"“{key}:” belongs to a task:, and there is none here.")
        return None
    line = blocks["task"].line
    for key in ("until", "way"):
        if key not in blocks:
            reading.complain(line, f"A task needs its {key}: too.")
    conditions: tuple[Condition, ...] = ()
    if "until" in blocks:
        try:
            conditions = read_conditions(blocks["until"].text)
        except ValueError as error:
            reading.complain(blocks["until"].line, str(error))
    way = _link(blocks["way"], part, reading) if "way" in blocks else None
    return Task(_words(blocks["task"], reading), conditions, hints, way)
