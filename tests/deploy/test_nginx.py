"""deploy/nginx.conf in a real nginx before two real replicas; only its ports and paths are others."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from app import ROUTES
from tests.deploy.servers import Answer, ask, start, start_app, until, wait_for
from tools.nginx import AROUND, find
from tools.server import ROOT, free_ports, stop
from ui.modules import FULL

SHIPPED = (ROOT / "deploy" / "nginx.conf").read_text()
TIMELINE = "/view/timeline?data=blobs&samples=20&steps=6"


@dataclass
class Site:
    """nginx on a port, before the replicas a and b."""

    command: list[str]
    folder: Path
    port: int
    ports: dict[str, int]
    replicas: dict[str, subprocess.Popen[bytes]]

    def ask(self, path: str, replica: str = "", source: str = "127.0.0.1", **headers: str) -> Answer:
        """A request as of a browser that has the cookie of a replica, or none."""
        cookie = {"Cookie": f"other=1; gx_replica={replica}"} if replica else {}
        return ask(self.port, path, source, **cookie, **headers)

    def reached(self, answer: Answer) -> str:
        """Which replica an answer is from."""
        last = answer.headers["X-Replica"].split(", ")[-1]
        return next(name for name, port in self.ports.items() if last == f"127.0.0.1:{port}")

    def stream(self, replica: str = "") -> ClientConnection:
        """A WebSocket as Streamlit's page opens it, under the name of the site."""
        return connect(
            "ws://class.example.org/_stcore/stream",
            sock=socket.create_connection(("127.0.0.1", self.port), timeout=20),
            origin="http://class.example.org",
            subprotocols=["streamlit"],
            additional_headers={"Cookie": f"gx_replica={replica}"} if replica else {},
        )

    def configure(self, text: str) -> None:
        """Lay the configuration where nginx reads it, with the ports and paths of this test."""
        port = {"8501": str(self.ports["a"]), "8502": str(self.ports["b"])}
        text = re.sub(r"\b850[12]\b", lambda found: port[found[0]], text)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.port};")
        text = text.replace("/var/cache/nginx/", f"{self.folder}/")
        # So that a test sees who answered.
        text = text.replace("proxy_pass ", "add_header X-Replica $upstream_addr always; proxy_pass ")
        (self.folder / "gradient-explorer.conf").write_text(text)

    def reload(self) -> None:
        subprocess.run([*self.command, "-s", "reload"], check=True, timeout=20)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    nginx = find()
    if nginx is None:
        assert "CI" not in os.environ, "continuous integration has to have nginx"
        pytest.skip("no nginx: see tools/nginx.py")
    folder = tmp_path_factory.mktemp("nginx")
    front, a, b = free_ports(3)
    # As root its workers would be nobody, who may not enter the folder of the test.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    logs = {name: folder / f"{name}.log" for name in "ab"}
    replicas = {"a": start_app(a, logs["a"]), "b": start_app(b, logs["b"])}
    site = Site(command, folder, front, {"a": a, "b": b}, replicas)
    site.configure(SHIPPED)
    proxy = start(command, folder, folder / "nginx.log")
    try:
        for name, process in replicas.items():
            wait_for(site.ports[name], "/_stcore/health", process, logs[name])
        wait_for(front, "/_stcore/health", proxy, folder / "error.log")
        yield site
    finally:
        for process in (proxy, *replicas.values()):
            stop(process)


@pytest.mark.long
def test_nginx_finds_nothing_to_say_about_it(site: Site) -> None:
    said = subprocess.run([*site.command, "-t"], capture_output=True, text=True, timeout=20, check=False)
    assert said.returncode == 0, said.stderr
    assert "warn" not in said.stderr


def test_a_chat_finds_the_picture_of_a_link_and_it_is_kept(site: Site) -> None:
    page = site.ask("/compare?v=2&data=blobs&samples=20&steps=6&step=3", Host="class.example.org").body.decode()
    (address,) = re.findall(r'"og:image" name="twitter:image" content="http://class.example.org([^"]+)"', page)
    path = address.replace("&amp;", "&")
    kept = [site.ask(path, Host="class.example.org") for _ in range(2)]
    assert [answer.headers["X-Cache"] for answer in kept] == ["MISS", "HIT"]
    assert {answer.headers["Content-Type"] for answer in kept} == {"image/png"}
    assert kept[0].body == kept[1].body


