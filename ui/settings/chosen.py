"""What the visitor has chosen in the sidebar."""

from dataclasses import dataclass

from core.scenario import Scenario
from ui.panels.view import View


@dataclass(frozen=True)
class Chosen:
    """A run, and how it is shown."""

    scenario: Scenario
    view: View
    notation: str
    graph: str
