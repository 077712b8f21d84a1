"""The numbers as code: a plain NumPy script, and the same as a Jupyter notebook.
Both reproduce every step of the run that the page shows."""

import json
from typing import Any

from core.data.dataset import Dataset
from core.scenario import Scenario
from core.take_home.recipe import Part, parts
from core.training import History


def script(scenario: Scenario, data: Dataset, history: History) -> str:
    """A script of at most 60 lines for the run `history` of `scenario` on its own `data`; it needs numpy only.

    It ends with W, dW (T+1, D+1), loss and accuracy (T+1,). Where `recipe.needs_csv`, it reads data.csv, which
    `numbers.data_csv` writes.
    """
    text = f"# {_title(scenario, history)}\n"
    for part in parts(scenario, data, history):
        text += f"\n# {part.title}. {part.text}\n{part.code}"
    return text


def notebook(scenario: Scenario, data: Dataset, history: History) -> str:
    """The same as a notebook, as JSON: a cell of words and a cell of code for each part.

    Format: nbformat 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html
    """
    cells = [_cell("markdown", "title", f"# Gradient Explorer\n\n{_title(scenario, history)}")]
    for i, part in enumerate(parts(scenario, data, history)):
        cells += _cells(i, part)
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def _title(scenario: Scenario, history: History) -> str:
    steps = "1 step" if history.steps == 1 else f"{history.steps:,} steps"
    return (
        f"Gradient Explorer: {scenario.data}, {scenario.loss}, {scenario.optimizer}, "
        f"learning rate {scenario.learning_rate:g}, {steps}."
    )


def _cells(number: int, part: Part) -> list[dict[str, Any]]:
    return [
        _cell("markdown", f"text-{number}", f"## {part.title}\n\n{part.text}"),
        _cell("code", f"code-{number}", part.code.rstrip("\n")),
    ]


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell
