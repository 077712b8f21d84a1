"""What there is to say of a program that somebody has put together: it is run on the numbers of the moment, and the
gradient check judges it. Where several lines are mistaken, each is run alone, so that it is seen what it does."""

from core.arrays import Array
from core.lessons.named_numbers import RunAtStep
from core.mistakes.effects import Effect, same
from core.mistakes.mistake import Mistake
from ui.break_it.case import Case, case_of
from ui.language.speaking import _, listed, ngettext, number
from ui.lessons.lesson import Code
from ui.lessons.program import read_ids, why_not

# Of a longer dW nobody reads the numbers in a sentence.
MOST_ENTRIES = 6


def judge_program(code: Code, given: str, of: RunAtStep) -> dict[str, object]:
    """What there is to say of a program, as `judged` has it. wrong : for each mistaken line, what it is and does"""
    program = code.program
    chosen = read_ids(program, given)
    if chosen is None or not set(chosen) <= set(code.lines):
        return _said(_("That cannot be read here."))
    if not code.heap:
        gaps = [line.place for line in chosen]
        if sorted(gaps) != sorted(program.gaps):
            return _said(_("Each gap takes one line."))
        chosen = [line for line in program.right if line.place not in gaps] + chosen
        chosen.sort(key=lambda line: line.place)
    if said := why_not(program, chosen):
        return _said(_("Not yet. {said}", said=said))
    case = case_of(of.scenario, of.data, of.history, of.step)
    mistaken = [(line, line.mistake) for line in chosen if line.mistake]
    if not mistaken:
        effect = case.effect(None)
        return _said(_of_right(effect), right=True)
    wrong = [
        {"id": line.id, "name": _(mistake.name), "hint": _(mistake.hint), "does": _does(mistake, case)}
        for line, mistake in mistaken
    ]
    said = ngettext(
        "Not yet: one of these lines is a classic mistake. This is what it does.",
        "Not yet: {n} of these lines are classic mistakes. This is what each of them does, run alone.",
        len(wrong),
    )
    return _said(said, wrong=wrong)


def _does(mistake: Mistake, case: Case) -> str:
    """What a mistake does here, and what becomes of dW."""
    effect = case.effect(mistake)
    wrong, right = effect.wrong.dW, effect.computed.dW
    if wrong is None or right is None or same(wrong, right) or len(wrong) > MOST_ENTRIES:
        return _(effect.sentence)
    becomes = _("dW is {wrong}, and should be {right}.", wrong=_column(wrong), right=_column(right))
    return f"{_(effect.sentence)} {becomes}"


def _of_right(effect: Effect) -> str:
    if not effect.passed or effect.relative_error is None or effect.computed.dW is None:
        return _("Right. {said}", said=_(effect.sentence))
    error = number(effect.relative_error, 2)
    said = _("Right: it runs, and the gradient check is green, relative error {error}.", error=error)
    if len(effect.computed.dW) > MOST_ENTRIES:
        return said
    found = _("dW is {column}.", column=_column(effect.computed.dW))
    return f"{said} {found}"


def _column(dW: Array) -> str:
    """dW (D+1, 1) in a sentence."""
    return f"({listed(number(value, 4) for value in dW[:, 0])})"


def _said(said: str, right: bool = False, wrong: list[dict[str, str]] | None = None) -> dict[str, object]:
    return {"settled": right, "right": right, "said": said, "wrong": wrong or []}
