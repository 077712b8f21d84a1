"""Your own data: draw it, type it, or bring a table; everything else learns from it at once."""

import pandas as pd
import streamlit as st

from core.data.drawings import LIMIT, MOST, Drawing
from core.data.labels import label_choices, to_user_data
from core.data.tables import Table, read_table
from core.data.user_data import COLUMNS, ROWS, USER_DATA
from core.take_home.numbers import data_csv
from ui.bridge.component import player
from ui.bridge.report import Click
from ui.serving import cache, table_shelf, timelines
from ui.settings import changes, drawing, problems, session, sidebar
from ui.settings.markdown import plain

WAYS = ("Draw", "Table")
chosen = sidebar.chosen()


def on_board(click: Click) -> None:
    drawing.draw(session.PEN.get(), click)


def on_undo() -> None:
    drawing.put(now.undo())


def on_redo() -> None:
    drawing.put(now.redo())


def on_clear() -> None:
    drawing.put(now.clear())


def on_edit() -> None:
    """Cells were edited: whole rows count, half-filled ones wait."""
    edits = editor.get()
    rows: list[dict[str, object]] = [dict(zip(COLUMN_NAMES, point, strict=True)) for point in now.points]
    for place, cells in edits["edited_rows"].items():
        rows[int(place)].update(cells)
    rows = [row for place, row in enumerate(rows) if place not in edits["deleted_rows"]]
    rows += [dict(row) for row in edits["added_rows"]]
    if any(row.get(name) is None for row in rows for name in COLUMN_NAMES):
        return
    try:
        changed = now.having((float(str(r["x1"])), float(str(r["x2"])), int(str(r["class"]))) for r in rows)
    except ValueError as error:
        session.DRAWING_PROBLEM.set(str(error))
        changed = now
    session.EDITS.set(session.EDITS.get() + 1)
    drawing.put(changed)


def on_use() -> None:
    """The table with the chosen columns becomes the data."""
    # Not an argument: Streamlit would hold on to it, after the session's end too.
    table = table_shelf.table()
    if table is None:
        return
    try:
        own, report = to_user_data(
            table,
            session.TABLE_FEATURES.get(),
            session.TABLE_LABEL.get(),
            session.TABLE_POSITIVE.get(),
            None if session.TABLE_NEGATIVE.get() == REST else session.TABLE_NEGATIVE.get(),
            session.TABLE_TEST_SHARE.get() / 100,
            session.TABLE_SPLIT.get(),
        )
        table_shelf.use(own)
    except ValueError as error:
        session.TABLE_REPORT.set(("", str(error)))
        return
    session.TABLE_REPORT.set(("\n".join(report), ""))
    changes.use_table()


