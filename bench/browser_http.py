"""The HTTP of a browser that is none: its cookies, its connections, and how many bytes came.
By aiohttp: a request of 60 KB takes 0.47 ms of a core, asyncio's streams read by hand 0.88, and httpx 1.8. These people
share the server's cores."""

import asyncio
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from yarl import URL

# The cookie by which a proxy keeps a browser with one of several replicas.
REPLICA = "gx_replica"
# The field in which the bench's proxy says which replica has answered.
REACHED = "X-Replica"
# Connections that a browser opens to one server at most.
LINES = 6
# After so many seconds without an answer a person counts as failed.
PATIENCE = 60.0


class PersonError(Exception):
    """What a person met instead of what was asked for."""


@dataclass(frozen=True)
class Answer:
    """status, header fields, and the body as it was sent (chunks put together)."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body

    @property
    def text(self) -> str:
        return self.content.decode()


class Client:
    """What one browser asks for and keeps: its cookies, and connections that stay open for what it asks for next."""

    def __init__(self, address: str) -> None:
        self.address = address
        # One jar for HTTP and for the socket.
        self.cookies: dict[str, str] = {}
        # Bytes from the server: heads and bodies.
        self.received = 0
        # Answers to what was asked with a replica's name in the cookie, and how many of them came from another one.
        self.named = 0
        self.elsewhere = 0
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, path: str) -> Answer:
        """GET a path; the cookies that come with it are kept."""
        if self._session is None:
            # It belongs to the loop that runs now.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=LINES, keepalive_timeout=PATIENCE),
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        headers = {"Accept-Encoding": "gzip", **({"Cookie": self.cookie} if self.cookies else {})}
        named = self.cookies.get(REPLICA)
        # As it stands: an address is not spelled anew.
        url = URL(f"{self.address}{path}", encoded=True)
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            body = await response.read()
            fields = response.headers
            head = [f"HTTP/1.1 {response.status} {response.reason}", *(f"{k}: {v}" for k, v in fields.items()), ""]
            self.received += sum(len(line) + 2 for line in head) + len(body)
            self.notice(named, fields.get(REACHED), fields.getall("Set-Cookie", []))
            return Answer(response.status, fields, body)

    async def get(self, *paths: str) -> list[Answer]:
        """GET several paths at once; every one has to be there."""
        answers = await asyncio.gather(*map(self.fetch, paths))
        for path, answer in zip(paths, answers, strict=True):
            if answer.status != 200:
                raise PersonError(f"{path} answered {answer.status}")
        return answers

    def notice(self, named: str | None, reached: str | None, cookies: Sequence[str]) -> None:
        """Look who has answered, and keep the cookies that came with it.

        named, reached : the replica that the cookie named when this was asked, and the one that has answered
        """
        if named and reached:
            self.named += 1
            self.elsewhere += named != reached
        for line in cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value

    @property
    def cookie(self) -> str:
        """The cookies as a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
