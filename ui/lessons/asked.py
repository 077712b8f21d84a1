"""A moment of a talk that somebody has in his browser, as far as it comes here: its link, and what only core knows of
it. Its words and notes stay with him. Whatever an address says is read by the vocabulary of lessons."""

from core.lessons.conditions import read_conditions
from core.lessons.named_numbers import read_name
from core.lessons.points import read_point
from ui.lessons.filling import numbers_of, standing
from ui.lessons.lesson import Lesson, Moment, Query, Question, Task, Words
from ui.lessons.place import LESSON, Place
from ui.page import Run
from ui.settings import links

# What is asked for beside the link's own names: a number or a place to point at, a condition, numbers that are said.
NUMBER, TARGET, UNTIL, SAID = "number", "target", "until", "said"
# So many numbers stand in the words of no moment.
MOST = 60
DIGITS = 15
NOTHING = Words(0, "")


def find_moment(query: Query) -> Place | None:
    """The moment that a query (each name's values) describes, or None where it speaks of a lesson.

    Raises ValueError, in one sentence, for a name that there is not.
    """
    if query.get(LESSON):
        return None
    number, target, until = ((query.get(name) or [""])[-1] for name in (NUMBER, TARGET, UNTIL))
    if number:
        read_name(number)
    if target:
        read_point(target)
    question = Question(NOTHING, (), number, target, None, (), 1, None) if number or target else None
    task = Task(NOTHING, read_conditions(until), (), None) if until else None
    link = {name: list(query[name]) for name in sorted(links.NAMES) if query.get(name)}
    moment = Moment("asked", "", 0, link, (), None, question, task, None)
    return Place(Lesson("asked", "", "", (moment,)), 1, {})


def said_numbers(place: Place, names: list[str], run: Run) -> dict[str, object]:
    """The numbers of these names, each with its digits behind a colon, as they are written; at : where it stands.

    problems : a sentence for each that there is not
    """
    numbers: dict[str, str] = {}
    problems: list[str] = []
    written = numbers_of(standing(place.moment, run))
    for name in names[:MOST]:
        plain, _, digits = name.rpartition(":")
        try:
            # So many digits has none of them.
            wanted = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else DIGITS
            numbers[name] = written(plain, min(max(wanted, 1), DIGITS))
        except ValueError as error:
            problems.append(str(error))
    return {"numbers": numbers, "problems": problems, "at": place.moment.asked_at}
