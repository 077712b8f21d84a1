"""What visitors upload, from the moment it is here: Streamlit would keep all of it for as long as it keeps the session.
Each file has its place among the tables (ui/serving/table_shelf.py); and what belongs to ended sessions goes."""

import asyncio
import re

import streamlit as st
from starlette.types import Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from ui.serving.answer_start import at_start
from ui.serving.middleware import HttpMiddleware
from ui.serving.table_shelf import TABLES, Shelf

UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)$")
# Seconds between two looks at who is still there.
EACH = 5.0
# Of the time for which Streamlit keeps a session that nobody is connected to: behind it, it cannot be closed any more.
PATIENCE = 0.8


class Uploads(HttpMiddleware):
    """Gives every uploaded file its place among the tables, instead of the one that its session had before."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = UPLOAD.search(scope["path"]) if scope["method"] == "PUT" else None
        if path is None:
            await self.app(scope, receive, send)
            return
        size = 0

        async def count() -> Message:
            # Not every proxy passes on how long a body is.
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            return message

        def note_arrival(start: Message) -> None:
            if start["status"] < 300:
                _arrived(path[1], path[2], size)

        await self.app(scope, count, at_start(send, note_arrival))


def _arrived(session: str, file: str, size: int) -> None:
    files = runtime.get_instance().uploaded_file_mgr
    assert isinstance(files, MemoryUploadedFileManager)
    TABLES.put(session, "file", file, size, lambda: files.remove_file(session, file))


def report_gone(server: Runtime, session: str) -> None:
    """On the server's own thread: have a session let go of a table that is gone, and its visitor hear of it.

    Whoever is there gets a run of the page, which says so. Whoever is away would come back to a page without its table
    anyway: the session ends now, because Streamlit would keep all that it has.
    """
    there = server.get_app_session(session)
    if there is None:
        server.close_session(session)
    else:
        # As Streamlit does it where a source file has changed: with the widgets and the address of the last run.
        there.request_rerun(there._client_state)


async def end_abandoned_sessions(server: Runtime, tables: Shelf = TABLES) -> None:
    """Again and again: end the sessions that have a table and nobody who could come back to it."""
    loop = asyncio.get_running_loop()

    def on_gone(session: str) -> None:
        loop.call_soon_threadsafe(report_gone, server, session)

    tables.on_gone = on_gone
    patience = PATIENCE * float(st.get_option("server.disconnectedSessionTTL"))
    while True:
        await asyncio.sleep(EACH)
        for session in tables.ended(server.is_active_session, patience):
            server.close_session(session)
        tables.tidy()
