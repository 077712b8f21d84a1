"""The tables that are shipped, read once; SOURCES.md beside them says whence they are."""

from functools import cache
from pathlib import Path

import pandas as pd

TABLES = Path(__file__).parents[1]


@cache
def read_csv(file: str) -> pd.DataFrame:
    """The table of a file; nobody may change it."""
    return pd.read_csv(TABLES / file)
