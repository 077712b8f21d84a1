"""Timelines in files that are not too long: where all digits of the stems of all samples would be, there are fewer."""

from copy import deepcopy
from dataclasses import replace

from ui.timeline.folding import compressed
from ui.timeline.packing import pack
from ui.timeline.timeline import Timeline

# Bytes of a compressed timeline with which a page's first visit stays within 0.9 MB on a host that compresses nothing.
ROOM = 163_000


def fitted(full: Timeline) -> bytes:
    """A timeline, packed for a page of a static site."""
    packed = pack(full)
    for bits, digits in ((16, 3), (8, 2)):
        if len(compressed(packed)) <= ROOM:
            break
        packed = pack(rounded(full, bits, digits))
    return packed


def rounded(full: Timeline, bits: int, digits: int) -> Timeline:
    """The timeline with dL/dy as exact as its picture needs it, and no more digits beside the mouse than are right."""
    panels = []
    for panel in full.panels:
        if panel.name == "samples":
            figure = deepcopy(panel.figure)
            for trace in figure.data if figure else ():
                if trace.get("hovertemplate"):
                    trace.change(hovertemplate=trace.hovertemplate.replace("= %{y:.6g}", f"≈ %{{y:.{digits}g}}"))
            tracks = tuple(
                replace(track, bits=min(bits, track.bits)) if track.attribute == "y" else track
                for track in panel.tracks
            )
            panel = replace(panel, figure=figure, tracks=tracks)
        panels.append(panel)
    return replace(full, panels=tuple(panels))
