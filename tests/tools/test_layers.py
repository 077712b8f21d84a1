"""A wrong import is found in a file or a folder that no contract names."""

import ast
import tomllib
from pathlib import Path

import grimp
import pytest

from tools.layers import LayersByPattern

ROOT = Path(__file__).parents[2]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
[OPTIONS] = [options for options in LINTER["contracts"] if options["type"] == LayersByPattern.type_name]


def said(importer: str, imported: str) -> list[str]:
    """What the contract says of this import beside all that there are."""
    graph = grimp.build_graph(*LINTER["root_packages"])
    for module in (importer, imported):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)
    contract = LayersByPattern(OPTIONS["name"], {}, {"layers": OPTIONS["layers"]})
    wrong: list[str] = contract.check(graph, verbose=False).metadata["wrong"]
    return wrong


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("ui.toy.page", "ui.explorer.page"),
        ("ui.explorer.page", "ui.toy.page"),
        ("ui.toy.page", "ui.serving.toy"),
        ("ui.panels.toy", "ui.toy.toy"),
        ("ui.timeline.toy", "ui.panels.toy"),
        ("ui.serving.toy", "ui.main"),
        ("ui.toy.toy", "bench.heaviest"),
        ("core.toy", "ui.timeline.toy"),
        ("core.toy", "tools.nginx"),
        ("ui.toy.page", "pages.toy"),
        ("pages.toy", "pages.explorer"),
        ("pages.toy", "bench.heaviest"),
        ("deploy.toy", "tools.nginx"),
    ],
)
def test_a_new_file_may_not_import_what_stands_above_or_beside_it(importer: str, imported: str) -> None:
    assert said(importer, imported) == [f"{importer} is not allowed to import {imported}"]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("ui.toy.page", "ui.toy.toy"),
        ("ui.toy.toy", "ui.panels.toy"),
        ("ui.serving.toy", "ui.settings.links"),
        ("ui.serving.toy", "ui.toy.page"),
        ("ui.panels.toy", "core.training"),
        ("pages.toy", "ui.serving.toy"),
    ],
)
def test_it_may_import_what_stands_below_it(importer: str, imported: str) -> None:
    assert said(importer, imported) == []


def test_the_server_s_own_file_which_is_in_no_folder_needs_nothing_of_ours_but_ui() -> None:
    program = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(program) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    ours = {path.stem for path in ROOT.iterdir() if path.suffix in ("", ".py")}
    assert {name.split(".")[0] for name in names} & ours == {"ui"}