def draw_page() -> None:
    """Pens and board on the left, the same points as a table on the right."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="for-lecture-pens"):
        st.segmented_control(
            "Pen",
            drawing.PENS,
            default=drawing.PENS[0],
            key=session.PEN.name,
            label_visibility="collapsed",
            required=True,
        )
        st.button("Undo", on_click=on_undo, disabled=not now.past, icon=":material/undo:")
        st.button("Redo", on_click=on_redo, disabled=not now.future, icon=":material/redo:")
        st.button("Clear", on_click=on_clear, disabled=not now.points, icon=":material/delete:")
        st.caption(f"{len(now.points)} of {MOST} points. They are saved in the link, rounded to three decimals.")
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
        st.data_editor(
            pd.DataFrame(now.points, columns=list(COLUMN_NAMES)),
            key=editor.name,
            num_rows="dynamic",
            on_change=on_edit,
            hide_index=True,
            height=480,
            column_config={
                "x1": st.column_config.NumberColumn(min_value=-LIMIT, max_value=LIMIT, step=0.001, required=True),
                "x2": st.column_config.NumberColumn(min_value=-LIMIT, max_value=LIMIT, step=0.001, required=True),
                "class": st.column_config.SelectboxColumn(options=[0, 1], required=True, default=0),
            },
        )


def table_page() -> None:
    """Upload, choose the columns, take it."""
    st.caption(
        f"CSV, TSV, semicolons or bars; a decimal point or comma; UTF-8, UTF-16 or Latin-1. At most 20 MB, {ROWS:,} "
        f"rows and {COLUMNS} columns. It stays in this session and is stored nowhere; a link cannot carry it."
    )
    file = st.file_uploader("A table", ["csv", "tsv", "txt"], key=session.TABLE_FILE.name, label_visibility="collapsed")
    if file is None:
        table_shelf.drop_table()
        if table_shelf.is_lost(session.TABLE_FILE.get()):
            st.warning(table_shelf.LOST, icon=":material/edit:")
        return
    if session.TABLE_FILE_READ.get() != file.file_id:
        session.TABLE_FILE_READ.set(file.file_id)
        session.TABLE_PROBLEM.pop()
        session.TABLE_REPORT.pop()
        try:
            with table_shelf.READING:
                table_shelf.put_table(read_table(table_shelf.take_bytes(file), file.name))
        except ValueError as error:
            table_shelf.drop_table()
            session.TABLE_PROBLEM.set(str(error))
    found = table_shelf.table()
    if found is None:
        with st.container(border=True):
            st.badge("cannot be read", icon=":material/edit:", color="orange")
            st.text(session.TABLE_PROBLEM.get() or table_shelf.GONE)
        return
    choose_columns(found)


def choose_columns(found: Table) -> None:
    """Which column is the label and what its classes are, which are the features, and how much is held back."""
    st.text(found.read_as)
    st.dataframe(found.preview(), hide_index=True, height=180)
    names = [column.name for column in found.columns]
    usable = [column.name for column in found.columns if not column.reason]
    left, middle, right = st.columns(3)
    label = left.selectbox(
        "Label", names, index=len(names) - 1, key=session.TABLE_LABEL.name, help="The column to predict."
    )
    choices = label_choices(found, label)
    left.text(choices.sentence)
    if choices.values:
        last = len(choices.values) - 1 if choices.kind == "two" else 0
        middle.selectbox("Class 1 (t = 1)", choices.values, index=last, key=session.TABLE_POSITIVE.name)
        if choices.kind != "many":
            others = [value for value in choices.values if value != session.TABLE_POSITIVE.get()]
            middle.selectbox("Class 0 (t = 0)", (REST, *others), key=session.TABLE_NEGATIVE.name)
    features = [name for name in usable if name != label]
    right.multiselect(
        "Features",
        features,
        default=features[:2],
        key=session.TABLE_FEATURES.name,
        help="Columns of numbers; two make a plane.",
    )
    right.slider(
        "Test part", 0, 90, 30, 5, format="%d%%", key=session.TABLE_TEST_SHARE.name, help="Held back, to test on."
    )
    right.number_input("Seed of the split", 0, 9_999, 0, key=session.TABLE_SPLIT.name)
    unusable = [column for column in found.columns if column.reason and column.name != label]
    if unusable:
        with st.expander(f"{len(unusable)} columns that cannot be features"):
            for column in unusable:
                st.text(column.reason)
    st.button(
        "Use this table",
        on_click=on_use,
        type="primary",
        disabled=choices.kind == "none" or not session.TABLE_FEATURES.get(),
    )
    report, trouble = session.TABLE_REPORT.get()
    if trouble:
        st.error(plain(trouble), icon=":material/edit:")
    elif report and table_shelf.used() is not None:
        st.success("In use on all pages.", icon=":material/check:")
        st.text(report)


COLUMN_NAMES = ("x1", "x2", "class")
REST = "all others"
editor = session.POINTS_EDITOR(session.EDITS.get())
now: Drawing = drawing.current()

problems.show()
with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
    way = st.segmented_control(
        "Where from",
        WAYS,
        default=WAYS[0],
        key=session.SOURCE.name,
        label_visibility="collapsed",
        required=True,
    )
    if chosen.scenario.data == USER_DATA:
        data, _ = cache.run(chosen.scenario)
        st.download_button(
            "Download as CSV",
            lambda: data_csv(data),
            "data.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
if way == WAYS[0]:
    draw_page()
else:
    table_page()
