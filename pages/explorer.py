"""Step through a training run, and see all views of the same step."""

import streamlit as st

from ui.bridge.component import player
from ui.bridge.report import Click, LetGo
from ui.language.speaking import _
from ui.serving import timelines
from ui.settings import address, changes, drawing, problems, session, sidebar
from ui.settings.choice import in_words

chosen = sidebar.chosen()


def on_start(click: Click) -> None:
    if click.get("panel") == "data":
        drawing.draw((has_drawing and session.PEN_ON_DATA.get()) or "", click)
    else:
        changes.start_at(timelines.point_on_surface(chosen.scenario, click["x"], click["y"]))


def on_let_go(holds: list[LetGo]) -> None:
    scenario = chosen.scenario
    for hold in holds:
        what, step = hold["what"], hold["step"]
        before = scenario
        try:
            scenario = timelines.let_go(before, chosen.view, (what, tuple(hold["at"])), step)
        except ValueError as error:
            problems.report(_(error))
            return
        if scenario is before:
            # What was only to be looked at is back; the player hears of it.
            changes.go_to(step)
        else:
            changes.let_go(scenario, what, step)


has_drawing = chosen.scenario.user_data is not None and bool(address.read("points"))
# What is there now and then has its place always, so that the player keeps its own.
with st.container():
    if has_drawing:
        st.segmented_control(
            _("Pen on the data"),
            drawing.PENS,
            key=session.PEN_ON_DATA.name,
            help=_("Then click the data: it becomes your own drawing."),
            format_func=in_words(drawing.PENS),
        )
        problem = drawing.problem()
        if problem:
            st.warning(problem, icon=":material/edit:")
problems.show()
player(
    timeline=lambda: timelines.explorer_timeline(chosen.scenario, chosen.view),
    detail=lambda: timelines.explorer_detail(chosen.scenario, chosen.view, session.STEP.get()),
    on_start=on_start,
    on_let_go=on_let_go,
)
