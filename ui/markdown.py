"""Text and tables in a place that reads Markdown."""

from collections.abc import Iterable, Sequence


def plain(text: str) -> str:
    """Text for a place that reads Markdown, with everything that Markdown would act on made harmless."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+!|~$:" else letter for letter in text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], rule: str = "---:") -> str:
    """A table. rule : how the columns behind a row's name stand, to the right where nothing else is said"""
    lines = (head, ["---", *[rule] * (len(head) - 1)], *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
