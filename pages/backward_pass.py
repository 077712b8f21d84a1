"""Inside one step: all stages from X to the new W, forwards and backwards, each with all its numbers."""

from ui.bridge.component import player
from ui.serving import timelines
from ui.settings import places, problems, session, sidebar

chosen = sidebar.chosen()

problems.show()
player(
    timeline=lambda: timelines.backward_timeline(chosen.scenario, session.STEP.get(), chosen.notation, chosen.graph),
    on_place=places.move,
)
