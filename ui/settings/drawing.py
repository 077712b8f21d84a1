"""The drawing of this session: what the pens do to it, and how it stands in the address bar.
State changes in callbacks only; the address has the points, the session also what was undone."""

from core.data.drawings import Drawing, decode, encode
from core.data.user_data import USER_DATA
from ui.bridge.report import Click
from ui.language.speaking import N_, _
from ui.settings import address, changes, session

PENS = (N_("class 0"), N_("class 1"), N_("move"), N_("delete"))


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


def problem() -> str:
    """Why the last stroke did nothing; told once."""
    return session.DRAWING_PROBLEM.pop()
