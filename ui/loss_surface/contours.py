"""The surface from above with the run on it, and what is drawn around the run's point."""

import numpy as np

from ui.language.speaking import _, number
from ui.loss_surface.case import Case, is_inside
from ui.loss_surface.field import add_field
from ui.loss_surface.look import AROUND, FIELDS
from ui.loss_surface.point import draw_point, point_tracks
from ui.loss_surface.surroundings import draw_surroundings, named_lines, surroundings_tracks
from ui.loss_surface.way_down import add_way_down
from ui.panels import surface as surface_figure
from ui.panels.arrow_lengths import arrow_scale, visible
from ui.panels.names import slice_at
from ui.timeline.timeline import Panel, Track


def contours_panel(case: Case, loss: str, point: tuple[float, float] | None, name: str) -> Panel:
    """The map of one loss, as a panel. point : that the visitor asks about"""
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
    hover = _("{u} = %{{x:.3g}}<br>{v} = %{{y:.3g}}<extra>click: ask about it</extra>", u=case.axes[0], v=case.axes[1])
    figure.trace("surface").change(hovertemplate=hover)
    tracks = _tracks(case, loss)
    if case.look.field != FIELDS[0]:
        add_field(case, figure, loss)
    caption = ""
    if own and name == "contours":
        newton = case.look.around == AROUND[0]
        draw_surroundings(figure, _("\N{MINUS SIGN}gradient × {scale}", scale=number(scale)), newton)
        tracks += surroundings_tracks(case, newton)
        caption = named_lines(newton)
        draw_point(figure)
        tracks += point_tracks(case, point, scale)
        add_way_down(case, figure)
    known = {"u": case.axes[0], "v": case.axes[1], "loss": loss}
    sentence = _("Step {{step}}: at {u} and {v} the run stands where {loss} is shown for comparison.", **known)
    if own:
        sentence = _(
            "Step {{step}}: at {u} and {v} the run stands where {loss} is {{height:6}}; the gradient's length is "
            "{{norm:4}}.",
            **known,
        )
    outside = int(np.sum(~is_inside(case)))
    if outside:
        sentence += " " + _(
            "At {outside} of {all} steps the path is outside the picture.",
            outside=outside,
            all=case.history.steps + 1,
        )
    return Panel(
        name=name,
        title=_title(case, loss),
        figure=figure,
        tracks=tuple(tracks),
        sentence=sentence,
        caption=caption,
        goes_to_step=("path",),
        sets_start=name == "contours",
        drags="asked" if name == "contours" else "",
    )


def _title(case: Case, loss: str) -> str:
    """The section in words: what is shown, and what the other weights do."""
    section, choice = case.section, case.section.choice
    first, second = case.axes
    said = _("{loss} loss over {u} and {v}", loss=loss, u=first, v=second)
    if choice.directions != "weights":
        share = section.plane.share(case.history.W)
        way = (
            _("the two directions in which the path moves most")
            if choice.directions == "PCA"
            else _("two random directions")
        )
        where = {"minimum": _("the minimum"), "start": _("the start"), "current": _("the current step")}[choice.held]
        return _(
            "{loss} loss over {way}, through {where} · they show {share:.3g}% of the path",
            loss=loss,
            way=way,
            where=where,
            share=100 * share,
        )
    held = [i for i in range(len(case.names)) if i not in choice.axes]
    if not held:
        return said
    if choice.held == "re-optimised" and loss == "BCE":
        others = ", ".join(case.names[i] for i in held)
        return said + " · " + _("{weights} re-optimized at every point", weights=others)
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
