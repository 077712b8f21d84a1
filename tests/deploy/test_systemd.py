"""deploy/gradient-explorer.service: what it promises, and what systemd itself says of it, where it is there."""

import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.deploy import docker
from tests.deploy.servers import ROOT

UNIT = ROOT / "deploy" / "gradient-explorer.service"


def settings() -> dict[str, dict[str, list[str]]]:
    """Each section's settings; a name may come more than once."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    section = ""
    for line in UNIT.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, text = line.partition("=")
            found[section][name].append(text)
    return found


def test_it_starts_the_app_as_the_image_does() -> None:
    service = settings()["Service"]
    assert service["ExecStart"] == ["/opt/gradient-explorer/.venv/bin/streamlit run app.py"]
    assert service["WorkingDirectory"] == ["/opt/gradient-explorer"]
    environment = dict(pair.split("=", 1) for pair in service["Environment"])
    image = docker.environment(docker.stages((ROOT / "Dockerfile").read_text())[-1])
    same = ("HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "STREAMLIT_SERVER_PORT")
    assert {name: environment[name] for name in same} == {name: image[name] for name in same}
    assert environment["STREAMLIT_SERVER_ADDRESS"] == "127.0.0.1", "whoever is outside comes through a proxy"
    assert environment["STREAMLIT_SERVER_HEADLESS"] == "true"
    assert environment["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DynamicUser", "yes"),
        ("NoNewPrivileges", "yes"),
        ("PrivateTmp", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("CapabilityBoundingSet", ""),
        ("MemoryMax", "2G"),
        ("Restart", "always"),
        ("KillSignal", "SIGTERM"),
        ("TimeoutStopSec", "20"),
    ],
)
def test_it_is_hardened_and_comes_back(name: str, text: str) -> None:
    assert settings()["Service"][name] == [text]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The unit with a program and a folder that this machine has."""
    text = UNIT.read_text().replace("/opt/gradient-explorer/.venv/bin/streamlit", "/bin/true")
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace("=/opt/gradient-explorer\n", "=/\n"))
    return unit


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    if not shutil.which("systemd-analyze"):
        assert "CI" not in os.environ, "continuous integration has to have systemd-analyze"
        pytest.skip("no systemd here")
    command = ["systemd-analyze", "--no-pager", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_systemd_understands_every_line(installed: Path) -> None:
    said = analyze("verify", "--man=no", str(installed))
    assert (said.returncode, UNIT.name in said.stderr) == (0, False), said.stderr


def test_systemd_finds_little_exposed(installed: Path) -> None:
    # Of 0 to 10, in tenths.
    said = analyze("security", "--offline=true", "--threshold=20", str(installed))
    assert said.returncode == 0, said.stdout
