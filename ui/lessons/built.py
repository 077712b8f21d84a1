"""What there is to say of a program that somebody has put together: it is run on the numbers of the moment, and the
gradient check judges it. Where several lines are mistaken, each is run alone, so that it is seen what it does."""

from core.arrays import Array
from core.lessons.named_numbers import Standing
from core.mistakes.effects import Effect, same
from core.mistakes.mistake import Mistake
from core.numbers import number
from ui.break_it.case import Case, case_of
from ui.lessons.lesson import Code
from ui.lessons.program import read_ids, why_not

# Of a longer dW nobody reads the numbers in a sentence.
MOST = 6


def judged_code(code: Code, given: str, of: Standing) -> dict[str, object]:
    """What there is to say of a program, as `judged` has it. wrong : for each mistaken line, what it is and does"""
    program = code.program
    chosen = read_ids(program, given)
    if chosen is None or not set(chosen) <= set(code.lines):
        return _said("That is nothing that can be read here.")
    if not code.heap:
        gaps = [line.place for line in chosen]
        if sorted(gaps) != sorted(program.gaps):
            return _said("Each gap takes one line.")
        chosen = [line for line in program.right if line.place not in gaps] + chosen
        chosen.sort(key=lambda line: line.place)
    if said := why_not(program, chosen):
        return _said(f"Not yet: {said[0].lower()}{said[1:]}")
    case = case_of(of.scenario, of.data, of.history, of.step)
    mistaken = [(line, line.mistake) for line in chosen if line.mistake]
    if not mistaken:
        effect = case.effect(None)
        return _said(_of_right(effect), right=True)
    wrong = [
        {"id": line.id, "name": mistake.name, "hint": mistake.hint, "does": _does(mistake, case)}
        for line, mistake in mistaken
    ]
    many = f"{len(wrong)} of these lines are classic mistakes. This is what each of them does, run alone."
    return _said(
        f"Not yet: {many if len(wrong) > 1 else 'one of these lines is a classic mistake. It was run.'}", wrong=wrong
    )


def _does(mistake: Mistake, case: Case) -> str:
    """What a mistake does here, and what becomes of dW."""
    effect = case.effect(mistake)
    wrong, right = effect.wrong.dW, effect.computed.dW
    if wrong is None or right is None or same(wrong, right) or len(wrong) > MOST:
        return effect.sentence
    return f"{effect.sentence} dW is {_column(wrong)}, and should be {_column(right)}."


def _of_right(effect: Effect) -> str:
    if not effect.passed or effect.relative_error is None or effect.computed.dW is None:
        return f"Right. {effect.sentence}"
    error = number(effect.relative_error, 2)
    said = f"Right: it runs, and the gradient check is green, relative error {error}."
    return said if len(effect.computed.dW) > MOST else f"{said} dW is {_column(effect.computed.dW)}."


def _column(dW: Array) -> str:
    """dW (D+1, 1) in a sentence."""
    return f"({', '.join(number(value, 4) for value in dW[:, 0])})"


def _said(said: str, right: bool = False, wrong: list[dict[str, str]] | None = None) -> dict[str, object]:
    return {"settled": right, "right": right, "said": said, "wrong": wrong or []}
