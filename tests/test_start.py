"""What the server does when it starts."""

import asyncio
import socket
import sys
import tomllib
from pathlib import Path

import pytest
import streamlit as st

from tests.loops import run
from ui.serving import startup


@pytest.mark.skipif(sys.platform == "win32", reason="There what is accepted takes nothing over.")
def test_answers_on_a_connection_that_is_there_are_sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's socket is made as Streamlit makes it, which asyncio leaves as it is."""
    monkeypatch.setattr(startup, "warm_up", lambda: None)

    async def option() -> int:
        listening = socket.socket(family=socket.AF_INET)
        with listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            listening.setblocking(False)
            async with startup.lifespan(st.App("ui/main.py")):
                accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

                def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                    theirs = writer.get_extra_info("socket")
                    accepted.set_result(theirs.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                    writer.close()

                async with await asyncio.start_server(note, sock=listening):
                    _, writer = await asyncio.open_connection(*listening.getsockname())
                    set_ = await asyncio.wait_for(accepted, 20)
                    writer.close()
        return set_

    assert run(option())


def test_no_new_session_looks_through_all_modules_for_changes() -> None:
    """However it is started: what Docker and systemd are told besides, a plain `streamlit run app.py` is not."""
    config = tomllib.loads((Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text())
    assert config["server"]["fileWatcherType"] == "none"


def test_threads_take_turns_more_often_than_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "warm_up", lambda: None)
    usual = sys.getswitchinterval()

    async def during() -> float:
        async with startup.lifespan(st.App("ui/main.py")):
            return sys.getswitchinterval()

    try:
        assert run(during()) <= 0.001
    finally:
        sys.setswitchinterval(usual)


def test_only_sockets_on_which_somebody_listens_are_touched() -> None:
    with socket.socket() as idle, socket.socket() as listening, socket.socket() as closed:
        closed.close()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        found = startup.send_at_once()
        assert listening in found
        assert idle not in found
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
