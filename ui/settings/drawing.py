"""The drawing of this session: what the pens do to it, and how it stands in the address bar.
State changes in callbacks only; the address has the points, the session also what was undone."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from core.data.drawings import Drawing, Points, decode, encode
from core.data.user_data import USER_DATA
from ui.bridge.report import Click
from ui.language.speaking import N_, _
from ui.settings import address, changes, session

PENS = (N_("class 0"), N_("class 1"), N_("move"), N_("delete"))
# A point's row in the table.
COLUMNS = ("x1", "x2", "class")


def current() -> Drawing:
    """The points of the address, with the session's own way back; Back and Forward are edits too."""
    drawing = session.DRAWING.get()
    text = address.read("points")
    if text != encode(drawing.points):
        try:
            drawing = drawing.having(decode(text)) if text else drawing.clear()
        except ValueError:
            # The link's check has told of it already.
            drawing = drawing.clear()
        session.DRAWING.set(drawing)
    return drawing


def put(drawing: Drawing) -> None:
    """In a callback: this is the drawing now, and the data to learn from."""
    session.DRAWING.set(drawing)
    address.write("points", encode(drawing.points))
    if session.DATA.get() != USER_DATA:
        changes.use_data(USER_DATA)
        session.START.set("zero")


def draw(pen: str, click: Click) -> None:
    """In a callback: what a click or a drag on the plot does, with one of PENS.

    A drag moves a point with any pen, for that is what a drag means.
    """
    if pen not in PENS:
        return
    drawing, x, y = current(), float(click["x"]), float(click["y"])
    dragged = "x0" in click and "y0" in click
    nearest = drawing.nearest(float(click["x0"]), float(click["y0"])) if dragged else drawing.nearest(x, y)
    try:
        if pen in PENS[:2] and not dragged:
            put(drawing.add(x, y, PENS.index(pen)))
        elif nearest is None:
            return
        elif pen == "delete":
            put(drawing.delete(nearest))
        elif dragged:
            put(drawing.move(nearest, x, y))
    except ValueError as error:
        session.DRAWING_PROBLEM.set(_(error))


def edit(shown: Points, edits: Mapping[str, Any]) -> bool:
    """In a callback: what somebody did in the table that shows these points, as st.data_editor tells it.

    → whether it is done: a row that is half filled waits for its other half, and all else with it.
    """
    now = current()
    rows = edited_rows(shown, edits, now.points)
    if any(row.get(name) is None for row in rows for name in COLUMNS):
        return False
    try:
        put(now.having((float(str(row["x1"])), float(str(row["x2"])), int(str(row["class"]))) for row in rows))
    except ValueError as error:
        session.DRAWING_PROBLEM.set(_(error))
    return True


def edited_rows(shown: Points, edits: Mapping[str, Any], now: Points) -> list[dict[str, Any]]:
    """The rows of the edited table, with what the pens did since it was drawn: points that came stay, points that went
    stay away."""
    went, came = Counter(shown) - Counter(now), Counter(now) - Counter(shown)
    cells = {int(place): changed for place, changed in edits["edited_rows"].items()}
    rows: list[dict[str, Any]] = []
    for place, point in enumerate(shown):
        if went[point]:
            went[point] -= 1
        elif place not in edits["deleted_rows"]:
            rows.append(dict(zip(COLUMNS, point, strict=True)) | cells.get(place, {}))
    rows += [dict(zip(COLUMNS, point, strict=True)) for point in came.elements()]
    return rows + [dict(row) for row in edits["added_rows"]]


def problem() -> str:
    """Why the last stroke did nothing; told once."""
    return session.DRAWING_PROBLEM.pop()
