"""check_gradient.py: one file that any Python from 3.9 on runs with numpy alone, and that says what `core` says."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.mistakes.catalogue import MISTAKES
from core.own_code.check import report
from core.own_code.findings import findings
from core.scenario import Scenario
from core.take_home.check_gradient import check_gradient
from core.take_home.numbers import data_csv
from core.training import train
from tests.core.own_code.styles import COURSE, STYLES

TEXT = check_gradient("https://example.org/app/", "data=x", "data=moons", "en")
TREE = ast.parse(TEXT, feature_version=(3, 9))


def pythons():
    """This Python, and those that PYTHONS names, each with a numpy. None is looked for, so that none is left out
    without a word: continuous integration names them."""
    return [sys.executable, *(str(Path(name).absolute()) for name in os.environ.get("PYTHONS", "").split())]


def run(folder, script, python=sys.executable):
    (folder / "check_gradient.py").write_text(TEXT, encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n{script}"
    done = subprocess.run(
        [python, "-I", "-X", "utf8", "-W", "error", "-c", code],
        capture_output=True,
        cwd=folder,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_it_imports_numpy_and_what_python_brings():
    imported = {
        name.split(".")[0]
        for node in ast.walk(TREE)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported - sys.stdlib_module_names == {"numpy"}


def test_every_name_stands_there_once_but_those_of_the_mistakes_records():
    names = [
        target.id if isinstance(target, ast.Name) else target.name
        for node in TREE.body
        for target in (node.targets if isinstance(node, ast.Assign) else [node] if hasattr(node, "name") else [])
    ]
    assert {name for name in names if names.count(name) > 1} <= {"MISTAKE", "MISTAKES"}


def test_nothing_in_it_is_newer_than_the_oldest_python():
    for node in ast.walk(TREE):
        if isinstance(node, ast.Call):
            keywords = {keyword.arg for keyword in node.keywords}
            called = ast.unparse(node.func)
            assert not (called == "zip" and "strict" in keywords)
            assert not (called.endswith("dataclass") and keywords & {"slots", "kw_only"})
            if called in ("isinstance", "issubclass"):
                assert not isinstance(node.args[1], ast.BinOp)


def test_it_has_every_mistake_and_says_where_each_can_be_seen():
    for mistake in MISTAKES:
        assert f'key="{mistake.key}"' in TEXT
    assert TEXT.count("MISTAKES = (*MISTAKES, MISTAKE)") == len(MISTAKES)
    assert "https://example.org/app/" in TEXT
    assert "core/classifier.py" in TEXT


def test_what_it_is_filled_with_cannot_leave_its_place():
    hostile = "https://x/'\"\n\\'''; raise SystemExit  #"
    names = {}
    text = check_gradient(hostile, hostile, hostile, hostile, {hostile: {hostile: (hostile, hostile)}})
    exec(compile(text, "check_gradient.py", "exec"), names)
    assert names["BASE"] == names["CASE_LINK"] == names["RUN_LINK"] == names["LANGUAGE"] == hostile
    assert names["MISTAKE_WORDS"] == {hostile: {hostile: (hostile, hostile)}}


def without_lines(text):
    """The words that name a line of the student's own file are those of the file that is checked."""
    return re.sub(r" \(line \d+\)", "", text)


@pytest.mark.long
def test_it_runs_alone_and_says_of_every_style_and_bug_what_the_app_says(tmp_path):
    cases = [(style, keys) for style in STYLES for keys in ((), *((key,) for key in style.bugs))]
    given = []
    expected = []
    for style, keys in cases:
        code = style.code
        for key in keys:
            code = code.replace(*style.bugs[key])
        given.append((code, style.ones))
        names = style.run(*keys)
        expected.append(report(findings(names["Classifier"], names["BCE"], ones=style.ones), "en"))
    (tmp_path / "cases.json").write_text(json.dumps(given), encoding="utf-8")
    script = """
import json
import numpy as np
from check_gradient import check
from pathlib import Path
for code, ones in json.loads(Path("cases.json").read_text(encoding="utf-8")):
    names = {"np": np}
    exec(code, names)
    check(names["Classifier"], names["BCE"], ones=ones)
    print("=====")
"""
    for python in pythons():
        said = run(tmp_path, script, python).split("=====\n")[:-1]
        assert len(said) == len(expected)
        for text, lines, (style, keys) in zip(said, expected, cases, strict=True):
            # numpy's own words differ from version to version; links are in the file only.
            ours = [line for line in without_lines(text).splitlines() if "See it" not in line and "raises" not in line]
            theirs = [without_lines(line) for line in lines if "raises" not in line]
            assert ours == theirs, (python, style.name, keys)


@pytest.mark.parametrize("python", pythons())
def test_a_run_is_written_step_by_step_and_is_the_app_s_own(tmp_path, python):
    scenario = Scenario(data="moons", steps=30, learning_rate=0.7)
    data = scenario.dataset()
    history = train(scenario, data)
    (tmp_path / "data.csv").write_text(data_csv(data), encoding="utf-8")
    script = f"""
import numpy as np
from check_gradient import read_data, trace
names = {{"np": np}}
exec({COURSE.code!r}, names)
model = names["Classifier"](2)
model.W = np.zeros((3, 1))
X, y = read_data()
before = X.copy(), y.copy()
trace(model, names["BCE"], X, y.ravel(), lr=0.7, steps=30)
trace(model, names["BCE"], X[:5], y, lr=0.7, steps=30)
trace(model, names["BCE"], X, y, lr=0.7, steps=0)
trace(model, names["BCE"], X, y, lr=0.7, steps=1, file="no/folder.csv", language="de")
trace(None, names["BCE"], X, y, lr=0.7, steps=1)
assert np.array_equal(X, before[0]) and np.array_equal(y, before[1]) and not model.W.any()
"""
    said = run(tmp_path, script, python).splitlines()
    assert said[:2] == [
        "run.csv: steps 0 to 30. Bring it to the page Compare.",
        "→ See it: https://example.org/app/compare?data=moons",
    ]
    assert said[2].startswith("X must be")
    assert said[3].startswith("steps must be")
    assert said[4].startswith("no/folder.csv lässt sich nicht schreiben")
    assert said[-1] == "Nothing was written."
    lines = (tmp_path / "run.csv").read_text(encoding="utf-8").splitlines()
    table = np.array([[float(number) for number in line.split(",")] for line in lines[2:]])
    assert lines[1] == "step,W x1,W x2,W bias,dW x1,dW x2,dW bias,loss"
    np.testing.assert_allclose(table[:, 1:4], history.W, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(table[:, 4:7], history.dW, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(table[:, 7], history.loss, rtol=1e-9)
    about = json.loads(lines[0].partition("{")[1] + lines[0].partition("{")[2])
    assert about["samples"] == len(data.X)
    assert about["lr"] == 0.7


def test_a_terminal_of_few_letters_gets_what_it_can_show(tmp_path):
    (tmp_path / "check_gradient.py").write_text(TEXT, encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import check_gradient as c; c.check(c.Classifier, 3)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"},
        cwd=Path(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert b"BCE.forward is missing" in done.stdout


@pytest.mark.parametrize(("language", "begins"), [("en", "This file checks"), ("de", "Diese Datei prüft")])
def test_run_alone_it_says_how_it_is_used(language, begins, capsys):
    exec(compile(check_gradient(language=language), "check_gradient.py", "exec"), {"__name__": "__main__"})
    said = capsys.readouterr().out
    assert said.startswith(begins)
    assert len(said.splitlines()) == 2
    assert "from check_gradient import check" in said
