"""The arrays that a stage reads and writes: name, shape, first rows."""

from ui.backward_pass.case import Case
from ui.language.speaking import _
from ui.timeline.content import (
    ArrayTable,
    Tables,
)
from ui.timeline.timeline import Panel


def arrays_panel(case: Case) -> Panel:
    """The arrays that a stage reads and writes: name, shape, first rows."""
    s, n, d1 = case.s, case.count, case.columns
    ones = tuple(f"x_{weight}" for weight in case.weights)
    heads = (*(f"x{weight[1:]}" for weight in case.weights[:-1]), "1")

    def column(symbol: str, scalar: str, writes: bool = False) -> ArrayTable:
        return ArrayTable(f"{symbol} ({n:,}, 1)", (symbol,), (scalar,), "sample", writes)

    def weight(title: str, prefix: str, writes: bool = False) -> ArrayTable:
        names = tuple(f"{prefix}{name}" for name in case.weights)
        return ArrayTable(f"{title} ({d1}, 1)", case.weights, names, "weight", writes)

    def samples(writes: bool) -> ArrayTable:
        return ArrayTable(_("X with ones ({n:,}, {d1})", n=n, d1=d1), heads, ones, "sample", writes)

    y, z, t = column(s("y"), "y"), column(s("z"), "z"), column("t", "t")
    stages = (
        (samples(writes=True),),
        (samples(writes=False), weight("W", ""), column(s("y"), "y", writes=True)),
        (y, column(s("z"), "z", writes=True)),
        (z, t, column(_("loss of each"), "each", writes=True)),
        (z, t, column(s("dL/dz"), "dz", writes=True)),
        (z, column(s("dz/dy"), "slope", writes=True)),
        (column(s("dL/dz"), "dz"), column(s("dz/dy"), "slope"), column(s("dL/dy"), "dy", writes=True)),
        (samples(writes=False), column(s("dL/dy"), "dy"), weight("dW", "d", writes=True)),
        (weight("W", ""), weight("dW", "d"), weight(_("new W"), "new_", writes=True)),
    )
    said = tuple("; ".join(map(_said, stage)) + "." for stage in stages)
    return Panel("arrays", _("The arrays"), None, (), said, Tables(stages))


def _said(table: ArrayTable) -> str:
    return _("writes {array}", array=table.title) if table.writes else _("reads {array}", array=table.title)
