"""Code of core in lines: what is right runs, and whatever cannot run is said in one sentence before it would."""

import inspect
from itertools import pairwise, permutations

import pytest

from core.mistakes.catalogue import MISTAKES
from tests.hostile import HOSTILE
from ui.lessons.lesson import Code
from ui.lessons.program import FUNCTIONS, PARTS, Line, Program, program_of, read_ids, why_not

STEP = program_of(PARTS)


def lines(program: Program, ids: str) -> list[Line]:
    return [program.known[id] for id in ids.split()]


def test_every_line_stands_in_the_code_that_runs() -> None:
    for part in PARTS:
        source = "".join(inspect.getsource(function) for function in FUNCTIONS[part])
        # Types are left out.
        bare = source.replace(": Array = ", " = ")
        for line in program_of((part,)).right:
            assert line.text in bare
    for line in STEP.mistaken:
        assert line.mistake is not None
        source = inspect.getsource(line.mistake.wrong).replace(": Array = ", " = ")
        assert all(each.strip() in source for each in line.text.split("\n"))
        assert line.text != STEP.right[line.place].text


def test_each_classic_mistake_has_a_line_and_no_two_lines_have_the_same_id() -> None:
    assert {line.mistake for line in STEP.mistaken} == set(MISTAKES)
    assert len(STEP.known) == len(STEP.right) + len(STEP.mistaken)
    assert [line.place for line in STEP.right] == list(range(len(STEP.right)))


@pytest.mark.parametrize("part", PARTS)
def test_the_right_lines_run_in_their_order_and_in_no_other(part: str) -> None:
    program = program_of((part,))
    assert why_not(program, program.right) == ""
    orders = list(permutations(program.right))
    runs = [order for order in orders if not why_not(program, order)]
    # Only lines of different functions may change places.
    for function in program.functions:
        assert {tuple(line for line in order if line in function.lines) for order in runs} == {function.lines}


@pytest.mark.parametrize("part", PARTS)
def test_it_runs_with_any_one_mistaken_line_and_with_no_right_one_missing(part: str) -> None:
    program = program_of((part,))
    for mistaken in program.mistaken:
        chosen = [mistaken if line.place == mistaken.place else line for line in program.right]
        assert why_not(program, chosen) == ""
    for missing in program.right:
        assert why_not(program, [line for line in program.right if line != missing])


def test_what_nobody_uses_need_not_be_made() -> None:
    for part, ids in (("backward", "backward-1 no-slope backward-4 backward-5"), ("loss", "loss-1 no-n loss-4")):
        program = program_of((part,))
        assert why_not(program, lines(program, ids)) == ""


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (
            "backward-1 backward-3 backward-2 backward-4 backward-5",
            "Line 2 uses dz_dy, and no line above it defines dz_dy",
        ),
        ("backward-1 backward-2 backward-3 no-slope backward-4 backward-5", "Two of these lines do the same job"),
        ("backward-1 backward-2 backward-3 backward-4", "A line is still missing."),
        ("backward-1 backward-2 backward-3 backward-4 backward-5 no-transpose", "What comes after return"),
    ],
)
def test_why_it_does_not_run_is_one_sentence(ids: str, said: str) -> None:
    program = program_of(("backward",))
    assert why_not(program, lines(program, ids)).startswith(said)


def test_of_several_functions_it_is_said_in_which() -> None:
    program = program_of(("forward", "update"))
    assert why_not(program, [line for line in program.right if line.id != "update-1"]).startswith("In step: ")


@pytest.mark.parametrize("given", [*HOSTILE, "", " ", "backward-1 backward-1", "forward-1", "backward-1\nbackward-2"])
def test_what_names_no_lines_is_no_program(given: str) -> None:
    assert read_ids(program_of(("backward",)), given) is None


@pytest.mark.parametrize("part", PARTS)
def test_a_heap_has_all_lines_and_gaps_have_the_mistaken_ones(part: str) -> None:
    program = program_of((part,))
    assert set(Code((part,), heap=True).lines) == {*program.right, *program.mistaken}
    gaps = Code((part,), heap=False).lines
    assert {line.place for line in gaps} == program.gaps
    for place in program.gaps:
        texts = [line.text for line in program.for_place(place)]
        assert all(one != other for one, other in pairwise(texts))
