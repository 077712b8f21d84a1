"""What follows a hand that moves something: a route that answers a link, a step and what is held where with a draft of
that step (see ui/timeline/draft.py). It needs no session. No draft is cached; when too many wait it answers "later"."""

import gzip
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlencode

import anyio
from starlette.requests import Request
from starlette.responses import Response

from core.scenario import STEPS
from ui.export import light_view
from ui.language.speaking import speaking
from ui.serving.cache import run
from ui.serving.link_query import query_of
from ui.serving.static_files import ANYWHERE, takes
from ui.settings import links
from ui.settings.parameter import finite, whole
from ui.timeline.draft import Hold
from ui.timeline.packing import pack_draft

ROUTE = "/draft"
# What is asked of the link: which step, and what the hand holds where. Before these may stand others of each: what it
# has let go of and no run has yet, from first to last.
STEP, HOLD, AT = "draft_step", "hold", "hold_at"
# So many of them may be.
MOST_BEFORE = 16
# Several threads would contend for the GIL, and each draft would be late.
WORKING = 1
# Requests that wait for it; further ones get 204.
WAITING = 8
# Scenes in which somebody may be moving something: each keeps what its run keeps, three megabytes at the most.
SCENES = 16
# Links that were read last: one has a kilobyte or two.
LINKS = 256
NO_STORE = {"Cache-Control": "no-store", **ANYWHERE}

# What a hand holds, or has let go of, and the step that was shown.
Moved: TypeAlias = tuple[Hold, int]

_read_step = whole((0, STEPS[1]))
_thread = anyio.CapacityLimiter(WORKING)


async def draft(request: Request) -> Response:
    """The draft, packed; 204 where the server is busy, and 400 for what is no question."""
    if _thread.statistics().tasks_waiting >= WAITING:
        return Response(status_code=204, headers=NO_STORE)
    query = query_of(request)
    try:
        asked = _asked(query)
        link = urlencode({name: values for name, values in query.items() if name not in (STEP, HOLD, AT)}, doseq=True)
        body = await anyio.to_thread.run_sync(_drafted, link, asked, limiter=_thread)
    except ValueError as error:
        return Response(str(error), status_code=400, media_type="text/plain", headers=NO_STORE)
    headers = dict(NO_STORE)
    if takes("gzip", request.headers):
        body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
    return Response(body, media_type="application/octet-stream", headers=headers)


def _asked(query: dict[str, list[str]]) -> tuple[Moved, ...]:
    """What the hand has let go of, and, as the last, what it holds. Raises ValueError, in one sentence, where that is
    no question."""
    parts = [query.get(name) or [usual] for name, usual in ((HOLD, ""), (AT, ""), (STEP, "0"))]
    if len({len(part) for part in parts}) > 1 or len(parts[0]) > MOST_BEFORE + 1:
        raise ValueError(f"Each thing that is held has a place and a step, and at most {MOST_BEFORE} come before it.")
    return tuple(_moved(*each) for each in zip(*parts, strict=True))


def _moved(what: str, place: str, step: str) -> Moved:
    numbers = [finite(part) for part in place.split(",")]
    at = tuple(number for number in numbers if number is not None)
    if len(at) < len(numbers):
        raise ValueError("The place of the hand must be numbers with commas between them.")
    try:
        return (what, at), _read_step(step)
    except ValueError as error:
        raise ValueError(f"The step {error}.") from None


def _drafted(link: str, asked: tuple[Moved, ...]) -> bytes:
    *before, now = asked
    settings: dict[str, str] = {}
    for moved in before:
        let_go = _let_go(link, moved)
        settings |= let_go
        link = urlencode({**parse_qs(link), **{name: [value] for name, value in let_go.items()}}, doseq=True)
    destination = _read(link)
    with speaking(destination.language):
        draft = destination.page.draft(_scene(destination.key), *now)
        draft = replace(draft, link={**settings, **draft.link})
        changed = {name: links.PARAMETERS[name].read(value) for name, value in draft.link.items()}
        return pack_draft(draft, destination.page.heading({**destination.settings, **changed}))


@lru_cache(LINKS)
def _let_go(link: str, moved: Moved) -> dict[str, str]:
    """The settings that make what was let go of the run."""
    destination = _read(link)
    return dict(destination.page.draft(_scene(destination.key), *moved).link)


@lru_cache(LINKS)
def _read(link: str) -> light_view.Destination:
    """Where a link leads: read once a drag, since drawn points take as long to read as a draft to make.

    Raises ValueError where nothing of it can be moved, or where it says something else than it shows: somebody's own
    table is in no link.
    """
    destination = light_view.destination_of(parse_qs(link))
    if destination.problems or not destination.page.by_hand:
        raise ValueError("Nothing of this link can be moved.")
    return destination


@lru_cache(SCENES)
def _scene(key: str) -> Any:
    """What stands still while a hand moves something: looked up once a drag."""
    destination = light_view.destination_of(parse_qs(key))
    return destination.page.scene(destination.shown, run)
