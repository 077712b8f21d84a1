"""Your own data: draw it, type it, or bring a table; everything else learns from it at once."""

from typing import Literal

import pandas as pd
import streamlit as st

from core.data.drawings import FAR, MOST_POINTS, Drawing, Points
from core.data.user_data import USER_DATA
from core.take_home.numbers import data_csv
from ui.bridge.aloud import mend
from ui.bridge.component import player
from ui.bridge.report import Click
from ui.language.catalogue import ENGLISH
from ui.language.speaking import N_, _, language_code
from ui.serving import cache, timelines
from ui.settings import drawing, problems, session, sidebar, table_controls
from ui.settings.choice import in_words

SOURCES = (N_("Draw"), N_("Table"))
chosen = sidebar.chosen()


def on_board(click: Click) -> None:
    drawing.draw(session.PEN.get(), click)


def on_undo() -> None:
    drawing.put(drawing.current().undo())


def on_redo() -> None:
    drawing.put(drawing.current().redo())


def on_clear() -> None:
    drawing.put(drawing.current().clear())


def on_edit(shown: Points) -> None:
    if drawing.edit(shown, editor.get()):
        # The next table begins without these edits.
        session.EDITS.set(session.EDITS.get() + 1)


def number_format() -> Literal["localized"] | None:
    """How the table writes numbers: as the browser does where that is the page's language too, else as Python does.
    Both show three decimals, and the points have no more."""
    language = language_code()
    ours = language != ENGLISH and (st.context.locale or "").partition("-")[0] == language
    return "localized" if ours else None


def draw_page() -> None:
    """Pens and board on the left, the same points as a table on the right."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="for-lecture-pens"):
        st.segmented_control(
            _("Pen"),
            drawing.PENS,
            format_func=in_words(drawing.PENS),
            default=drawing.PENS[0],
            key=session.PEN.name,
            label_visibility="collapsed",
            required=True,
        )
        st.button(_("Undo"), on_click=on_undo, disabled=not now.past, icon=":material/undo:")
        st.button(_("Redo"), on_click=on_redo, disabled=not now.future, icon=":material/redo:")
        st.button(_("Clear"), on_click=on_clear, disabled=not now.points, icon=":material/delete:")
        st.caption(
            _(
                "{n} of {most} points. They are saved in the link, rounded to three decimals.",
                n=len(now.points),
                most=MOST_POINTS,
            )
        )
    # It has its place always, so that the player keeps its own.
    with st.container():
        problem = drawing.problem()
        if problem:
            st.warning(problem, icon=":material/edit:")
    left, right = st.columns([3, 2])
    with left:
        player(
            timeline=lambda: timelines.board(now.points, chosen.scenario),
            on_start=on_board,
            shares_step=False,
        )
    with right:
        coordinate = st.column_config.NumberColumn(
            min_value=-FAR, max_value=FAR, step=0.001, required=True, format=number_format()
        )
        st.data_editor(
            pd.DataFrame(now.points, columns=list(drawing.COLUMNS)),
            key=editor.name,
            num_rows="dynamic",
            on_change=on_edit,
            args=(now.points,),
            hide_index=True,
            height=480,
            column_config={
                "x1": coordinate,
                "x2": coordinate,
                "class": st.column_config.SelectboxColumn(_("class"), options=[0, 1], required=True, default=0),
            },
        )


editor = session.POINTS_EDITOR(session.EDITS.get())
now: Drawing = drawing.current()

problems.show()
with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
    way = st.segmented_control(
        _("Source"),
        SOURCES,
        format_func=in_words(SOURCES),
        default=SOURCES[0],
        key=session.SOURCE.name,
        label_visibility="collapsed",
        required=True,
    )
    if chosen.scenario.data == USER_DATA:
        data = cache.run(chosen.scenario)[0]
        st.download_button(
            _("Download as CSV"),
            lambda: data_csv(data),
            "data.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
if way == SOURCES[0]:
    draw_page()
else:
    table_controls.table()
    mend(files=True)
