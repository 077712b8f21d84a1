"""The loss surface of this data: the section you choose, the run on it, and what holds at any point."""

from ui.bridge.component import player
from ui.bridge.report import Click
from ui.panels.names import names_of_weights
from ui.serving import timelines
from ui.settings import changes, look_controls, problems, session, sidebar

chosen = sidebar.chosen()


def on_point(click: Click) -> None:
    x, y = timelines.clicked_point(chosen.scenario, look, click["x"], click["y"])
    session.POINT.set(f"{x:g}, {y:g}")


def on_start_here() -> None:
    if point is not None:
        changes.start_at(timelines.weights_there(chosen.scenario, look, held_at, point))


problems.show()
look, point = look_controls.look(names_of_weights(chosen.scenario.num_features), on_start_here)
# Only where the other weights are held at the current step is the picture another one at every step.
held_at = session.STEP.get() if look.choice.held == "current" else 0
player(
    timeline=lambda: timelines.landscape_timeline(chosen.scenario, look, held_at, point),
    detail=lambda: timelines.landscape_detail(chosen.scenario, look, session.STEP.get(), held_at, point),
    on_start=on_point,
    page_shows_step=look.choice.held == "current",
)
