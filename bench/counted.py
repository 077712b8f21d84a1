"""Streamlit's own command with one thing more: `TRAININGS=file python -m bench.counted run app.py …` writes a dot into
the file at every training, so that the benchmarks can say how often a run was computed."""

import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import core.training

P = ParamSpec("P")
R = TypeVar("R")


def counted(function: Callable[P, R], file: str) -> Callable[P, R]:
    """The function; each call is noted in the file, whichever thread it is in."""
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def noting(*args: P.args, **kwargs: P.kwargs) -> R:
        os.write(descriptor, b".")
        return function(*args, **kwargs)

    return noting


if __name__ == "__main__":
    # Before any module has imported the name.
    core.training.train = counted(core.training.train, os.environ["TRAININGS"])
    from streamlit.web.cli import main

    sys.argv[0] = "streamlit"
    main()
