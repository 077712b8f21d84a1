"""What the player reports of its user, as Streamlit keeps it under the player's key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict


class Click(TypedDict):
    """A click on a chart that chooses something, in the chart's coordinates.

    panel : on which chart · x0, y0 : where a drag began that ended here
    """

    x: float
    y: float
    panel: NotRequired[str]
    x0: NotRequired[float]
    y0: NotRequired[float]


class LetGo(TypedDict):
    """What a hand has let go of, and where (see Hold in ui/timeline/draft.py); and the step that was shown."""

    what: str
    at: list[float]
    step: int


@dataclass(frozen=True)
class Report:
    """The attributes of the object that Streamlit makes of it; here as they are before there is one.

    step : on which the user rests; its whole part counts (see AGAIN in race.py)
    start : the click that has just chosen a start, or whatever else the page makes of it
    let_go : all that a hand has let go of since it was told last, from first to last
    place : the stage and the sample inside a step, each as the address has it
    missing : what the browser could not fetch: the address of a timeline, or "program"
    """

    step: float = 0
    start: Click | None = None
    let_go: list[LetGo] | None = None
    place: Mapping[str, str] | None = None
    missing: str = ""
