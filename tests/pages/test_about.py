"""The page "About": the version that runs, and what it says of a visitor's privacy."""

import tomllib

import numpy as np

from tests.pages.opening import ROOT, open_page
from ui.export import light_view
from ui.version import VERSION


def test_it_names_the_version_that_runs():
    test = open_page("about")
    words = " ".join(each.value for each in test.markdown)
    for said in (
        f"Gradient Explorer {VERSION}, build {light_view.version()}",
        f"numpy {np.__version__}",
        "Nothing is stored",
    ):
        assert said in words


def test_the_version_stands_once_for_the_package_and_the_page():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
