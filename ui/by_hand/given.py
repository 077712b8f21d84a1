"""What there is to work with: the samples as a table, and what else a step takes, in Markdown."""

from collections.abc import Sequence

from core.mistakes.typed_number import write
from core.training import Moment
from ui.language.speaking import _, here, listed
from ui.markdown import table

# On a telephone, beside the samples.
MOST_IN_A_LINE = 3
NO_BREAK = "\N{NO-BREAK SPACE}"


def samples_table(now: Moment, feature_names: Sequence[str]) -> str:
    """X with its ones, and t, a row a sample."""
    heads = [_("sample"), *feature_names, "1", "t"]
    rows = [
        [f"**{i}**", *(here(write(each)) for each in (*x, t))]
        for i, (x, t) in enumerate(zip(now.X1, now.t[:, 0], strict=True))
    ]
    return table(heads, rows, "---")


def facts(now: Moment, loss: str, lr: float) -> str:
    """W, lr, the loss and N."""
    names = ", ".join([*(f"w{k + 1}" for k in range(len(now.W) - 1)), "b"])
    values = f"({listed(here(write(weight)) for weight in now.W[:, 0])})"
    # Few of them fit into a line of their own, where all do not.
    W = f"W = ({names}) = {values if len(now.W) > MOST_IN_A_LINE else values.replace(' ', NO_BREAK)}"
    return f"{W}  \nlr = {here(write(lr))} · {loss} · N = {len(now.t)}"