@pytest.mark.parametrize("path", ["/", "/backward_pass", "/view?step=3", TIMELINE])
def test_the_apps_answers_and_headers_pass_unchanged(site: Site, path: str) -> None:
    # A page has the name by which it is asked for in the address of its picture.
    asked = {"Accept_Encoding": "gzip", "Host": "gx.example.org"}
    through = site.ask(path, "a", **asked)
    itself = ask(site.ports["a"], path, **asked)
    assert (through.status, through.body) == (200, itself.body)
    assert through.headers["Content-Encoding"] == "gzip" or not path.startswith("/view")
    of_the_connection = {"date", "server", "connection", "keep-alive", "transfer-encoding", "content-length"}
    of_nginx = {"x-replica", "x-cache"}

    def headers(answer: Answer, without: set[str]) -> list[tuple[str, str]]:
        return sorted((name.lower(), text) for name, text in answer.headers.items() if name.lower() not in without)

    assert headers(through, of_the_connection | of_nginx) == headers(itself, of_the_connection)


def test_what_is_the_same_for_all_is_asked_for_once(site: Site) -> None:
    page = site.ask("/", Accept_Encoding="identity").body.decode()
    static = re.search(r'src="\.?/?(static/js/index[^"]+\.js)"', page)
    assert static, "Streamlit's page names no script"
    assets = [path.replace("{name:path}", FULL) for path in ROUTES if path.startswith("/assets/") and "qr" not in path]
    for path in [*assets, f"/{static[1]}", TIMELINE]:
        # By another replica each, and from another browser.
        first, again = (site.ask(path, replica, Accept_Encoding="gzip, br") for replica in "ab")
        assert (first.status, first.headers["X-Cache"]) == (200, "MISS"), path
        assert (again.status, again.headers["X-Cache"]) == (200, "HIT"), path
        # What stands there as Brotli has it is sent like that.
        assert again.headers["Content-Encoding"] == ("br" if "cartesian" in path else "gzip")
        assert again.body == first.body
        # Who cannot read gzip gets what they can read.
        plain = site.ask(path, Accept_Encoding="identity")
        assert "Content-Encoding" not in plain.headers
        assert len(plain.body) > len(first.body)


def test_who_has_a_timeline_already_gets_nothing(site: Site) -> None:
    known = site.ask(TIMELINE, Accept_Encoding="gzip").headers["ETag"]
    assert site.ask(TIMELINE, Accept_Encoding="gzip", If_None_Match=known).status == 304


def test_all_that_says_it_may_be_kept_is_kept() -> None:
    (kept,) = re.findall(r"location ~ (\^/\(assets\S+) \{", SHIPPED)
    assert {path for path in ROUTES if re.match(kept, path)} >= {path for path in ROUTES if path.startswith("/assets/")}
    assert re.match(kept, "/view/timeline")
    assert not re.match(kept, "/view")


def test_what_needs_no_session_gives_no_cookie(site: Site) -> None:
    for path in ("/view", "/oembed", "/preview.png", "/view/judge"):
        assert site.ask(f"{path}?lesson=none").headers["Set-Cookie"] is None, path


def test_what_a_visitor_says_of_a_stripped_path_is_not_believed(site: Site) -> None:
    page = site.ask("/view?v=2&step=1", Host="class.example.org", X_Forwarded_Prefix="/elsewhere").body
    assert b"class.example.org" in page
    assert b"elsewhere" not in page


def test_a_class_behind_one_address_is_spread_over_the_replicas(site: Site) -> None:
    given = {site.ask("/").headers["Set-Cookie"] for _ in range(40)}
    assert given == {f"gx_replica={name}; Path=/; HttpOnly; SameSite=Lax" for name in "ab"}


@pytest.mark.parametrize("replica", ["a", "b"])
def test_a_browser_stays_with_its_replica(site: Site, replica: str) -> None:
    answers = [site.ask("/", replica) for _ in range(20)]
    assert {site.reached(answer) for answer in answers} == {replica}
    assert not any("gx_replica" in (answer.headers["Set-Cookie"] or "") for answer in answers)
    with site.stream(replica) as stream:
        assert stream.subprotocol == "streamlit"
        assert stream.response.headers["X-Replica"] == f"127.0.0.1:{site.ports[replica]}"


def test_without_cookies_the_address_decides(site: Site) -> None:
    reached = {
        source: {site.reached(site.ask("/", source=source)) for _ in range(3)}
        for source in (f"127.0.0.{number}" for number in range(2, 14))
    }
    assert all(len(replicas) == 1 for replicas in reached.values())
    assert set.union(*reached.values()) == {"a", "b"}


