"""An error that nobody has foreseen: the visitor gets one sentence with a short id, and the log one line with the same.
The line has the kind of the error and where it came from, not its message: that may hold what a visitor typed."""

import json
import logging
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from ui.language.speaking import N_, _, speaking
from ui.serving import measures
from ui.serving.answer_start import at_start
from ui.serving.middleware import HttpMiddleware
from ui.serving.request_language import language_of

ROOT = Path(__file__).parent.parent.parent
SENTENCE = N_("Something went wrong on our side. If you report it, please give this id: {fault}.")
# How many places in the program a line names, the innermost last.
PLACES = 8

_log = logging.getLogger("gradient_explorer")


def set_up() -> None:
    """Write the lines to standard error, one JSON object each; and keep Streamlit's own, which have the message."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _log.addHandler(handler)
        _log.propagate = False
        _log.setLevel(logging.INFO)
    logging.getLogger("streamlit.error_util").addFilter(lambda record: "Uncaught app execution" not in record.msg)


def report(error: BaseException, where: str) -> str:
    """Log an error, count it, and give its id, eight hexadecimal digits. where : "page" or "request"."""
    fault = secrets.token_hex(4)
    frames = [(frame.filename, frame.lineno, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    places = [f"{_short(file)}:{line} {name}" for file, line, name in frames]
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "level": "error",
        "id": fault,
        "where": where,
        "error": type(error).__name__,
        "places": places[-PLACES:],
    }
    _log.error(json.dumps(line))
    measures.FAULTS.labels(where).inc()
    return fault


def _short(file: str) -> str:
    """A file's path within the project, or within the package that it belongs to."""
    path = Path(file)
    if path.is_relative_to(ROOT):
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])


def on_script_error(error: Exception) -> bool:
    """What Streamlit calls for an error in a page. True: we have said it ourselves."""
    st.error(_(SENTENCE, fault=report(error, "page")), icon=":material/error:")
    return True


class Faults(HttpMiddleware):
    """Answers a request that fails with the sentence, and nothing of the error."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        def note(start: Message) -> None:
            nonlocal begun
            begun = True

        try:
            await self.app(scope, receive, at_start(send, note))
        except Exception as error:
            fault = report(error, "request")
            # Where an answer has begun it is too late for a sentence: the server cuts the connection of one without an
            # end. Raised again, the error would be in its log with all that it says.
            if not begun:
                with speaking(language_of(HTTPConnection(scope))):
                    answer = PlainTextResponse(_(SENTENCE, fault=fault), status_code=500)
                await answer(scope, receive, send)
