"""What a timeline has in common with another one is left out, and comes back, in Python and in the browser alike."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.ui.timeline.putting_back import put_back
from ui.export import light_view
from ui.timeline.folding import fold, unfold
from ui.timeline.packing import Buffers, join, read, unpack
from ui.timeline.variants import leave_out

ROOT = Path(__file__).parents[3]
NODE = Path(sys.executable).with_name("node")
BASE = {"data": ["blobs"], "samples": ["40"], "steps": ["30"], "v": ["2"]}
OTHERS = [
    {**BASE, "lr": ["3"]},
    {**BASE, "steps": ["12"]},
    {**BASE, "loss": ["MSE"], "notation": ["textbook"]},
    {**BASE, "surface": ["3-D"], "order": ["by class"]},
    {**BASE, "page": ["backward_pass"], "step": ["3"]},
    BASE,
]


def folded(query: dict[str, list[str]]) -> bytes:
    return fold(light_view.packed(light_view.destination_of(query)))


def with_arrays(value: Any, body: bytes) -> Any:
    """A header with each array in the place of its entry: the order of the arrays does not matter."""
    if isinstance(value, dict) and "at" in value and "dtype" in value:
        return {**value, "at": read(value, body).tobytes()}
    if isinstance(value, dict):
        return {name: with_arrays(inner, body) for name, inner in value.items()}
    return [with_arrays(inner, body) for inner in value] if isinstance(value, list) else value


def in_the_browser(short: bytes, base: bytes) -> bytes:
    given = json.dumps({"short": base64.b64encode(short).decode(), "base": base64.b64encode(base).decode()})
    run = subprocess.run(
        [NODE, "tests/web/variants_twin.js"], cwd=ROOT, input=given, capture_output=True, text=True, check=True
    )
    return bytes(json.loads(run.stdout))


@pytest.mark.parametrize("query", OTHERS)
def test_what_is_left_out_comes_back(query: dict[str, list[str]]) -> None:
    base, other = folded(BASE), folded(query)
    short = leave_out(other, base)
    for whole in (put_back(short, base), in_the_browser(short, base)):
        # Unfolded, so that the arrays are where folding looks for them.
        assert with_arrays(*unpack(unfold(whole))) == with_arrays(*unpack(unfold(other)))


HEADERS = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)


# Deep inside of equal values there may be others: to Python 0 is False, and 1 is True.
@example({"a": [False, 0]}, {"a": [False, False]})
@example({"a": {"b": True}}, {"a": {"b": 1}})
@given(st.dictionaries(st.sampled_from("abcd"), HEADERS), st.dictionaries(st.sampled_from("abcd"), HEADERS))
def test_any_header_comes_back(header: dict[str, Any], base: dict[str, Any]) -> None:
    one, other = join(header, Buffers()), join(base, Buffers())
    back, _ = unpack(put_back(leave_out(one, other), other))
    assert json.dumps(back, sort_keys=True) == json.dumps(header, sort_keys=True)
