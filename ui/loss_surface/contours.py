"""The surface from above with the run on it, and what is drawn around the run's point."""

import numpy as np

from ui.language.speaking import number
from ui.loss_surface.asked import asked_tracks, draw_asked
from ui.loss_surface.case import Case, is_inside
from ui.loss_surface.field import add_field
from ui.loss_surface.look import AROUND, FIELDS
from ui.loss_surface.surroundings import draw_surroundings, surroundings_tracks
from ui.loss_surface.way_down import add_way_down
from ui.panels import surface as surface_figure
from ui.panels.arrow_lengths import arrow_scale, visible
from ui.panels.names import slice_at
from ui.timeline.timeline import Panel, Track


def contours_panel(case: Case, loss: str, point: tuple[float, float] | None, name: str) -> Panel:
    section = case.section
    lowest = None if section.minimum is None or loss != "BCE" else section.plane.coordinates(section.minimum.T)[0]
    own = loss == case.look.loss(case.scenario)
    scale = arrow_scale(case.flat(case.slopes[loss]), case.width)
    figure = surface_figure.contours(
        section.u,
        section.v,
        case.heights[loss],
        case.axes,
        None if lowest is None else (float(lowest[0]), float(lowest[1])),
        scale,
    )
    hover = f"{case.axes[0]} = %{{x:.3g}}<br>{case.axes[1]} = %{{y:.3g}}<extra>click: ask about it</extra>"
    figure.trace("surface").change(hovertemplate=hover)
    tracks = _tracks(case, loss)
    if case.look.field != FIELDS[0]:
        add_field(case, figure, loss)
    if own and name == "contours":
        newton = case.look.around == AROUND[0]
        draw_surroundings(figure, f"\N{MINUS SIGN}gradient × {number(scale)}", newton)
        tracks += surroundings_tracks(case, newton)
        draw_asked(figure)
        tracks += asked_tracks(case, point, scale)
        add_way_down(case, figure)
    sentence = f"Step {{step}}: at {case.axes[0]} and {case.axes[1]} the run stands where {loss} is " + (
        "{height:6}; the gradient's length is {norm:4}." if own else "shown for comparison."
    )
    outside = int(np.sum(~is_inside(case)))
    if outside:
        sentence += f" At {outside} of {case.history.steps + 1} steps the path is outside the picture."
    return Panel(
        name=name,
        title=_title(case, loss),
        figure=figure,
        tracks=tuple(tracks),
        sentence=sentence,
        goes_to_step=("path",),
        sets_start=name == "contours",
        drags="asked" if name == "contours" else "",
    )


def _title(case: Case, loss: str) -> str:
    """The section in words: what is shown, and what the other weights do."""
    section, choice = case.section, case.section.choice
    first, second = case.axes
    said = f"{loss} loss over {first} and {second}"
    if choice.directions != "weights":
        share = section.plane.share(case.history.W)
        way = (
            "the two directions in which the path moves most" if choice.directions == "PCA" else "two random directions"
        )
        where = {"minimum": "the minimum", "start": "the start", "current": "the current step"}[choice.held]
        return f"{loss} loss over {way}, through {where} · they show {100 * share:.3g}% of the path"
    held = [i for i in range(len(case.names)) if i not in choice.axes]
    if not held:
        return said
    if choice.held == "re-optimised" and loss == "BCE":
        return f"{said} · {', '.join(case.names[i] for i in held)} re-optimised at every point"
    values = [f"{case.names[i]} = {number(section.plane.origin[i, 0])}" for i in held]
    kept = ("minimum" if section.minimum is not None else "start") if choice.held == "re-optimised" else choice.held
    return f"{said} · {slice_at(values, kept)}"


def _tracks(case: Case, loss: str) -> list[Track]:
    """The run on the surface of one loss: its path, −gradient, the next step."""
    u, v = case.at.T
    gradient = case.flat(case.slopes[loss])
    tip = case.at + visible(-arrow_scale(gradient, case.width) * gradient, case.width)
    after = case.at + visible(case.flat(case.history.update), case.width)
    tracks = [Track("path", "x", u, prefix=True), Track("path", "y", v, prefix=True)]
    for name, head in (("gradient", tip), ("update", after)):
        tracks += [Track(name, axis, np.column_stack([case.at[:, k], head[:, k]])) for k, axis in enumerate("xy")]
    tracks += [Track("point", axis, case.at[:, [k]]) for k, axis in enumerate("xy")]
    return tracks
