"""docs/hosting.md and the files of deploy/: what they name is there, and nothing of where they were made."""

import re
from pathlib import Path

import pytest

from app import ROUTES
from tests.deploy.servers import ROOT

PAGE = (ROOT / "docs" / "hosting.md").read_text()
CODE = set(re.findall(r"`([^`\n]+)`", PAGE))
SHIPPED = [
    path
    for path in (
        ROOT / "Dockerfile",
        ROOT / "requirements.lock",
        *(ROOT / "deploy").iterdir(),
        ROOT / "docs/hosting.md",
    )
    if path.is_file()
]


def test_the_files_that_it_names_are_there() -> None:
    files = {word for word in CODE if re.fullmatch(r"[\w./-]+\.(conf|yaml|lock|txt|py|service)|Dockerfile", word)}
    assert len(files) > 5
    for file in files:
        assert (ROOT / file).is_file(), file


def test_the_targets_of_make_that_it_names_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = {word.split()[1] for word in CODE if word.startswith("make ")}
    assert targets == {"run", "site", "lock", "audit"}
    for target in targets:
        assert re.search(rf"(?m)^{target}:", makefile)


def test_it_says_what_the_app_may_be_sent() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text()
    longest = int(re.search(r"maxUploadSize = (\d+)", config)[1])
    assert f"A table has up to {longest} MB" in PAGE
    (allowed,) = re.findall(r"client_max_body_size (\d+)m;", (ROOT / "deploy" / "nginx.conf").read_text())
    assert int(allowed) > longest


def test_the_light_views_routes_are_kept_by_their_names() -> None:
    named = {word for word in CODE if word.startswith("/view/") or word == "/assets/"}
    for route in named - {"/view/detail"}:
        assert any(path.startswith(route) for path in ROUTES), route


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_it_has_nothing_of_the_machine_that_made_it(file: Path) -> None:
    text = file.read_text()
    # Addresses that are anybody's: this machine's, and those that stand for others in examples.
    hosts = re.findall(r"https?://([\w.-]+)", text)
    assert all(host == "127.0.0.1" or host.endswith("example.org") for host in hosts), hosts
    assert not re.search(r"/(work|tmp/\w|root/|home/\w)", text)
