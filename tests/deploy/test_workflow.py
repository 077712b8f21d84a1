"""The workflow for a public host: nothing in it can change under us, and it can change nothing."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from tests.deploy.servers import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEXT = {file.name: file.read_text() for file in FILES}


# The tests' workflow. Another one may need to write; it then has a test of its own.
def workflow() -> dict[Any, Any]:
    return yaml.safe_load(TEXT["test.yml"])


@pytest.mark.parametrize("name", TEXT)
def test_every_action_is_pinned_and_says_its_version(name: str) -> None:
    used = re.findall(r"(?m)^.*\buses:\s*(.*)$", TEXT[name])
    assert used
    for line in used:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+){0,2}", line), line
    # One action, one version.
    assert len({line.partition("@")[0] for line in used}) == len(set(used))


def test_it_may_read_and_nothing_else() -> None:
    assert workflow()["permissions"] == {}
    for job in workflow()["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        assert [step["with"]["persist-credentials"] for step in checkouts] == [False]


def test_it_never_runs_what_a_stranger_wrote_with_rights() -> None:
    # YAML reads the key `on` as true.
    assert set(workflow()[True]) == {"push", "pull_request", "workflow_dispatch"}
    for job in workflow()["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


def test_it_ends() -> None:
    assert workflow()["concurrency"]["group"]
    assert all(0 < job["timeout-minutes"] <= 60 for job in workflow()["jobs"].values())


def test_it_checks_and_tests_the_oldest_python_and_the_newest() -> None:
    job = workflow()["jobs"]["test"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest, newest = job["strategy"]["matrix"]["python"]
    assert project["requires-python"] == f">={oldest}"
    assert [int(part) for part in newest.split(".")] > [int(part) for part in oldest.split(".")]
    run = [step.get("run") for step in job["steps"]]
    assert "make check" in run
    assert {"make test", "make test-long"} <= set(run)


def test_what_a_student_takes_home_is_run_on_other_pythons_and_numpys() -> None:
    job = workflow()["jobs"]["own-code"]
    pairs = {(each["python"], each["numpy"]) for each in job["strategy"]["matrix"]["include"]}
    assert {("3.9", "1.26.*"), ("3.9", "2.*"), ("3.13", "2.*")} <= pairs
    last = job["steps"][-1]["run"]
    assert last.startswith("PYTHONS=")
    assert (ROOT / last.split()[-1]).is_file()
