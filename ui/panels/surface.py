"""The loss surface over two weights, from above and in space, with the path of the run on it.
The landscape is drawn once; only the path, the point and the arrows move."""

import numpy as np

from core.arrays import Array
from ui.timeline.figure import Figure
from ui.timeline.style import BACKGROUND, FAINT, GRADIENT, PATH, TEXT, arrow, canvas, key, legend, number, round_ticks

# One grey for the height, from the page's background upwards: the colours are left to what moves.
HEIGHTS = [[0.0, "#ffffff"], [1.0, "#6e7c96"]]
LEVELS = 16


def contours(
    u: Array,
    v: Array,
    heights: Array,
    axes: tuple[str, str],
    minimum: tuple[float, float] | None,
    gradient_scale: float,
) -> Figure:
    """The surface from above: heights (B, A) over u (A,) and v (B,), coloured by the logarithm of the loss.

    Moving traces: "path", "gradient" (−dW, drawn `gradient_scale` times as long), "update" (the step to take), "point".
    """
    figure = canvas()
    logs = np.log10(np.maximum(heights, 1e-300)).astype(np.float32)
    values, texts = round_ticks(float(heights.min()), float(heights.max()))
    figure.update_xaxes(title={"text": axes[0]}, range=[u[0], u[-1]], showgrid=False, constrain="domain")
    figure.update_yaxes(
        title={"text": axes[1]},
        range=[v[0], v[-1]],
        showgrid=False,
        # Equal units on both axes: only so does −gradient stand at a right angle to the level lines.
        scaleanchor="x",
        scaleratio=1,
        constrain="domain",
    )
    low, high = float(logs.min()), float(logs.max())
    size = max((high - low) / LEVELS, 1e-9)
    figure.add(
        "contour",
        x=u,
        y=v,
        z=logs,
        name="surface",
        colorscale=HEIGHTS,
        autocontour=False,
        contours={"start": low, "end": high, "size": size, "coloring": "fill"},
        line={"width": 0.8},
        colorbar={
            "tickvals": [float(np.log10(value)) for value in values],
            "ticktext": texts,
            "thickness": 8,
            "len": 0.9,
            "outlinewidth": 0,
            "x": 1.0,
            "xpad": 14,
        },
        hovertemplate=f"{axes[0]} = %{{x:.3g}}<br>{axes[1]} = %{{y:.3g}}<extra>click: start here</extra>",
        meta={"theme": {"line.color": FAINT, "colorscale.0.1": BACKGROUND}},
    )
    if minimum is not None:
        figure.add_scatter(
            x=[minimum[0]],
            y=[minimum[1]],
            mode="markers",
            name="minimum",
            marker={"symbol": "x-thin", "size": 11, "line": {"width": 2}},
            hovertemplate="minimum (%{x:.5g}, %{y:.5g})<extra></extra>",
            meta={"theme": {"marker.line.color": TEXT}},
        )
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="lines",
        name="path",
        line={"width": 2.5, "color": PATH},
        hovertemplate="step %{pointNumber}<br>(%{x:.5g}, %{y:.5g})<extra>click: go there</extra>",
    )
    # The two may lie on one line: the wide one stays visible below the narrow one.
    arrow(figure, "gradient", GRADIENT, width=5)
    arrow(figure, "update", PATH, width=2)
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name="point",
        marker={"size": 11, "line": {"width": 2, "color": PATH}},
        hovertemplate="now: (%{x:.6g}, %{y:.6g})<extra></extra>",
        meta={"theme": {"marker.color": TEXT}},
    )
    names = (f"\N{MINUS SIGN}gradient × {number(gradient_scale)}", "next step")
    key(figure, names[0], GRADIENT)
    key(figure, names[1], PATH)
    legend(figure, *names)
    figure.update_layout(margin={"r": 62})
    return figure


def landscape(
    u: Array, v: Array, heights: Array, axes: tuple[str, str], minimum: tuple[float, float, float] | None
) -> Figure:
    """The same surface in space, the loss upwards; `minimum` adds its loss as the third number.

    Moving traces: "path" and "point", at their own loss.
    """
    figure = canvas()
    figure.add(
        "surface",
        x=u,
        y=v,
        z=heights.astype(np.float32),
        name="surface",
        colorscale=[[0.0, "#d3dbe8"], [1.0, "#56637c"]],
        opacity=0.8,
        showscale=False,
        contours={"z": {"show": True, "usecolormap": False, "color": "rgba(128,128,128,0.6)", "width": 1}},
        hovertemplate=f"{axes[0]} = %{{x:.3g}}<br>{axes[1]} = %{{y:.3g}}<br>L = %{{z:.4g}}<extra></extra>",
    )
    if minimum is not None:
        figure.add(
            "scatter3d",
            x=[minimum[0]],
            y=[minimum[1]],
            z=[minimum[2]],
            mode="markers",
            name="minimum",
            # Its cross is a letter that many systems have no font for.
            marker={"symbol": "diamond", "size": 5},
            hovertemplate="minimum, L = %{z:.6g}<extra></extra>",
            meta={"theme": {"marker.color": TEXT}},
        )
    figure.add(
        "scatter3d",
        x=[None],
        y=[None],
        z=[None],
        mode="lines",
        name="path",
        line={"width": 6, "color": PATH},
        hovertemplate="step %{pointNumber}<br>L = %{z:.6g}<extra></extra>",
    )
    figure.add(
        "scatter3d",
        x=[None],
        y=[None],
        z=[None],
        mode="markers",
        name="point",
        marker={"size": 6},
        hovertemplate="now, L = %{z:.6g}<extra></extra>",
        meta={"theme": {"marker.color": TEXT}},
    )
    axis = {"showbackground": False, "showspikes": False}
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        scene={
            "xaxis": {"title": {"text": axes[0]}, **axis},
            "yaxis": {"title": {"text": axes[1]}, **axis},
            "zaxis": {"title": {"text": "L"}, **axis},
            "camera": {"eye": {"x": 1.5, "y": -1.5, "z": 1.0}},
            "aspectmode": "manual",
            "aspectratio": {"x": 1.2, "y": 1.0, "z": 0.7},
            "dragmode": "orbit",
        },
    )
    return figure
