"""What is uploaded: one file a session, whatever a browser sends; and what the server does when a table is gone."""

import asyncio

import pytest
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from tests.loops import run
from ui.serving import table_shelf, uploads
from ui.serving.table_shelf import TABLES, Shelf


class Session:
    def __init__(self):
        self._client_state = object()
        self.runs = []

    def request_rerun(self, state):
        self.runs.append(state)


class Server:
    """As much of Streamlit's runtime as is asked for."""

    def __init__(self):
        self.uploaded_file_mgr = MemoryUploadedFileManager("/upload")
        self.there = {}
        self.closed = []

    def get_app_session(self, session):
        return self.there.get(session)

    def is_active_session(self, session):
        return session in self.there

    def close_session(self, session):
        self.closed.append(session)


@pytest.fixture
def server(monkeypatch):
    server = Server()
    monkeypatch.setattr(runtime, "get_instance", lambda: server)
    return server


def upload(server, session, file, data, status=204):
    """Send a file as a browser does, in parts."""
    parts = [data[: len(data) // 2], data[len(data) // 2 :]]

    async def streamlit(scope, receive, send):
        body = (await receive())["body"] + (await receive())["body"]
        if status < 300:
            server.uploaded_file_mgr.add_file(session, UploadedFileRec(file, "a.csv", "text/csv", body))
        await send({"type": "http.response.start", "status": status, "headers": []})

    async def receive():
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message):
        assert message["status"] == status

    path = f"/below/_stcore/upload_file/{session}/{file}"
    scope = {"type": "http", "method": "PUT", "path": path, "headers": []}
    run(uploads.Uploads(streamlit)(scope, receive, send))


def files(server):
    return {session: set(files) for session, files in server.uploaded_file_mgr.file_storage.items() if files}


def test_a_session_has_one_file_and_all_have_a_bound(server, monkeypatch):
    for i in range(20):
        upload(server, "one", f"file{i}", b"x" * 1000)
    assert files(server) == {"one": {"file19"}}
    monkeypatch.setattr(TABLES, "most", 10_000)
    for i in range(20):
        upload(server, f"session{i}", "file", b"x" * 1000)
    assert TABLES.held() <= 10_000
    assert len(files(server)) == 10
    # What was refused takes no room.
    upload(server, "late", "file", b"x", status=413)
    assert "late" not in files(server)
    assert "late" not in TABLES.owners()


def test_of_a_file_that_is_read_streamlit_keeps_its_name_only(server, monkeypatch):
    upload(server, "me", "file", b"a,b\n1,2\n")
    context = type("Context", (), {"session_id": "me", "uploaded_file_mgr": server.uploaded_file_mgr})
    monkeypatch.setattr(table_shelf, "get_script_run_ctx", lambda: context)
    (record,) = server.uploaded_file_mgr.get_files("me", ["file"])
    file = UploadedFile(record, None)
    assert table_shelf.take_bytes(file) == b"a,b\n1,2\n"
    assert file.getvalue() == b""
    (record,) = server.uploaded_file_mgr.get_files("me", ["file"])
    assert (record.name, record.data) == ("a.csv", b"")
    assert TABLES.held() == 0


def test_whoever_is_there_gets_a_run_of_the_page_and_who_is_away_is_let_go(server, monkeypatch):
    async def scene():
        shelf = Shelf(100)
        here = server.there["here"] = Session()
        house = asyncio.create_task(uploads.end_abandoned_sessions(server, shelf))
        await asyncio.sleep(0)
        shelf.put("here", "used", object(), 60)
        shelf.put("other", "used", object(), 60)
        server.there["third"] = Session()
        shelf.put("third", "used", object(), 60)
        while not server.closed:
            await asyncio.sleep(0)
        assert here.runs == [here._client_state]
        assert set(server.closed) == {"other"}
        assert shelf.held() == 60
        # Sessions that nobody comes back to are closed, and their tables go.
        server.there.clear()
        while "third" not in server.closed:
            await asyncio.sleep(0)
        assert shelf.held() == 0
        house.cancel()

    monkeypatch.setattr(uploads, "EACH", 0.0)
    monkeypatch.setattr(uploads, "PATIENCE", 0.0)
    run(scene())
