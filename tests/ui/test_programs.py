"""The browser half as it is sent: every program is a module that a browser can link, in every language, and offers all
that its modules do. Node links them, as a browser would, and runs none."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.server import ROOT
from ui.language.catalogue import languages
from ui.language.speaking import speaking
from ui.modules import FULL, LESSON_FILE, LIGHT_VIEW, ONE_FILE, SERVED, SITE, TALK, modules, whole
from ui.modules import _served as all_served

NODE = Path(sys.executable).with_name("node")
# Each module in a program: a variable of its own.
SCOPE = re.compile(
    r"^// (\S+\.js)\nconst \$\w+ = \(\(\) => \{\n.*?^return \{ ([^\n]*) \};\n\}\)\(\);$", re.MULTILINE | re.DOTALL
)
ALONE = (FULL, LIGHT_VIEW, TALK, SITE, ONE_FILE, LESSON_FILE, "start_carried.js")


def exports(rooms: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, list[str]]]:
    """What every module of a room exports. Fails where one takes from another what that has not."""
    command = [NODE, "--no-warnings", "--experimental-vm-modules", "tests/web/exports.js"]
    answer = subprocess.run(command, cwd=ROOT, input=json.dumps(rooms), capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, dict[str, list[str]]] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize("language", languages())
def test_every_program_offers_what_its_modules_do(language: str) -> None:
    with speaking(language):
        served = all_served(language)
        found = exports(
            {"modules": modules(), "served": served, **{f"all of {entry}": {entry: whole(entry)} for entry in ALONE}}
        )
        expected = found["modules"]
        programs = [(entry, found["served"][entry], served[entry]) for entry in SERVED]
        programs += [(entry, found[f"all of {entry}"][entry], whole(entry)) for entry in ALONE]
    for entry, offered, source in programs:
        assert set(expected[entry]) <= set(offered), entry
        scopes = {name: names for name, names in SCOPE.findall(source)}
        assert len(scopes) == source.count("= (() => {\n") - source.count("  = (() => {\n")
        assert entry in scopes
        for name, names in scopes.items():
            assert sorted(each.partition(":")[0] for each in names.split(", ")) == expected[name], (entry, name)
