"""The classic mistakes, one a file: each is a small variant of the real code with one wrong line in it.
They are real code: a page shows each beside the right one, runs it, and lets the gradient check find it."""

from core.discovery import records
from core.mistakes.mistake import Mistake

MISTAKES: tuple[Mistake, ...] = records(__name__, __path__, Mistake)
BY_KEY: dict[str, Mistake] = {mistake.key: mistake for mistake in MISTAKES}
