"""One solution as a student writes it, and the lines in it that the classic bugs change."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Style:
    """A solution. code : its source, which names `Classifier` and `BCE` · bugs : by a mistake's key, a line (a part of
    the source that stands there once) and what it becomes"""

    name: str
    code: str
    bugs: dict[str, tuple[str, str]] = field(default_factory=dict)
    ones: bool = False

    def run(self, *keys: str) -> dict[str, Any]:
        """Its names, with these bugs in it."""
        code = self.code
        for key in keys:
            line, wrong = self.bugs[key]
            assert code.count(line) == 1, (self.name, key)
            code = code.replace(line, wrong)
        names: dict[str, Any] = {"np": np}
        exec(code, names)
        return names
