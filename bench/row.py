"""One line of the benchmark's table, and what a measure in a browser is given."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

KB, MB = 1_000, 1_000_000
# The run of both pages: 200 samples, 500 steps.
LINK = "?data=blobs&steps=500"


@dataclass(frozen=True)
class Row:
    """One line of the table. ok is None where there is no limit."""

    measure: str
    ours: str
    alternative: str = "-"
    ratio: str = "-"
    limit: str = "-"
    ok: bool | None = None


@dataclass(frozen=True)
class Sites:
    """The browser, the addresses of the two servers, and a file as long as the number of our server's trainings."""

    launched: Browser
    ours: str
    alternative: str
    trainings: Path

    @property
    def run(self) -> str:
        """Our page with the run that the alternative shows."""
        return f"{self.ours}/{LINK}"
