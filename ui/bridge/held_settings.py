"""What is held against older messages of the browser (see race.py)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class HeldSettings:
    """What a callback has set, and until when older messages of the browser cannot undo it: None before it is sent."""

    settings: Mapping[str, Any]
    until: float | None

    @property
    def is_over(self) -> bool:
        return self.until is not None and time.monotonic() > self.until
