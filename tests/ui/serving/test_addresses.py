"""A timeline has an address of its own content, and is there under it until others have taken its place."""

import gzip

from starlette.requests import Request

from core.scenario import Scenario
from ui.assets import below
from ui.panels.view import View
from ui.serving import timelines
from ui.serving.addresses import ROUTE, address, addresses_of_parts, find
from ui.serving.light_view_routes import app_timeline
from ui.serving.store import STORE
from ui.timeline.folding import unfold


def asked(digest: str, accept: str = "gzip"):
    scope = {"type": "http", "headers": [(b"accept-encoding", accept.encode())], "path_params": {"digest": digest}}
    return app_timeline(Request(scope))


def test_the_address_leads_to_the_same_bytes() -> None:
    packed = timelines.explorer_timeline(Scenario(data="moons", steps=9), View())
    where = address(packed)
    assert where == address(packed)
    digest = where.removeprefix(below(f"{ROUTE}/"))
    body = find(digest)
    assert body is not None
    assert unfold(gzip.decompress(body)) == packed
    assert len(body) < len(packed)
    answer = asked(digest)
    assert (answer.status_code, answer.body) == (200, body)
    assert answer.headers["content-encoding"] == "gzip"
    # It may be somebody's own table: his browser may keep it, and nobody else.
    assert answer.headers["cache-control"].startswith("private, max-age=31536000")
    assert gzip.decompress(body) == asked(digest, "identity").body


def test_of_another_step_only_the_header_is_another_one() -> None:
    scenario = Scenario(data="moons", steps=9)
    packed = [timelines.broken_timeline(scenario, "none", step, False, "I2DL") for step in (3, 4)]
    (header, arrays), (other, same) = map(addresses_of_parts, packed)
    assert header != other
    assert arrays == same
    for each, where in zip(packed, (header, other), strict=True):
        parts = [find(part.removeprefix(below(f"{ROUTE}/"))) for part in (where, arrays)]
        assert unfold(b"".join(gzip.decompress(part) for part in parts if part)) == each
        assert len(parts[0] or b"") < len(parts[1] or b"") / 2


def test_another_timeline_has_another_address() -> None:
    one, other = (timelines.explorer_timeline(Scenario(data="moons", steps=9, seed=seed), View()) for seed in (1, 2))
    assert address(one) != address(other)


def test_what_is_not_there_any_more_is_said_and_not_kept() -> None:
    packed = timelines.explorer_timeline(Scenario(data="moons", steps=9), View())
    digest = address(packed).removeprefix(below(f"{ROUTE}/"))
    STORE.clear()
    answer = asked(digest)
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    assert asked("../../etc/passwd").status_code == 404
