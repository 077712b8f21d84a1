"""As much of Docker as the shipped Dockerfile needs: its instructions, and what COPY finds past .dockerignore."""

import json
import re
import shlex
import shutil
from pathlib import Path, PurePosixPath

Instruction = tuple[str, str]


def instructions(text: str) -> list[Instruction]:
    """Each instruction and the rest of its line; comments left out, continued lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (name.upper(), rest.strip()) for name, _, rest in (line.partition(" ") for line in joined.splitlines()) if name
    ]


def stages(text: str) -> list[list[Instruction]]:
    """The instructions of each stage, every one beginning with its FROM."""
    found: list[list[Instruction]] = []
    for instruction in instructions(text):
        if instruction[0] == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


def of(stage: list[Instruction], name: str) -> list[str]:
    return [rest for found, rest in stage if found == name]


def environment(stage: list[Instruction]) -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in of(stage, "ENV") for pair in shlex.split(rest))


def command(rest: str) -> list[str]:
    """The words of a command in JSON form, which no shell reads and which gets the signals itself."""
    words: list[str] = json.loads(rest)
    assert all(isinstance(word, str) for word in words)
    return words


def _pattern(line: str) -> re.Pattern[str]:
    """A line of .dockerignore: `**/` is any folders or none, and `*` ends at a slash."""
    parts = line.strip().strip("/").split("**/")
    return re.compile("(?:.*/)?".join(re.escape(part).replace(r"\*", "[^/]*") for part in parts))


def admitted(root: Path) -> set[PurePosixPath]:
    """The files of the build's context: for each the last line that fits it, or a folder above it, decides."""
    lines = (root / ".dockerignore").read_text().splitlines()
    rules = [
        (_pattern(line.lstrip("!")), line.startswith("!"))
        for line in lines
        if line.strip() and not line.startswith("#")
    ]
    found = set()
    for file in root.rglob("*"):
        path = PurePosixPath(file.relative_to(root).as_posix())
        if not file.is_file() or path.parts[0] in (".git", ".venv"):
            continue
        let_in = True
        for pattern, lets_in in rules:
            if any(pattern.fullmatch(str(part)) for part in (path, *path.parents)):
                let_in = lets_in
        if let_in:
            found.add(path)
    return found


def copy(context: Path, stage: list[Instruction], image: Path) -> list[PurePosixPath]:
    """Do the COPYs of a stage out of the context; the files that came to be in the image."""
    files = admitted(context)
    folder = image
    copied = []
    for name, rest in stage:
        if name == "WORKDIR":
            folder = image / rest.lstrip("/")
        if name != "COPY" or "--from" in rest:
            continue
        *sources, target = rest.split()
        assert not rest.startswith("--"), "an option that is not read here"
        for source in map(PurePosixPath, sources):
            matching = [file for file in files if file == source or source in file.parents]
            assert matching, f"COPY {source} finds nothing"
            for file in matching:
                inside = (
                    file.relative_to(source) if file != source else PurePosixPath(file.name if target == "./" else "")
                )
                place = folder / target / inside
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(context / file, place)
                copied.append(PurePosixPath(place.relative_to(image).as_posix()))
    return copied
