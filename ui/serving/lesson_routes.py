"""What a lesson asks the server, or somebody's talk: whether an answer is right, whether a task is done, which numbers
its words have; and a whole lesson, as one file or as a worksheet. Plain routes, without a session; nothing of who asks
or of what he has answered is kept."""

import gzip
import hashlib
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ui.export.lesson_files import file_of
from ui.language.speaking import _, language_code, speaking
from ui.lessons.judging import check_task, judge_answer
from ui.lessons.lesson import Lesson, Query
from ui.lessons.place import Place, find
from ui.lessons.talk_moment import SAID, find_moment, known_of
from ui.lessons.worksheet import pictures_of, worksheet
from ui.previews.preview import of_a_worksheet
from ui.previews.tags import PLACE, tags
from ui.serving import headers as safety
from ui.serving import lanes
from ui.serving.cache import run
from ui.serving.link_query import query_of
from ui.serving.public_address import public_address
from ui.serving.request_language import language_of
from ui.serving.static_files import ANYWHERE, takes
from ui.serving.store import STORE

NO_STORE = {"Cache-Control": "no-store", **ANYWHERE}
ASK_AGAIN = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
# An answer is not longer than so many letters: all ids of a program's lines.
LONGEST = 500


async def judge(request: Request) -> Response:
    """What there is to say of an answer."""
    given = request.query_params.get("given", "")[:LONGEST]
    return await _answer(request, lambda place: _json(judge_answer(place, given, run)))


async def check(request: Request) -> Response:
    """Whether the task is done by what is shown."""
    return await _answer(request, lambda place: _json(check_task(place, run)))


async def numbers(request: Request) -> Response:
    """The numbers that the words of a talk's moment have."""
    names = request.query_params.getlist(SAID)
    return await _answer(request, lambda place: _json(known_of(place, names, run)))


async def offline(request: Request) -> Response:
    """A whole lesson as one file, to be saved."""
    return await _whole(request, lambda place: _saved(place, takes("gzip", request.headers)))


async def sheet(request: Request) -> Response:
    """A lesson as a worksheet, to be printed."""
    return await _whole(request, lambda place: _printed(place, public_address(request)))


def _json(answer: dict[str, object]) -> Response:
    return JSONResponse(answer, headers=NO_STORE)


def _saved(place: Place, zipped: bool) -> Response:
    lesson = place.lesson
    body = _made("file", lesson, lambda: gzip.compress(file_of(lesson), 5, mtime=0))
    headers = {"Content-Disposition": f'attachment; filename="{lesson.name}.html"', **ASK_AGAIN}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type="text/html", headers=headers)


def _printed(place: Place, app: str) -> Response:
    # No program may run on it.
    rules = safety.policy("*", default_src="'none'", script_src="'none'")
    headers = {"Content-Security-Policy": rules, "Cache-Control": "no-cache"}
    body = _made("sheet", place.lesson, lambda: worksheet(place.lesson, run, pictures_of("../"), PLACE).encode())
    body = body.replace(PLACE.encode(), tags(of_a_worksheet(place), app).encode(), 1)
    return Response(body, media_type="text/html", headers=headers)


def _made(what: str, lesson: Lesson, make: Callable[[], bytes]) -> bytes:
    """What is made of a lesson, once for all who want it in their language, until its file has changed."""
    content = hashlib.sha256(repr(lesson).encode()).hexdigest()
    body: bytes = STORE.get((f"lesson as a {what}", lesson.name, content, language_code()), make)
    return body


def _of_a_lesson(query: Query) -> Place:
    """The place that a query names. Raises ValueError, in one sentence, where there is none."""
    place, problems = find(query)
    if place is None:
        raise ValueError(" ".join(problems) or _("A lesson is missing in this link."))
    return place


def _of_any(query: Query) -> Place:
    """The same, or the moment of a talk that a query describes."""
    return find_moment(query) or _of_a_lesson(query)


async def _answer(request: Request, of: Callable[[Place], Response]) -> Response:
    """The answer for the place that a request names, which may be any link."""
    query = query_of(request)
    with speaking(language_of(request)):
        try:
            place = _of_any(query)
            return await lanes.compute(lambda: of(place), large=place.moment.destination(place.changes).is_large)
        except ValueError as error:
            return _unknown(error)


async def _whole(request: Request, of: Callable[[Place], Response]) -> Response:
    """What is made of the whole lesson that a request names, as its author has it."""
    query = query_of(request)
    with speaking(language_of(request)):
        try:
            place = _of_a_lesson(query)
            return await lanes.compute(lambda: of(place), large=True)
        except ValueError as error:
            return _unknown(error)


def _unknown(error: ValueError) -> Response:
    return JSONResponse({"error": str(error)}, status_code=404, headers=NO_STORE)
