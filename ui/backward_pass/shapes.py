"""Each product as rectangles with their dimensions, and what would not fit."""

from ui.backward_pass.case import Case
from ui.language.speaking import _
from ui.timeline.content import (
    Product,
    Rectangle,
    Shapes,
)
from ui.timeline.timeline import Panel


def shapes_panel(case: Case) -> Panel:
    """Each product as rectangles with their dimensions, and what would not fit."""
    s, n, d1 = case.s, f"{case.count:,}", case.columns

    def column(symbol: str) -> Rectangle:
        return Rectangle(symbol, f"({n}, 1)", "many", "one")

    def weights(symbol: str) -> Rectangle:
        return Rectangle(symbol, f"({d1}, 1)", "few", "one")

    features = Rectangle("X", f"({n}, {d1})", "many", "few")
    transposed = Rectangle("Xᵀ", f"({d1}, {n})", "few", "many")
    number = Rectangle("L", _("a number"), "one", "one")
    y, z, t, dz, slope, dy = (column(s(symbol)) for symbol in ("y", "z", "t", "dL/dz", "dz/dy", "dL/dy"))
    every_row = _("Row by row: each sample by itself.")
    stages = (
        (
            Product(
                (Rectangle("X", f"({n}, {d1 - 1})", "many", "few"), _("and"), column(_("ones")), "→", features),
                True,
                _("The ones stand last: the bias multiplies them."),
            ),
        ),
        (
            Product((features, "·", weights("W"), "→", y), True, _("The inner dimensions meet: {n} and {n}.", n=d1)),
            Product((weights("W"), "·", features), False, _("Would not fit: 1 meets {n}.", n=n)),
        ),
        (Product((y, "→", z), True, every_row),),
        (Product((z, _("and"), t, "→", number), True, _("A mean: all rows become one number.")),),
        (
            Product(
                (z, _("and"), t, "→", dz), True, every_row + " " + _("A gradient has the shape of what it belongs to.")
            ),
        ),
        (Product((z, "→", slope), True, every_row),),
        (
            Product((dz, "∘", slope, "→", dy), True, every_row + " " + _("∘ multiplies entry by entry.")),
            Product((dz, "·", slope), False, _("As a matrix product it would not fit: 1 meets {n}.", n=n)),
        ),
        (
            Product((transposed, "·", dy, "→", weights("dW")), True, _("The inner dimensions meet: {n} and {n}.", n=n)),
            Product((features, "·", dy), False, _("Would not fit: {d1} meets {n}. Hence the transpose.", d1=d1, n=n)),
        ),
        (
            Product(
                (weights("W"), "− lr ·", weights("dW"), "→", weights(_("new W"))), True, _("dW has the shape of W.")
            ),
        ),
    )
    said = tuple(" ".join(map(_said, stage)) for stage in stages)
    return Panel("shapes", _("The shapes"), None, (), said, Shapes(stages))


def _said(product: Product) -> str:
    parts = (part if isinstance(part, str) else f"{part.label} {part.dimensions}" for part in product.parts)
    return f"{' '.join(parts)}. {product.note}"