def test_an_invented_cookie_is_none(site: Site) -> None:
    for invented in ("c", "gx_a", "127.0.0.1:1", "a.example.org", "%61"):
        answer = site.ask("/", invented)
        assert answer.status == 200
        assert "gx_replica=" in answer.headers["Set-Cookie"]


def test_the_page_of_another_site_opens_no_stream(site: Site) -> None:
    """What the app refuses by Origin and Host stays refused behind nginx."""
    refused = ask(
        site.port,
        "/_stcore/stream",
        Upgrade="websocket",
        Connection="Upgrade",
        Origin="http://elsewhere.example.org",
        Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==",
        Sec_WebSocket_Version="13",
    )
    assert refused.status == 403


@pytest.mark.parametrize(
    "path", ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/view/../metrics?x=1", "/_stcore/metrics"]
)
def test_the_servers_numbers_are_not_for_the_outside(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status == 403
    assert "X-Replica" not in answer.headers


def test_a_table_of_twenty_megabytes_passes_and_a_longer_body_does_not(site: Site) -> None:
    assert ask(site.port, "/view", body=bytes(20_500_000)).status == 405
    # Refused by its length, before any of it is sent.
    assert site.ask("/view", Content_Length="27000000").status == 413


def test_a_replica_is_drained(site: Site) -> None:
    """As the configuration says: open sessions stay, nobody new comes."""
    shared, new = "    50% a;\n    *   b;\n", "    * b;\n"
    by_address = re.search(r"upstream gx_by_address \{.*?\}", SHIPPED, re.DOTALL)[0]
    assert shared in SHIPPED
    drained = SHIPPED.replace(shared, new).replace(by_address, by_address.replace("8501 ", "8501 down "))
    with site.stream("a") as stream:
        site.configure(drained)
        site.reload()
        try:
            assert until(lambda: all("gx_replica=b" in site.ask("/").headers["Set-Cookie"] for _ in range(20)))
            sources = [f"127.0.0.{number}" for number in range(2, 14)]
            assert {site.reached(site.ask("/", source=source)) for source in sources} == {"b"}
            assert site.reached(site.ask("/", "a")) == "a"
            assert stream.ping().wait(20)
        finally:
            site.configure(SHIPPED)
            site.reload()
    assert until(lambda: any("gx_replica=a" in site.ask("/").headers["Set-Cookie"] for _ in range(20)))


def test_an_address_is_limited_and_a_lecture_hall_is_not(site: Site) -> None:
    """As shipped four hundred people who come at once are all answered; here the same with room for two."""
    assert {site.ask(TIMELINE, "a").status for _ in range(60)} == {200}
    assert all(int(burst) >= 2 * 400 for burst in re.findall(r"burst=(\d+)", SHIPPED))
    tight = re.sub(r"rate=\d+r/s", "rate=1r/m", re.sub(r"burst=\d+", "burst=2", SHIPPED))
    site.configure(tight.replace("zone=gx_computed", "zone=gx_few"))
    site.reload()
    try:
        assert until(lambda: site.ask(TIMELINE, "a", "127.0.0.20").status == 429)
        assert [site.ask(TIMELINE, "a", "127.0.0.21").status for _ in range(5)] == [200, 200, 200, 429, 429]
        for number, path in enumerate(
            ("/preview.png", "/view/numbers", "/view/judge", "/view/check", "/view/offline"), 22
        ):
            statuses = [site.ask(f"{path}?lesson=none", "a", f"127.0.0.{number}").status for _ in range(5)]
            assert 429 not in statuses[:3], path
            assert statuses[3:] == [429, 429], path
        # What need not be computed is not concerned.
        for path in ("/view?step=3", "/healthz"):
            assert {site.ask(path, "a", "127.0.0.21").status for _ in range(6)} == {200}
    finally:
        site.configure(SHIPPED)
        site.reload()


def test_a_dead_replicas_browsers_go_on_with_the_other(site: Site) -> None:
    """The last test of this file: it ends a replica."""
    site.replicas["a"].kill()
    site.replicas["a"].wait()
    for _ in range(5):
        for replica in ("a", "b", ""):
            for source in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
                answer = site.ask("/", replica, source)
                assert (answer.status, site.reached(answer)) == (200, "b")
    # The page opens its stream anew; from then on the browser belongs to the one that it has reached.
    with site.stream("a") as stream:
        assert stream.response.headers["Set-Cookie"].startswith("gx_replica=b;")
