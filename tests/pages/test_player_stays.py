"""The player keeps its place on its page, whatever is said above it: Streamlit mounts anew what has got another place,
and all charts would be drawn again."""

from collections.abc import Iterator

import pytest

from tests.pages.opening import open_page

PLAYER = "gradient_explorer_player"
DRAWN = "-8Dw-Bh9Dv-B"
# What is said above the player, or can be chosen there, only now and then.
SAID: dict[str, list[dict[str, str]]] = {
    "explorer": [{"seed": "none"}, {"data": "own data", "points": DRAWN}],
    "backward_pass": [{"seed": "none"}],
    "gradient_check": [{"seed": "none"}],
    "break_it": [{"seed": "none"}, {"optimizer": "momentum"}, {"loss": "MSE"}],
    "loss_surface": [{"seed": "none"}],
    "compare": [{"seed": "none"}, {"runs": "nothing"}, {"data": "Ames housing", "samples": "2000", "steps": "5000"}],
    "data": [{"seed": "none"}, {"data": "own data", "points": DRAWN}],
}


def places(block: object, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Where the player stands among the blocks of the page."""
    for place, node in getattr(block, "children", {}).items():
        if getattr(getattr(node, "proto", None), "component_name", "").startswith(PLAYER):
            yield (*path, place)
        yield from places(node, (*path, place))


@pytest.mark.parametrize("code", SAID)
def test_what_is_said_above_the_player_leaves_it_where_it_is(code: str) -> None:
    (usual,) = places(open_page(code).main)
    for query in SAID[code]:
        test = open_page(code, **query)
        assert list(places(test.main)) == [usual], query
