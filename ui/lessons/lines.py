"""The lines of a lesson's file as blocks: a head, and for each moment what stands behind which word.
What the blocks mean is read in reader.py; a line that is no block of any kind is named here."""

import re
from dataclasses import dataclass, field

HEAD = ("title", "about", "order")
# What may stand in a moment, and whether more than once.
KEYS = {
    "link": False,
    "code": False,
    "line": True,
    "question": False,
    "number": False,
    "point": False,
    "gaps": False,
    "covers": False,
    "plays": False,
    "after": False,
    "task": False,
    "until": False,
    "hint": True,
    "way": False,
    "note": False,
}
KEY = re.compile(r"([a-z]+): *(.*)")
CHOICE = re.compile(r"- \[([ xX])\] +(.*)")
MARKED = re.compile(r"- .*|#.*|---+|```.*")
# What ends a line elsewhere than here, is not to be seen, or turns the letters behind it round.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
# No line is longer than so many letters.
LONGEST = 2_000


@dataclass
class Block:
    """What stands behind a word, or a paragraph (""), or an answer to choose ("- [ ]", "- [x]").

    said : what stands below an answer, further in
    """

    key: str
    line: int
    text: str
    said: str = ""
    said_line: int = 0


@dataclass
class Part:
    """A moment's heading and its blocks."""

    title: str
    id: str
    line: int
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Parts:
    """A whole file. problems : a sentence for each line that is nothing, with the line's number"""

    head: dict[str, Block] = field(default_factory=dict)
    moments: list[Part] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_lines(text: str) -> Parts:
    """The parts of a file."""
    parts = Parts()
    lines = UNSEEN.sub(" ", text.removeprefix("\ufeff")).splitlines()
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST:
            parts.problems.append((number, f"A line has at most {LONGEST:,} characters."))
            lines[number - 1] = line[:LONGEST]
    body = _read_head(lines, parts)
    block: Block | None = None
    for number, line in enumerate(lines[body:], start=body + 1):
        if not line.strip():
            block = None
        elif line.startswith("##"):
            block = None
            _begin_moment(line, number, parts)
        elif not parts.moments:
            parts.problems.append((number, "Here a moment begins: ## Its title {#its-id}."))
        else:
            block = _read_line(line, number, parts, block)
    return parts


def _read_head(lines: list[str], parts: Parts) -> int:
    """Read the head → how many lines it has."""
    if not lines or lines[0].rstrip() != "---":
        parts.problems.append((1, "A lesson begins with its head: ---, title: …, about: …, and --- again."))
        return 0
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return number
        found = KEY.fullmatch(line.rstrip())
        if not line.strip():
            continue
        if not found or found[1] not in HEAD:
            parts.problems.append(
                (number, f"The head has {' and '.join(f'{key}: …' for key in HEAD)}, and nothing else.")
            )
        elif found[1] in parts.head:
            parts.problems.append((number, f"There are two lines {found[1]}: in the head."))
        else:
            parts.head[found[1]] = Block(found[1], number, found[2])
    parts.problems.append((len(lines), "The head does not end: --- is missing below it."))
    return len(lines)


def _begin_moment(line: str, number: int, parts: Parts) -> None:
    heading = line.rstrip()
    title, mark, id = heading.removeprefix("## ").removesuffix("}").rpartition("{#")
    if not (heading.startswith("## ") and heading.endswith("}") and mark and "}" not in id):
        parts.problems.append((number, "A moment begins with ## Its title {#its-id}."))
        # A moment without a name is still one: what stands below is its own.
        title = id = ""
    parts.moments.append(Part(title.strip(), id, number))


def _read_line(line: str, number: int, parts: Parts, block: Block | None) -> Block | None:
    """Read a line of a moment → the block that goes on in the next line, None for none."""
    part = parts.moments[-1]
    further_in = line.startswith("  ")
    if further_in and block and block.key.startswith("- "):
        block.said_line = block.said_line or number
        block.said = f"{block.said} {line.strip()}".strip()
        return block
    line = line.strip()
    # Behind a \ it is words, whatever it looks like.
    marked = "" if line.startswith("\\") else line
    line = line.removeprefix("\\")
    if found := CHOICE.fullmatch(marked):
        block = Block("- [x]" if found[1] in "xX" else "- [ ]", number, found[2])
    elif found := KEY.fullmatch(marked):
        key = found[1]
        if key not in KEYS:
            parts.problems.append((number, f"There is no “{key[:20]}:” in a lesson, only {', '.join(KEYS)}."))
        elif not KEYS[key] and any(each.key == key for each in part.blocks):
            parts.problems.append((number, f"There is a second “{key}:” in this moment."))
        block = Block(key, number, found[2])
    elif MARKED.fullmatch(marked):
        parts.problems.append(
            (number, "That is not part of a lesson: it has paragraphs, - [ ] answers, and words like link:.")
        )
        return None
    elif block and block.key.startswith("- "):
        parts.problems.append((number, "The reply to an answer goes below it, indented by two spaces."))
        return None
    elif block:
        block.text = f"{block.text} {line}".strip()
        return block
    else:
        block = Block("", number, line)
    part.blocks.append(block)
    return block
