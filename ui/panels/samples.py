"""dL/dy of every sample as a stem, and who pushes a weight: x · dL/dy, which way, and how hard. The tallest first."""

import numpy as np

from core.arrays import Array, Rows
from core.classifier import with_ones
from core.data.dataset import Dataset
from core.loss import LOSSES
from core.scenario import Scenario
from core.training import History
from ui.language.speaking import _
from ui.panels.names import weight_names
from ui.panels.view import View
from ui.timeline.figure import Figure
from ui.timeline.style import CLASS_COLOURS, FAINT, TEXT, canvas
from ui.timeline.timeline import Factor, Factors, Panel, Track

# Samples drawn at the most; gradients, losses and surfaces are over all of them.
MOST_SHOWN = 400
# So many numbers dL/dy are sent exactly. Of more, a step's own numbers come when the user rests on it: in full they are
# half of what a usual run weighs, and take half of the time in which it is compressed.
EXACT = 40_000
# The same in a file, where nobody can be asked for a step's own numbers.
EXACT_IN_FILE = 300_000
# So many are sent in 14 bits, in which hardly two are alike that are not: at rest no stem changes its place. More in 8.
CLOSE = 300_000
# Features × samples up to which a batch can be shown times its features: its samples may be any.
MOST_FACTORS = 20_000
ALL = slice(None)

# dL/dy, the targets and the rows of X, each (T+1, n): see sample_gradients.
Gradients = tuple[Array, Array, Rows]


def figure(t: Array | None, rows: Rows, limit: float, by_class: bool, named: bool, coarse: bool) -> Figure:
    """dL/dy of the samples, t (n, 1), as stems from zero: the tallest first, or first those of class 1, then class 0.

    Moving traces: "class 1" and "class 0", whose places along x the player puts where the tallest stand first, and
    "lit", the stem of the sample below the mouse. Without t, where each step has samples of its own, both traces have
    all n places.
    rows (n,) : the samples' rows in X, or with samples of its own the places; named : whether hovering tells the rows
    coarse : hovering tells no more digits than are right; "exact" in a trace's meta is for a step that came in full
    """
    chart = canvas()
    count = len(rows)
    first = 0
    for label in (1, 0):
        of_class = rows if t is None else rows[t[:, 0] == label]
        positions = range(first, first + len(of_class))
        first += 0 if t is None else len(of_class)
        name = _("sample %{customdata}<br>") if named else ""
        about, exact = (
            f"{name}t = {label}<br>%{{yaxis.title.text}} {number}<extra></extra>"
            for number in ("≈ %{y:.2g}", "= %{y:.6g}")
        )
        chart.add_scatter(
            x=[x for position in positions for x in (position, position, None)],
            # The tip last: hovering anywhere over a stem finds the last of its points.
            y=[0.0, None, None] * len(of_class),
            customdata=np.repeat(np.asarray(of_class), 3) if named else None,
            mode="lines",
            name=f"class {label}",
            line={"width": float(np.clip(300 / count, 1.2, 12)), "color": CLASS_COLOURS[label]},
            hovertemplate=about if coarse else exact,
            meta={"exact": exact} if coarse else None,
        )
    chart.add_scatter(
        x=[-1, count],
        y=[0, 0],
        mode="lines",
        name="zero",
        line={"width": 1},
        hoverinfo="skip",
        meta={"theme": {"line.color": FAINT}},
    )
    chart.add_scatter(
        x=[None, None],
        y=[None, None],
        mode="lines+markers+text",
        text=["", ""],
        textposition="top center",
        textfont={"size": 13},
        cliponaxis=False,
        name="lit",
        line={"width": float(np.clip(300 / count, 3, 12))},
        marker={"size": 12, "symbol": "circle-open", "line": {"width": 3}},
        hoverinfo="skip",
        meta={"theme": {"line.color": TEXT, "marker.color": TEXT, "textfont.color": TEXT}},
    )
    if not by_class:
        order = _("samples, tallest first")
    else:
        order = _("samples, by class, in the order of X") if t is not None else _("samples, by class")
    chart.update_xaxes(title={"text": order}, range=[-1, count], showgrid=False, showticklabels=False)
    chart.update_yaxes(title={"text": "dL/dy"}, range=[-1.05 * limit, 1.05 * limit])
    chart.update_layout(margin={"l": 62, "b": 28}, hovermode="x")
    return chart


def shown_rows(count: int) -> Rows:
    """The rows of X that are drawn: all, or 400 of them, evenly spread."""
    if count <= MOST_SHOWN:
        return np.arange(count)
    return np.linspace(0, count - 1, MOST_SHOWN).astype(np.intp)


def sample_gradients(
    scenario: Scenario, data: Dataset, history: History, rows: Rows, moments: slice = ALL
) -> Gradients:
    """dL/dy, the targets and the rows of X of the samples that are shown as stems, each (T+1, n), or of some `moments`.

    With all samples in a step: those of `rows`. With mini-batches: each step's own batch; where it is smaller, NaN and
    row -1.
    """
    loss = LOSSES[scenario.loss]()
    if history.batches is None:
        y = with_ones(data.X[rows]) @ history.W[moments].T
        slopes = loss.slope_from_logit(y, data.t[rows]).T
        shape = slopes.shape
        return slopes / len(data.X), np.broadcast_to(data.t[rows, 0], shape), np.broadcast_to(rows, shape)
    size = max(map(len, history.batches))
    batches, W = history.batches[moments], history.W[moments]
    gradients, targets = np.full((2, len(W), size), np.nan)
    members = np.full((len(W), size), -1)
    for step, batch in enumerate(batches):
        y = with_ones(data.X[batch]) @ W[step]
        t = data.t[batch, 0]
        gradients[step, : len(batch)] = loss.slope_from_logit(y, t) / len(batch)
        targets[step, : len(batch)] = t
        members[step, : len(batch)] = batch
    return gradients, targets, members


