"""The computation graph: values flow right along the top, gradients flow left along the bottom. A click on a box goes
to the stage that makes it; of what is given, to the one that uses or updates it."""

from ui.backward_pass.case import Case, titles, written
from ui.backward_pass.stages import DW, DY, DZ, LOSS, SLOPE, UPDATE, X, Y, Z
from ui.language.speaking import _
from ui.timeline.content import (
    Edge,
    Graph,
    Node,
)
from ui.timeline.timeline import Panel

# Whose numbers the computation graph shows: the chosen sample's, or the lowest and highest of the batch.
GRAPHS = ("sample", "batch")


def graph_panel(case: Case) -> Panel:
    """Values flow right along the top, gradients flow left along the bottom, and the cache stands between them."""
    s, n, d1 = case.s, case.count, case.columns
    column, top, middle, bottom = f"({n:,}, 1)", 4, 104, 204

    def value(name: str, digits: int = 5) -> str:
        """A template for one sample's number, or for the ends of the whole array."""
        if case.whole:
            form = "" if name == "t" else ":3"
            return f"{{low_{name}{form}}} … {{high_{name}{form}}}"
        return "{t}" if name == "t" else f"{{{name}:{digits}}}"

    sample = "(" + written(case, lambda weight: f"{{x_{weight}:3}}") + ")"
    weights = "(" + written(case, lambda weight: f"{{{weight}:3}}") + ")"
    gradient = "(" + written(case, lambda weight: f"{{d{weight}:3}}") + ")"
    updated = _("new {W}", W="(" + written(case, lambda weight: f"{{new_{weight}:3}}") + ")")
    cached = f"X, {s('z')} = {value('z', 4)}"
    wide, narrow = 160, 112
    first, second, third, fourth = 0, 200, 360, 520
    nodes = (
        Node(f"X ({n:,}, {d1})", value("x") if case.whole else sample, first, top, wide, "given", X, (X, Y)),
        Node(f"{s('y')} {column}", value("y"), second, top, narrow, "forward", Y, (Y, Z)),
        Node(f"{s('z')} {column}", value("z"), third, top, narrow, "forward", Z, (Z, LOSS)),
        Node("L", "{loss:6}", fourth, top, narrow, "forward", LOSS, (LOSS, DZ)),
        Node(f"W ({d1}, 1)", weights, first, middle, wide, "given", X, (Y, UPDATE), updated, UPDATE, leads_to=UPDATE),
        Node(_("cache: X, {z}", z=s("z")), "X", 248, middle, wide, "cache", X, (X, Z, SLOPE, DW), cached, Z, Z),
        Node(f"t {column}", value("t"), fourth, middle, narrow, "given", X, (LOSS, DZ), leads_to=LOSS),
        Node(f"dW ({d1}, 1)", gradient, first, bottom, wide, "backward", DW, (DW, UPDATE)),
        Node(f"{s('dL/dy')} {column}", value("dy"), second, bottom, narrow, "backward", DY, (DY, DW)),
        Node(f"{s('dz/dy')} {column}", value("slope"), third, bottom, narrow, "backward", SLOPE, (SLOPE, DY)),
        Node(f"{s('dL/dz')} {column}", value("dz"), fourth, bottom, narrow, "backward", DZ, (DZ, DY)),
    )
    up, down, end = top + 25, bottom + 25, fourth + narrow
    edges = (
        Edge(((wide, up), (second - 2, up)), "· W", "forward", (Y,)),
        Edge(((second + narrow, up), (third - 2, up)), "σ", "forward", (Z,)),
        Edge(((third + narrow, up), (fourth - 2, up)), case.scenario.loss, "forward", (LOSS,)),
        Edge(((576, middle), (576, top + 52)), "", "forward", (LOSS,)),
        Edge(((400, top + 50), (360, middle - 2)), "", "forward", (Z,)),
        Edge(((80, top + 50), (80, 78), (310, 78), (310, middle - 2)), "", "forward", (X,)),
        Edge(((end, up), (end + 18, up), (end + 18, down), (end + 2, down)), "", "backward", (DZ,)),
        Edge(((fourth, down), (third + narrow + 2, down)), "·", "backward", (DY,)),
        Edge(((third, down), (second + narrow + 2, down)), "=", "backward", (DY,)),
        Edge(((362, middle + 50), (400, bottom - 2)), "", "backward", (SLOPE,)),
        Edge(((second, down), (wide + 2, down)), "Xᵀ ·", "backward", (DW,)),
        Edge(((292, middle + 50), (150, bottom - 2)), "", "backward", (DW,)),
        Edge(((80, bottom), (80, middle + 52)), "", "backward", (UPDATE,)),
    )
    whose = _("The whole batch, lowest … highest") if case.whole else _("Sample {row}")
    said = [f"{title}. {whose}: {s('y')} = {value('y', 6)}" for title in titles(case)]
    for stage, more in (
        (Z, f"{s('z')} = {value('z', 6)}"),
        (LOSS, "L = {loss:6}"),
        (DZ, f"{s('dL/dz')} = {value('dz', 6)}"),
        (SLOPE, f"{s('dz/dy')} = {value('slope', 6)}"),
        (DY, f"{s('dL/dy')} = {value('dy', 6)}"),
        (DW, "dW = (" + written(case, lambda w: f"{{d{w}:5}}") + ")"),
        (UPDATE, _("new {W}", W="W = (" + written(case, lambda w: f"{{new_{w}:5}}") + ")")),
    ):
        for i in range(stage, len(said)):
            said[i] += f", {more}"
    said[X] = f"{titles(case)[X]}. {whose}: x = " + (value("x") if case.whole else sample)
    return Panel(
        name="graph",
        title=_("Computation graph (whole batch, lowest … highest)")
        if case.whole
        else _("Computation graph (selected sample)"),
        figure=None,
        tracks=(),
        sentence=tuple(f"{words}." for words in said),
        content=Graph(652, 258, nodes, edges),
    )
