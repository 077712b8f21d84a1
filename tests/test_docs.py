"""What the repository says of itself is so: links in its pages lead somewhere, links into the app open what they are to
show, badges and citation say what the project says, and what other places read is what they can read."""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import yaml
from PIL import Image

from app import ROUTES
from core.compare import summary
from tools.badges import FOLDER, badges
from tools.pictures import MOST_BYTES, MOST_BYTES_OF_A_STILL, MOVING, STILLS
from tools.server import ROOT
from ui.compare import runs
from ui.export import light_view
from ui.export.link_list import read_links
from ui.lessons.place import find
from ui.previews.preview import of_the_app, preview_of
from ui.serving.cache import run

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TEACHING = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
# Links into the app: a page, or none, and a query.
LINKS = re.findall(r"(?<![\w&/=])([a-z_]*)\?((?:v|lesson)=[^\s`|]+)", TEACHING)


def anchors(file: Path) -> set[str]:
    """What the headings of a page are called in an address, as GitHub makes it."""
    headings = re.findall(r"(?m)^#+ (.+)$", file.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    # What stands in a block of code is no link.
    text = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://|\?", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    # But those that a recipe shows: they are somebody's to write.
    text = re.sub(r"(?s)`[^`\n]+`:\n\n```.*?```", "", page.read_text(encoding="utf-8"))
    named = re.findall(r"(?<![\w/])(?:bench|core|deploy|docs|pages|tests|tools|ui|web)/[\w./-]*\w", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_moment_for_lecturers_opens_what_it_is_to_show() -> None:
    assert len(LINKS) > 25
    for page, query in LINKS:
        said = parse_qs(query)
        preview = preview_of(said, page)
        assert preview != of_the_app(), (page, query)
        assert not preview.destination.problems, (page, query)
        assert bool(find(said)[0]) == ("lesson" in said)
    # Every lesson has its place in the tutorial or among the misconceptions.
    assert len({parse_qs(query)["lesson"][0] for _, query in LINKS if "lesson=" in query}) >= 8


def test_the_worksheets_are_there() -> None:
    (name,) = re.findall(r"`view/worksheet\?lesson=(\w+)`", TEACHING)
    assert find({"lesson": [name]})[0]
    assert "/view/worksheet" in ROUTES


def test_the_lecture_is_a_file_of_links() -> None:
    (lecture,) = re.findall(r"(?s)```\n(# Where.*?)```", TEACHING)
    entries, problems = read_links(lecture)
    assert problems == []
    assert len(entries) >= 6
    assert all(entry.title for entry in entries)


def test_what_is_said_of_adam_is_so() -> None:
    destination = light_view.destination_of(parse_qs("v=2&page=compare"))
    compared = runs.read_runs(destination.settings["runs"])
    scenarios = dict(zip(map(runs.label, compared), runs.scenarios(destination.shown.scenario, compared), strict=True))
    steps = {name: summary(scenario, *run(scenario)).steps_to_1_percent for name, scenario in scenarios.items()}
    plain = steps.pop("gradient descent")
    (adam,) = [count for name, count in steps.items() if name.startswith("Adam")]
    assert plain is not None
    assert adam is None or plain < adam


def test_badges_say_what_the_project_says() -> None:
    assert {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()} == badges()
    assert PROJECT["version"] in badges()["version.svg"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in badges():
        assert f"(docs/badges/{name})" in readme
    # Nobody else is asked for a picture.
    assert not re.search(r"!\[[^\]]*\]\(http", readme)


def test_pictures_are_small_and_there() -> None:
    moving = Image.open(ROOT / "docs" / f"{MOVING}.webp")
    assert moving.n_frames > 20
    assert (ROOT / "docs" / f"{MOVING}.webp").stat().st_size <= MOST_BYTES
    for name in STILLS:
        assert (ROOT / "docs" / f"{name}.png").stat().st_size <= MOST_BYTES_OF_A_STILL


def test_the_citation_is_one() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    # What version 1.2.0 of the format asks for, and what it knows of all that we say.
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert cited.keys() <= {"abstract", "type", "version", "license", "keywords"} | {
        "cff-version",
        "message",
        "title",
        "authors",
    }
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "software"
    assert (cited["version"], cited["license"]) == (PROJECT["version"], PROJECT["license"])
    assert all(author.keys() == {"name"} for author in cited["authors"])


def test_a_space_is_told_what_it_needs() -> None:
    text = (ROOT / "deploy" / "huggingface" / "README.md").read_text(encoding="utf-8")
    head = yaml.safe_load(text.split("---\n")[1])
    assert head["sdk"] == "docker"
    assert f"STREAMLIT_SERVER_PORT={head['app_port']}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert head["license"] == PROJECT["license"].lower()
    assert len(head["short_description"]) <= 60
    assert {head["colorFrom"], head["colorTo"]} <= {
        "red",
        "yellow",
        "green",
        "blue",
        "indigo",
        "purple",
        "pink",
        "gray",
    }


def test_a_development_container_has_what_the_tests_need() -> None:
    folder = ROOT / ".devcontainer"
    said = json.loads((folder / "devcontainer.json").read_text(encoding="utf-8"))
    image = (folder / said["build"]["dockerfile"]).read_text(encoding="utf-8")
    assert "chromium" in image
    assert "nginx" in image
    assert f"useradd --create-home --shell /bin/bash --uid 1000 {said['remoteUser']}" in image
    targets = re.findall(r"make (\S+)", said["postCreateCommand"] + " " + said["postAttachCommand"])
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    for target in targets:
        assert re.search(rf"(?m)^{re.escape(target)}:", makefile), target
