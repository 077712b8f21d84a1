"""Each product as rectangles with their dimensions, and what would not fit."""

from typing import Literal

from ui.backward_pass.case import Case
from ui.language.speaking import _
from ui.timeline.content import (
    Product,
    Rectangle,
    Shapes,
)
from ui.timeline.timeline import Panel

# A side of so many entries is drawn to scale, and a longer one a little longer than that, with broken edges.
TO_SCALE = 6


def rectangle(label: str, rows: int, columns: int) -> Rectangle:
    """An array of so many rows and columns. Of the two only the samples can be too many to be drawn, or the weights."""
    height, width = min(rows, TO_SCALE + 1), min(columns, TO_SCALE + 1)
    cut: Literal["", "height", "width"] = ""
    if max(rows, columns) > TO_SCALE:
        cut = "height" if rows >= columns else "width"
    return Rectangle(label, f"({rows:,}, {columns:,})", height, width, cut)


def shapes_panel(case: Case) -> Panel:
    """Each product as rectangles with their dimensions, and what would not fit."""
    s, count, d1 = case.s, case.count, case.columns
    n = f"{count:,}"

    def weights(symbol: str) -> Rectangle:
        return rectangle(symbol, d1, 1)

    features, transposed = rectangle("X", count, d1), rectangle("Xᵀ", d1, count)
    number = Rectangle("L", _("a number"), 1, 1)
    y, z, t, dz, slope, dy = (rectangle(s(symbol), count, 1) for symbol in ("y", "z", "t", "dL/dz", "dz/dy", "dL/dy"))
    every_row = _("Row by row: each sample by itself.")
    stages = (
        (
            Product(
                (rectangle("X", count, d1 - 1), _("and"), rectangle(_("ones"), count, 1), "→", features),
                True,
                _("The ones come last: the bias multiplies them."),
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
