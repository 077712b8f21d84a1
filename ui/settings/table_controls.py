"""The controls of a table that a visitor brings: its file, its label and features, and how much of it is held back."""

import streamlit as st

from core.data.labels import label_choices, to_user_data
from core.data.tables import Table, read_table
from core.data.user_data import COLUMNS, ROWS
from ui.language.speaking import N_, _, ngettext, said_by
from ui.markdown import plain
from ui.serving import lanes, table_shelf
from ui.settings import changes, session
from ui.settings.choice import in_words

# All that are not of class 1 are of class 0.
REST = N_("all others")


def table() -> None:
    """Upload, choose the columns, take it."""
    st.caption(
        _(
            "CSV or TSV, also with semicolons or vertical bars; decimal point or comma; UTF-8, UTF-16 or Latin-1. "
            "At most 20 MB, {rows:,} rows and {columns} columns. It stays in "
            "this session and is stored nowhere; a link cannot carry it.",
            rows=ROWS,
            columns=COLUMNS,
        )
    )
    file = st.file_uploader(
        _("A table"), ["csv", "tsv", "txt"], key=session.TABLE_FILE.name, label_visibility="collapsed"
    )
    if file is None:
        table_shelf.drop_table()
        if table_shelf.is_lost(session.TABLE_FILE.get()):
            st.warning(_(table_shelf.LOST), icon=":material/edit:")
        return
    if session.TABLE_FILE_READ.get() != file.file_id:
        session.TABLE_FILE_READ.set(file.file_id)
        session.TABLE_PROBLEM.pop()
        session.TABLE_REPORT.pop()
        try:
            with lanes.aside(), table_shelf.READING:
                table_shelf.put_table(read_table(table_shelf.take_bytes(file), file.name))
        except ValueError as error:
            table_shelf.drop_table()
            session.TABLE_PROBLEM.set(said_by(error))
    found = table_shelf.table()
    if found is None:
        trouble = _(session.TABLE_PROBLEM.get() or table_shelf.GONE)
        # That it is gone may stand on top of the page already.
        if trouble not in session.PROBLEMS.get():
            with st.container(border=True):
                st.badge(_("cannot be read"), icon=":material/edit:", color="orange")
                st.text(trouble)
        return
    _choose_columns(found)


def _choose_columns(found: Table) -> None:
    """Which column is the label and what its classes are, which are the features, and how much is held back."""
    st.text(_(found.read_as))
    st.dataframe(found.preview(), hide_index=True, height=180)
    names = [column.name for column in found.columns]
    usable = [column.name for column in found.columns if not column.reason]
    left, middle, right = st.columns(3)
    label = left.selectbox(
        _("Label"), names, index=len(names) - 1, key=session.TABLE_LABEL.name, help=_("The column to predict.")
    )
    choices = label_choices(found, label)
    left.text(_(choices.sentence))
    if choices.values:
        last = len(choices.values) - 1 if choices.kind == "two" else 0
        middle.selectbox(_("Class 1 (t = 1)"), choices.values, index=last, key=session.TABLE_POSITIVE.name)
        if choices.kind != "many":
            others = [value for value in choices.values if value != session.TABLE_POSITIVE.get()]
            middle.selectbox(
                _("Class 0 (t = 0)"), (REST, *others), key=session.TABLE_NEGATIVE.name, format_func=in_words((REST,))
            )
    features = [name for name in usable if name != label]
    right.multiselect(
        _("Features"),
        features,
        default=features[:2],
        key=session.TABLE_FEATURES.name,
        help=_("Columns of numbers; two of them make a plane."),
    )
    right.slider(
        _("Test set"),
        0,
        90,
        30,
        5,
        format="%d%%",
        key=session.TABLE_TEST_SHARE.name,
        help=_("Held back, to test on."),
    )
    right.number_input(_("Seed of the split"), 0, 9_999, 0, key=session.TABLE_SPLIT.name)
    unusable = [column for column in found.columns if column.reason and column.name != label]
    if unusable:
        with st.expander(
            ngettext("{n} column that cannot be a feature", "{n} columns that cannot be features", len(unusable))
        ):
            for column in unusable:
                st.text(_(column.reason))
    st.button(
        _("Use this table"),
        on_click=_on_use,
        type="primary",
        disabled=choices.kind == "none" or not session.TABLE_FEATURES.get(),
    )
    report, trouble = session.TABLE_REPORT.get()
    if trouble:
        st.error(plain(_(trouble)), icon=":material/edit:")
    elif report and table_shelf.used() is not None:
        st.success(_("In use on all pages."), icon=":material/check:")
        st.text("\n".join(map(_, report)))


def _on_use() -> None:
    """The table with the chosen columns becomes the data."""
    # Not an argument: Streamlit would hold on to it, after the session's end too.
    found = table_shelf.table()
    if found is None:
        return
    try:
        data, report = to_user_data(
            found,
            session.TABLE_FEATURES.get(),
            session.TABLE_LABEL.get(),
            session.TABLE_POSITIVE.get(),
            None if session.TABLE_NEGATIVE.get() == REST else session.TABLE_NEGATIVE.get(),
            session.TABLE_TEST_SHARE.get() / 100,
            session.TABLE_SPLIT.get(),
        )
        table_shelf.use(data)
    except ValueError as error:
        session.TABLE_REPORT.set(((), said_by(error)))
        return
    session.TABLE_REPORT.set((tuple(report), ""))
    changes.use_table()
