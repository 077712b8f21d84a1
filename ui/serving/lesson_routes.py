"""What a lesson asks the server: whether an answer is right, and whether a task is done. Plain routes, without a
session; nothing of who asks or of what he has answered is kept."""

from collections.abc import Callable

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ui.language.speaking import _, speaking
from ui.lessons.judging import holds, judged
from ui.lessons.place import Place, find
from ui.serving.cache import run
from ui.serving.queue import Asker, asking
from ui.serving.reader import language_of
from ui.serving.static_files import ANYWHERE

NO_STORE = {"Cache-Control": "no-store", **ANYWHERE}
# An answer is not longer than so many letters: all ids of a program's lines.
LONGEST = 500
# Runs of tasks are there already, for they are shown: so many others may be computed at once.
_threads = anyio.CapacityLimiter(4)


async def judge(request: Request) -> Response:
    """What there is to say of an answer."""
    given = request.query_params.get("given", "")[:LONGEST]
    return await _answer(request, lambda place: judged(place, given, run))


async def check(request: Request) -> Response:
    """Whether the task is done by what is shown."""
    return await _answer(request, lambda place: {"holds": holds(place, run)})


async def _answer(request: Request, of: Callable[[Place], dict[str, object]]) -> Response:
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    asker = Asker(request.client.host if request.client else "")
    with speaking(language_of(request)), asking(asker):
        place, problems = find(query)
        if place is None:
            said = " ".join(problems) or _("A lesson is missing in this link.")
            return JSONResponse({"error": said}, status_code=404, headers=NO_STORE)
        answer = await anyio.to_thread.run_sync(of, place, limiter=_threads)
    return JSONResponse(answer, headers=NO_STORE)
