"""Cases by pairs: every two values of every two parameters meet in one of them, which finds what their whole product
finds, nearly always (Kuhn, Wallace & Gallo, IEEE Trans. Software Engineering 30(6), 2004), in a tenth of the cases."""

from collections.abc import Iterable
from typing import Any

import pytest
from allpairspy import AllPairs


def every_pair(**values: Iterable[Any]) -> pytest.MarkDecorator:
    """Parametrize a test by these parameters, so that each pair of values of two of them is in a case."""
    columns = [list(column) for column in values.values()]
    return pytest.mark.parametrize(tuple(values), [tuple(case) for case in AllPairs(columns)])