def samples_panel(
    scenario: Scenario, data: Dataset, history: History, rows: Rows, gradients: Gradients, view: View, exact: int
) -> Panel:
    """gradients : of the whole run, see sample_gradients · exact : so many numbers are sent exactly, see EXACT"""
    values, targets, members = gradients
    by_class = view.order == "by class"
    # |dL/dy| never exceeds this, so the axis is the same for every learning rate: 1 / N, or for MSE 8 / (27 N).
    count = len(data.X) if history.batches is None else min(map(len, history.batches))
    limit = (1.0 if scenario.loss == "BCE" else 8 / 27) / count
    whole = history.batches is None
    places = rows if whole else np.arange(values.shape[1])
    title = _("dL/dy per sample")
    if not whole:
        title = _("dL/dy per sample in a batch of {batch}", batch=scenario.batch)
    elif len(rows) < len(data.X):
        title = _("dL/dy per sample ({drawn} of {all:,} drawn)", drawn=len(rows), all=len(data.X))
    sentence = _(
        "Step {step}: the largest |dL/dy| is {largest:4}; samples with at least half of it: {pushing} of {drawn}. "
        "Class 1 pushes its logits up, class 0 down."
    )
    if whole and len(rows) < len(data.X):
        sentence = _(
            "Step {step}: of the {drawn} samples drawn, the largest |dL/dy| is {largest:4}; with at least half of it: "
            "{pushing}. Class 1 pushes its logits up, class 0 down."
        )
    bits = 32 if values.size <= exact else 14 if values.size <= CLOSE else 8
    # In the longest timelines nobody knows, while they play, which samples a batch has.
    named = whole or bits > 8
    return Panel(
        name="samples",
        title=title,
        figure=figure(data.t[rows] if whole else None, places, limit, by_class, named, coarse=bits < 32),
        tracks=_stems(values, targets, members, by_class, whole, bits),
        lights="lit",
        factors=factors(data, rows if whole else np.arange(len(data.X)), limit) if named else None,
        sentence=sentence,
    )


def factors(data: Dataset, samples: Rows, limit: float) -> Factors | None:
    """The ways to show the stems: dL/dy, and for each weight what the sample adds to its gradient, x · dL/dy.

    limit : the largest |dL/dy| that there can be. None where the features would be too many bytes.
    """
    X = with_ones(data.X[samples])
    if X.size > MOST_FACTORS:
        return None
    ways = [Factor("dL/dy", "dL/dy", "dL/dy", limit)]
    for i, (weight, x) in enumerate(zip(weight_names(data), X.T, strict=True), start=1):
        title = "1 · dL/dy" if weight == "b" else f"x{i} · dL/dy"
        ways.append(
            Factor(weight, _("pushes {weight}", weight=weight), title, limit * (float(np.abs(x).max()) or 1.0), x)
        )
    return Factors(samples, tuple(ways))


def _stems(
    gradients: Array, targets: Array, members: Rows, by_class: bool, whole: bool, bits: int
) -> tuple[Track, ...]:
    """dL/dy, t and the rows of X, each (steps, n), as the tracks of the stems, a trace a class.

    Where a step takes all samples, each class has its own places. A batch has other samples at each step: there class 1
    fills the places from the left, class 0 the rest, and both traces have all places.
    """
    tracks = []
    for label in (1, 0):
        if whole:
            mine = targets[0] == label
            values, samples = gradients[:, mine], members[0, mine]
        else:
            of_class = np.where(targets == label, gradients, np.nan)
            places = _packing(of_class, by_class, left=label == 1)
            values = np.take_along_axis(of_class, places, axis=1)
            samples = np.where(np.isnan(values), -1, np.take_along_axis(members, places, axis=1))
        if values.shape[1]:
            # In a long run the samples would be as many bytes again as their values: they come at rest, with these.
            known = samples if whole or bits > 8 else None
            name, ranked = f"class {label}", not by_class
            tracks.append(Track(name, "y", values, start=1, stride=3, bits=bits, samples=known, ranked=ranked))
    return tuple(tracks)


def _packing(values: Array, by_class: bool, left: bool) -> Rows:
    """The order (steps, n) that brings each row's numbers together at its left or right end, as they are or sorted.

    Those that the player ranks may come in any order: sorted, they are the fewest bytes.
    """
    missing = np.isnan(values)
    # A stable sort by "is it missing" leaves the numbers in their order; NaN is larger than all of them anyway.
    order = np.argsort(missing if by_class else values, axis=1, kind="stable")
    if left:
        return order
    count = (~missing).sum(axis=1, keepdims=True)
    size = values.shape[1]
    # The first `count` places of each row become its last ones.
    return np.take_along_axis(order, (np.arange(size) + count) % size, axis=1)


def exact_samples(scenario: Scenario, data: Dataset, history: History, view: View, step: int) -> tuple[Track, ...]:
    """The samples' stems at one step in full, (1, n), where the timeline has them in 8 bits; otherwise nothing."""
    rows = shown_rows(len(data.X))
    places = rows if history.batches is None else np.arange(max(map(len, history.batches)))
    if len(history.W) * len(places) <= EXACT:
        return ()
    return samples_at(history, sample_gradients(scenario, data, history, rows, slice(step, step + 1)), view)


def samples_at(history: History, gradients: Gradients, view: View) -> tuple[Track, ...]:
    """The samples' stems at one step in full, (1, n); `gradients` are those of this step."""
    return _stems(*gradients, view.order == "by class", history.batches is None, 32)
