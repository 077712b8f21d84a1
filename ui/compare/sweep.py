"""The final loss over the learning rate: what one scenario would come to with many of them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.classifier import with_ones
from core.loss import LOSSES
from core.optimizer import RULES
from core.scenario import Scenario
from core.surface.curvature import curvature_at, stable_rate
from core.sweep import Sweep, default_rates, sweep
from ui.compare.styles import ROOM
from ui.language.speaking import N_, _, number
from ui.timeline.figure import Figure
from ui.timeline.style import FAINT, LOSS, SMALLEST, TEXT, canvas, label, legend, log_axis, round_ticks
from ui.timeline.timeline import Panel

# How a run ends, in the sweep: its marker. All are losses, and have the loss's colour.
KINDS = {
    N_("converged"): "circle",
    N_("not converged"): "circle-open",
    N_("separated"): "triangle-up",
    N_("flat"): "square",
    N_("last 10% above the start"): "x",
    N_("overflow"): "cross",
}


# So far below an axis's end is within it, however both were rounded: Plotly draws no name beyond it.
ROUNDED = 1.0 + 1e-9
# The share of the axis that the name of the chosen rate takes, and how far it stands from the rate.
NAME, AWAY = 0.2, 0.012
# Rates × samples × steps of a sweep at the most: about half a second.
LARGEST_SWEEP = 150_000_000


def swept(base: Scenario) -> tuple[Scenario, Sweep]:
    """The sweep of a scenario, and the scenario as it was swept: of a large one with fewer steps."""
    data = base.dataset()
    rates = default_rates()
    steps = min(base.steps, max(LARGEST_SWEEP // (len(rates) * len(data.X)), 10))
    scenario = replace(base, steps=steps)
    return scenario, sweep(scenario, data, rates)


def figure(
    rates: Array, losses: Array, kinds: Sequence[str], initial: float, limit: tuple[str, float] | None, now: float
) -> Figure:
    """The final loss over the learning rate, both logarithmic: rates (M,), losses (M,), how each run ends.

    initial : the loss before the first step · limit : a rate to compare with, a line, and its name, or None
    now : the chosen rate
    """
    figure = canvas()
    shown = np.clip(losses, SMALLEST, ROOM * initial)
    ends = log_axis(figure, float(shown.min()), float(max(shown.max(), initial)), most=3)
    low, high = float(np.log10(rates[0])), float(np.log10(rates[-1]))
    ticks, texts = round_ticks(10**low, 10**high, most=4)
    figure.update_xaxes(
        title={"text": _("learning rate")}, type="log", range=[low - 0.2, high + 0.1], tickvals=ticks, ticktext=texts
    )
    figure.update_yaxes(title={"text": _("final loss"), "standoff": 4}, ticklabelstandoff=6)
    for name, x, dash in ((*limit, "dash") if limit else ("", 0.0, ""), ("chosen", now, "dot")):
        if rates[0] <= x <= rates[-1]:
            figure.add_scatter(
                x=[x, x],
                y=ends,
                mode="lines",
                name=name,
                line={"width": 1.5, "dash": dash},
                hoverinfo="skip",
                meta={"theme": {"line.color": TEXT if name == "chosen" else FAINT}},
            )
    if rates[0] <= now <= rates[-1]:
        # On the side away from the limit, whose line may stand close by, if it has room there.
        has_room = np.log10(now) < high - NAME * (high - low)
        side = "right" if limit and limit[1] < now and has_room else "left"
        # Clear of the marker that may stand there.
        aside = AWAY * (high - low) * (1 if side == "right" else -1)
        label(
            figure,
            f"lr = {number(now)}",
            now * 10**aside,
            ends[1] / ROUNDED,
            TEXT,
            textposition=f"bottom {side}",
        )
    kinds_here = np.array(kinds)
    for kind, symbol in KINDS.items():
        of_kind = kinds_here == kind
        if of_kind.any():
            figure.add_scatter(
                x=rates[of_kind],
                y=shown[of_kind],
                customdata=losses[of_kind],
                mode="markers",
                name=kind,
                marker={"size": 8, "symbol": symbol},
                meta={"theme": {"marker.color": LOSS}},
                hovertemplate=_(
                    "lr %{{x:.4g}}<br>final loss %{{customdata:.6g}}<br>{end}<extra>click: use it</extra>", end=_(kind)
                ),
            )
    legend(figure, *(name for name in KINDS if name in kinds), *(limit[:1] if limit else ()))
    return figure


def sweep_panel(base: Scenario) -> Panel:
    """The sweep of a scenario, as a panel."""
    scenario, found = swept(base)
    data = scenario.dataset()
    X1, loss = with_ones(data.X), LOSSES[scenario.loss]()
    lowest = data.lowest.W if scenario.loss == "BCE" else None
    W = lowest if lowest is not None else scenario.start_weights()
    stable = stable_rate(curvature_at(X1, data.t, loss, W), scenario.optimizer)
    initial = float(loss.each_from_logit(X1 @ scenario.start_weights(), data.t).mean())
    best = int(np.argmin(found.loss))
    said = _(
        "{optimizer}: final loss over {count} learning rates; the lowest, {loss:.4g}, at lr = {rate:.3g}.",
        optimizer=_(scenario.optimizer),
        count=len(found.rates),
        loss=float(found.loss[best]),
        rate=float(found.rates[best]),
    )
    title = _(
        "Final loss over lr: {optimizer}, {loss}",
        optimizer=_(scenario.optimizer),
        loss=scenario.loss,
    )
    limit = None
    if stable is not None:
        known = {"formula": RULES[scenario.optimizer].stable_rate, "stable": stable, "written": number(stable)}
        # Only near the minimum, and only of steps over all samples, is it a limit.
        whole = not 0 < scenario.batch < len(X1)
        if found.rates[0] <= stable <= found.rates[-1]:
            title += " · " + _("dashed: {formula} = {written}", **known)
        if lowest is not None:
            name = N_("largest stable") if whole else _("{formula} at the minimum", **known)
        else:
            name = _("{formula} at the start", **known)
        limit = (name, stable)
        if lowest is None:
            said += " " + _("{formula} by the curvature at the start is {stable:.3g}.", **known)
        elif whole:
            said += " " + _(
                "{formula} by the curvature at the minimum is {stable:.3g}: with a larger one no run settles there.",
                **known,
            )
        else:
            said += " " + _("{formula} by the curvature at the minimum is {stable:.3g}.", **known)
    return Panel(
        name="sweep",
        title=title,
        figure=figure(found.rates, found.loss, found.kind, initial, limit, scenario.learning_rate),
        tracks=(),
        sentence=said,
        picks=tuple(KINDS),
    )
