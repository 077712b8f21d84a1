"""A link as a picture, for the projector."""

import io

import segno
from starlette.requests import Request
from starlette.responses import Response

# A longer link makes a code that no telephone reads from the last row.
LONGEST_CODE = 2_000  # bytes
FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}


def qr_code(request: Request) -> Response:
    """A text, which is a link as a rule, as a QR code for the projector."""
    asked = request.query_params.get("text", "")
    if not 0 < len(asked.encode()) <= LONGEST_CODE:
        return Response("A code holds 1 to 2,000 bytes of text.", status_code=400, media_type="text/plain")
    drawing = io.BytesIO()
    segno.make(asked, error="m", micro=False).save(drawing, kind="svg", border=4, light="white", svgclass=None)
    return Response(drawing.getvalue(), media_type="image/svg+xml", headers=FOR_A_DAY)
