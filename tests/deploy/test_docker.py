"""The Dockerfile, followed step by step: there is no Docker here. The packages are those of the running interpreter
(tests/deploy/test_lock.py holds that the lock has them); all else is copied, set and started as the file says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.deploy import docker
from tests.deploy.servers import ask, start, wait_for
from tools.server import ROOT, free_ports, stop

TEXT = (ROOT / "Dockerfile").read_text()
STAGES = docker.stages(TEXT)
LAST = STAGES[-1]


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    if not hadolint.exists():
        assert "CI" not in os.environ, "continuous integration has to have hadolint"
        pytest.skip("no hadolint for this machine")
    said = subprocess.run(
        [hadolint, "--no-color", "Dockerfile"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (said.returncode, said.stdout) == (0, "")


def test_the_usual_rules() -> None:
    for stage in STAGES:
        base = docker.of(stage, "FROM")[0].split()[0]
        assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", base), "a minor version and a release of Debian"
    assert len({docker.of(stage, "FROM")[0].split()[0] for stage in STAGES}) == 1
    assert docker.of(LAST, "USER") == ["10001:10001"], "a number, so that a cluster can see that it is not root"
    assert docker.of(LAST, "EXPOSE") == [docker.environment(LAST)["STREAMLIT_SERVER_PORT"]] == ["8501"]
    (pip,) = (rest for stage in STAGES for rest in docker.of(stage, "RUN") if "pip" in rest)
    for option in ("--require-hashes", "--no-cache-dir", "--only-binary=:all:", "-r /requirements.lock"):
        assert option in pip
    assert "apt" not in TEXT.replace("capt", "")
    assert not docker.of(LAST, "ADD")


def test_only_what_the_app_needs_comes_in(tmp_path: Path) -> None:
    """A checkout as people have them, with secrets and leftovers."""
    leftovers = (".env", ".streamlit/secrets.toml", "core/__pycache__/x.cpython-313.pyc", "ui/y.pyc", ".git/config")
    for file in (
        "Dockerfile",
        ".dockerignore",
        ".streamlit/config.toml",
        "requirements.lock",
        "tests/a.py",
        *leftovers,
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    for file in ("app.py", "deploy/healthy.py", "deploy/nginx.conf", "core/a.py", "core/data/b.csv", "pages/c.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    (tmp_path / "web" / "vendor").mkdir(parents=True)
    (tmp_path / "web" / "vendor" / "d.js").touch()
    shutil.copy(ROOT / ".dockerignore", tmp_path)
    assert {str(file) for file in docker.admitted(tmp_path)} == {
        ".streamlit/config.toml",
        "app.py",
        "core/a.py",
        "core/data/b.csv",
        "deploy/healthy.py",
        "pages/c.py",
        "requirements.lock",
        "web/vendor/d.js",
    }


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder, with its length and its time of change."""
    stats = ((path, path.lstat()) for path in folder.rglob("*"))
    return {str(path): (stat.st_size, stat.st_mtime_ns) for path, stat in stats}


def read_only(scratch: Path) -> list[str]:
    """What to write before a command that shall be able to write in `scratch` alone: Linux's namespaces, as in a
    container. Nothing, where they cannot be had."""
    script = (
        'mount --make-rprivate / && mount --bind "$0" "$0" && mount -o remount,ro,bind / '
        '&& ! touch "$0/../written" 2>&- && exec "$@"'
    )
    inside = ["unshare", "--mount", "sh", "-c", script, str(scratch)]
    try:
        works = subprocess.run([*inside, "true"], capture_output=True, timeout=20, check=False).returncode == 0
    except OSError:
        works = False
    return inside if works else []


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The image's files, that nobody may change."""
    image = tmp_path_factory.mktemp("image")
    docker.copy(ROOT, LAST, image)
    app = image / "app"
    for path in (*app.rglob("*"), app):
        path.chmod(path.stat().st_mode & ~0o222)
    yield image
    for path in (app, *app.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)


def test_the_image_has_what_the_checkout_has_and_no_more(image: Path) -> None:
    copied = {PurePosixPath(path.relative_to(image / "app").as_posix()) for path in (image / "app").rglob("*.*")}
    tracked = {file for file in docker.admitted(ROOT) if file.parts[0] in ("core", "pages", "ui", "web")}
    assert copied >= tracked
    assert not {path for path in copied if path.suffix == ".pyc" or "secrets" in path.name}


@pytest.mark.long
def test_it_starts_serves_and_stops_without_writing_anything(image: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    (port,) = free_ports(1)
    # Nothing but what the Dockerfile sets: /tmp is the folder that may be written, and the packages are ours.
    environment = docker.environment(LAST)
    bin_folder = Path(sys.executable).parent
    environment["PATH"] = environment["PATH"].replace("/opt/venv/bin", str(bin_folder)).replace("$PATH", os.defpath)
    environment = {name: str(scratch) if text == "/tmp" else text for name, text in environment.items()}
    environment |= {"TMPDIR": str(scratch), "STREAMLIT_SERVER_PORT": str(port)}
    (check,) = docker.of(LAST, "HEALTHCHECK")
    check_command = docker.command(check.partition("CMD ")[2])
    app = image / docker.of(LAST, "WORKDIR")[0].lstrip("/")

    def healthy() -> bool:
        done = subprocess.run(check_command, cwd=app, env=environment, capture_output=True, timeout=20, check=False)
        return done.returncode == 0

    def resolved(words: list[str]) -> list[str]:
        return [shutil.which(words[0], path=environment["PATH"]) or words[0], *words[1:]]

    check_command = resolved(check_command)
    before = listing(image)
    assert not healthy()
    log = tmp_path / "log.txt"
    (run,) = docker.of(LAST, "CMD")
    process = start([*read_only(scratch), *resolved(docker.command(run))], app, log, environment)
    try:
        wait_for(port, "/healthz", process, log)
        assert healthy()
        view = ask(port, "/view?data=blobs&samples=20&steps=6")
        assert (view.status, b"view/timeline" in view.body) == (200, True)
        assert ask(port, "/view/timeline?data=blobs&samples=20&steps=6").status == 200
        assert ask(port, "/_stcore/health").status == 200
    finally:
        stop(process)
    assert process.returncode in (0, -15), log.read_text()
    assert not healthy()
    assert listing(image) == before
    assert list(scratch.iterdir()) == []
    said = log.read_text()
    assert "Traceback" not in said
    assert "Permission" not in said


@pytest.mark.parametrize(("port", "below"), [("8501", ""), ("8600", "/lesson/"), ("8600", "a/b")])
def test_the_health_check_follows_the_servers_settings(port: str, below: str) -> None:
    environment = {"STREAMLIT_SERVER_PORT": port, "STREAMLIT_SERVER_BASE_URL_PATH": below}
    code = "import runpy, urllib.request as u\nu.OpenerDirector.open = lambda self, a, timeout: exit(a)\n"
    said = subprocess.run(
        [sys.executable, "-c", code + "runpy.run_path('deploy/healthy.py')"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    ).stderr.strip()
    between = f"/{below.strip('/')}" if below else ""
    assert said == f"http://127.0.0.1:{port}{between}/healthz"
