"""requirements.lock: all that the app runs on, each version within its range and held by hashes."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions, requires, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.audit import UNKNOWN, verdict
from tests.deploy.servers import ROOT

TEXT = (ROOT / "requirements.lock").read_text()
# One logical line a package: continued lines joined, comments gone.
ENTRIES = [line for line in re.sub(r"\\\n", " ", TEXT).splitlines() if not line.lstrip().startswith("#")]
LOCKED = [Requirement(entry.partition("--hash")[0]) for entry in ENTRIES]
NAMES = {canonicalize_name(one.name) for one in LOCKED}
# The oldest, the image's and the newest Python, on the platforms that people have.
PYTHONS = ("3.11", "3.13", "3.15")
PLATFORMS = ("linux", "darwin", "win32")


def asked_for() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def place(python: str, platform: str) -> dict[str, str]:
    """The environment of a requirement's marker."""
    system = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[platform]
    return {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "platform_system": system,
        "extra": "",
    }


def test_every_line_has_one_version_and_its_hashes() -> None:
    assert len(ENTRIES) > 20
    for entry, one in zip(ENTRIES, LOCKED, strict=True):
        assert [clause.operator for clause in one.specifier] == ["=="], entry
        assert one.url is None
        assert re.fullmatch(r"(\s*--hash=sha256:[0-9a-f]{64})+\s*", entry[entry.index("--hash") - 1 :]), entry


def test_it_names_no_place_to_get_packages_from() -> None:
    assert not re.search(r"://|index|find-links|trusted-host", TEXT)
    assert not re.search(r"(?m)^\s*-", re.sub(r"(?m)^\s*--hash=.*$", "", TEXT))


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_it_satisfies_what_is_asked_for_everywhere(python: str, platform: str) -> None:
    here = place(python, platform)
    locked = {canonicalize_name(one.name): one for one in LOCKED if not one.marker or one.marker.evaluate(here)}
    for wanted in asked_for():
        one = locked[canonicalize_name(wanted.name)]
        (pinned,) = (clause.version for clause in one.specifier)
        assert wanted.specifier.contains(pinned), f"{one} is not within {wanted}: make lock"


def test_what_the_locked_packages_need_is_locked_too() -> None:
    """Of those that are installed here in the very version of the lock."""
    here = place(f"{sys.version_info[0]}.{sys.version_info[1]}", sys.platform)
    locked = {canonicalize_name(one.name): one for one in LOCKED if not one.marker or one.marker.evaluate(here)}
    same = [name for name, one in locked.items() if one.specifier.contains(version(name))]
    assert "streamlit" in same
    for name in same:
        for need in map(Requirement, requires(name) or []):
            if need.marker is None or need.marker.evaluate(here):
                assert canonicalize_name(need.name) in locked, f"{name} needs {need}: make lock"


def test_every_package_that_the_app_imports_is_locked() -> None:
    imported = set()
    for file in [ROOT / "app.py", *(path for room in ("core", "ui", "pages") for path in (ROOT / room).rglob("*.py"))]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                imported.add(node.module.partition(".")[0])
    rooms = {path.stem for path in ROOT.iterdir() if path.is_dir() or path.suffix == ".py"}
    distributions = packages_distributions()
    for module in sorted(imported - rooms - set(sys.stdlib_module_names)):
        names = {canonicalize_name(name) for name in distributions[module]}
        assert names & NAMES, f"{module} is imported and not in the lock"


def found(**packages: object) -> str:
    return json.dumps({"dependencies": list(packages.values()), "fixes": []})


WELL = {"name": "a", "version": "1", "vulns": []}
ILL = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
LEFT = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("said", "text", "well"),
    [
        ("", UNKNOWN, False),
        ("<html>", UNKNOWN, False),
        ("[]", UNKNOWN, False),
        (found(c=LEFT), UNKNOWN, False),
        (found(a=WELL), "Packages audited: 1. Known vulnerabilities: 0.", True),
        (found(a=WELL, c=LEFT), "c: not found\nPackages audited: 1. Known vulnerabilities: 0.", True),
        (found(a=WELL, b=ILL), "b 2: CVE-1, mended in ['3']\nPackages audited: 2. Known vulnerabilities: 1.", False),
    ],
)
def test_what_an_audit_says(said: str, text: str, well: bool) -> None:
    assert verdict(said) == (text, well)
