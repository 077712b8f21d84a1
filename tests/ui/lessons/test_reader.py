"""A lesson's file: what may stand in it, and that every mistake is named with its line, whatever it is."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import HOSTILE
from ui.lessons.lesson import Lesson
from ui.lessons.reader import read_lesson

PLAIN = """---
title: A lesson
about: What one learns of it.
---

## First {#first}
link: ?v=2&step=2

A *word*, some `code`, [a moment](?v=2&step=3), and L = {L:3}.
This is the same paragraph.

question: What comes?
- [x] This
  Yes, for {dW[0]} is negative.
- [ ] That
  No.
plays: 3
after: So it went
on.

## Second {#second}
link: ?page=backward_pass&data=two samples&start=typed&weights=0.1,-0.2,0.3&lr=1&steps=20&v=2

question: What is y of sample 0?
number: y[0]

## Third {#third}
link: ?v=2

task: Make it calm.
until: lr/limit < 0.5 and arrives
hint: Smaller.
hint: Half of it.
way: ?v=2&lr=3
note: Wait for answers.

## Fourth {#fourth}
link: ?page=backward_pass&v=2

code: update
line: Downhill, by lr = {lr}.

## Fifth {#fifth}
link: ?page=backward_pass&v=2

question: Which lines?
code: update, backward
gaps: all
"""
SENTENCE = re.compile(r"Line [1-9][0-9]*: [^\n]+[.)]", re.DOTALL)


def read(text: str) -> Lesson:
    lesson, problems = read_lesson(text, "plain")
    assert problems == []
    assert lesson is not None
    return lesson


def problems_of(text: str) -> list[str]:
    lesson, problems = read_lesson(text, "plain")
    assert lesson is None
    return problems


def test_a_lesson_is_what_its_file_says() -> None:
    lesson = read(PLAIN)
    assert (lesson.name, lesson.title, lesson.about) == ("plain", "A lesson", "What one learns of it.")
    first, second, third, fourth, fifth = lesson.moments
    assert (first.id, first.title, first.line) == ("first", "First", 6)
    assert first.destination().step == 2
    assert [words.text for words in first.paragraphs] == [
        "A *word*, some `code`, [a moment](?v=2&step=3), and L = {L:3}. This is the same paragraph."
    ]
    assert first.question is not None
    assert [(c.words.text, c.right, c.said.line) for c in first.question.choices] == [
        ("This", True, 14),
        ("That", False, 16),
    ]
    assert first.question.plays == 3
    assert first.question.after is not None
    assert first.question.after.text == "So it went on."
    assert second.question is not None
    assert (second.question.kind, second.question.number, second.question.plays) == ("number", "y[0]", 1)
    assert third.task is not None
    assert [hint.text for hint in third.task.hints] == ["Smaller.", "Half of it."]
    assert third.note is not None
    assert fourth.worked is not None
    assert (fourth.worked.parts, [words.text for words in fourth.worked.explained]) == (
        ("update",),
        ["Downhill, by lr = {lr}."],
    )
    assert fourth.question is None
    assert fifth.question is not None
    assert fifth.question.code is not None
    # In the order in which a step runs them.
    assert (fifth.question.kind, fifth.question.code.parts, fifth.question.code.heap) == (
        "code",
        ("backward", "update"),
        True,
    )
    assert fifth.worked is None


MISTAKES = [
    ("---\ntitle", "title", 1, "begins with its head"),
    ("title: A lesson\n", "", 1, "no title"),
    ("title: A lesson", "title: " + "A" * 61, 2, "at most 60 characters"),
    ("about: What", "abuot: What", 3, "nothing else"),
    ("{#first}", "", 6, "A moment begins with"),
    ("{#second}", "{#first}", 21, "already"),
    ("{#second}", "{#Second}", 21, "small letter"),
    ("link: ?v=2&step=2\n", "", 6, "link: is missing"),
    ("link: ?v=2&step=2", "link: ?v=2&step=x", 7, "step"),
    ("link: ?v=2&step=2", "link: https://elsewhere.invalid/x?y=1", 7, "no link of this app"),
    ("link: ?v=2&step=2", "link: ?v=2&predict=1~a~b~c", 7, "in its own lines"),
    ("A *word*", "word " * 60, 6, "at most 60"),
    ("(?v=2&step=3)", "(https://elsewhere.invalid)", 9, "begins with ?"),
    ("(?v=2&step=3)", "(javascript:alert(1))", 9, "begins with ?"),
    ("{L:3}", "{L:3", 9, "brace"),
    ("question: What comes?", "qestion: What comes?", 12, "no “qestion:”"),
    ("question: What comes?\n", "", 12, "Answers belong to a question"),
    ("- [x] This", "- [ ] This", 12, "marked as right"),
    ("- [ ] That\n  No.\n", "", 12, "2 to 5 answers"),
    ("  No.\n", "", 15, "missing"),
    ("  No.\n", "No.\n", 16, "two spaces"),
    ("- [ ] That", "- [ ] This", 15, "is here already"),
    ("  No.", "  Yes, for {dW[0]} is negative.", 16, "has the same reply"),
    ("plays: 3", "plays: some", 17, "all, or a number"),
    ("plays: 3", "plays: 3\nplays: 4", 18, "second “plays:”"),
    ("number: y[0]\n", "", 24, "either answers, or a number"),
    ("number: y[0]", "number: why[0]", 25, "no number of a run"),
    ("{L:3}", "{l}", 9, "no number of a run"),
    ("number: y[0]", "point: everywhere", 25, "nothing to point at"),
    ("until: lr/limit < 0.5 and arrives", "until: it works", 31, "no condition"),
    ("way: ?v=2&lr=3\n", "", 30, "its way: too"),
    ("task: Make it calm.\n", "", 30, "belongs to a task"),
    ("note: Wait", "- a list\nnote: Wait", 35, "not part of a lesson"),
    ("note: Wait", "note: " + "a" * 2_000, 35, "A line has at most 2,000 characters"),
    ("A *word*", "a" * 1_500 + "\n" + "a" * 1_500, 9, "That has at most 2,000 characters"),
    ("code: update\n", "code: updates\n", 40, "forward, loss, backward, update"),
    ("code: update\n", "code: update, update\n", 40, "each once"),
    ("code: update\n", "code: \n", 40, "forward, loss, backward, update"),
    ("code: update\n", "code: loss\n", 40, "That makes 4"),
    ("code: update\n", "", 40, "“line:” explains code"),
    ("line: Downhill, by lr = {lr}.\n", "", 40, "That makes 1"),
    ("{lr}", "{rate}", 41, "no number of a run"),
    ("gaps: all", "gaps: some", 48, "mistakes or all"),
    ("code: update, backward\n", "", 47, "belongs to a code:"),
    ("gaps: all", "gaps: all\nnumber: L", 46, "either answers"),
    ("question: Which lines?\n", "", 47, "belongs to a question"),
    ("gaps: all", "gaps: all\nline: So.", 49, "“line:” explains code"),
    ("backward_pass&v=2\n\nquestion", "backward_pass&loss=MSE&v=2\n\nquestion", 47, "that of BCE"),
]


def changed(old: str, new: str) -> str:
    """The lesson with something else in it."""
    assert old in PLAIN
    return PLAIN.replace(old, new, 1)


@pytest.mark.parametrize(("old", "new", "line", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, said: str) -> None:
    problems = problems_of(changed(old, new))
    assert any(problem.startswith(f"Line {line}: ") and said in problem for problem in problems), problems


def test_every_mistake_is_named_and_not_the_first_alone() -> None:
    wrong = PLAIN.replace("{#first}", "{#First}").replace("plays: 3", "plays: no").replace("way: ?v=2&lr=3\n", "")
    assert [problem.split(":")[0] for problem in problems_of(wrong)] == ["Line 6", "Line 17", "Line 30"]


def test_a_file_is_named_as_an_address_can_have_it() -> None:
    for name in ("A b", "../x", "", "x" * 41, "ü"):
        assert read_lesson(PLAIN, name)[0] is None


def test_it_is_a_lesson_or_sentences_with_lines_whatever_happens_to_a_file() -> None:
    """300 files in which something was changed, by a person or on the way."""
    rng = random.Random(15)
    read_well = 0
    for _ in range(300):
        lines = PLAIN.splitlines(keepends=True)
        for _ in range(rng.randint(1, 4)):
            place = rng.randrange(len(lines))
            kind = rng.choice(("drop", "double", "move", "letter", "hostile", "cut", "join"))
            if kind == "drop":
                lines[place] = ""
            elif kind == "double":
                lines.insert(place, lines[place])
            elif kind == "move":
                lines.insert(rng.randrange(len(lines)), lines.pop(place))
            elif kind == "letter" and lines[place]:
                at = rng.randrange(len(lines[place]))
                lines[place] = lines[place][:at] + rng.choice("{}[]()*`#-: \\<\0é") + lines[place][at + 1 :]
            elif kind == "hostile":
                lines[place] = rng.choice(HOSTILE) + "\n"
            elif kind == "cut":
                lines[place] = lines[place][: rng.randint(0, len(lines[place]))]
            else:
                lines[place] = lines[place].rstrip("\n")
        lesson, problems = read_lesson("".join(lines), "plain")
        assert (lesson is None) == bool(problems)
        assert all(SENTENCE.fullmatch(problem) for problem in problems), problems
        read_well += lesson is not None
    assert 10 < read_well < 290


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PLAIN.splitlines()), st.sampled_from(HOSTILE), st.text(max_size=60))))
def test_anything_at_all_is_read_without_an_exception(lines: list[str]) -> None:
    lesson, problems = read_lesson("\n".join(lines), "plain")
    assert (lesson is None) == bool(problems)
    assert all(problem.startswith("Line ") for problem in problems)
