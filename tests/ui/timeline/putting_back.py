"""What web/variants.js does, in Python: what one timeline has in common with another is put back."""

from typing import Any

from ui.timeline.packing import Buffers, join, unpack


def put_back(short: bytes, base: bytes) -> bytes:
    """The folded timeline of which `leave_out` has made `short`; its arrays may stand in another order."""
    header, body = unpack(short)
    base_header, base_body = unpack(base)
    buffers = Buffers()
    buffers.parts = [base_body, body]
    return join(_changed(base_header, header["differs"]), buffers)


def _changed(base: Any, difference: Any) -> Any:
    if isinstance(difference, list):
        return difference[0]
    copy = base.copy() if difference else base
    for name, inner in difference.items():
        place = int(name) if isinstance(copy, list) else name
        if inner == []:
            del copy[place]
        else:
            copy[place] = _changed(copy[place] if isinstance(copy, list) or place in copy else None, inner)
    return copy
