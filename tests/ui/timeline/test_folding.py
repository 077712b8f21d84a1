"""A folded timeline is the timeline to its last bit, and half as long when compressed."""

import gzip

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.scenario import Scenario
from core.training import train
from ui.explorer.explorer import explorer
from ui.panels.view import View
from ui.timeline.figure import Figure, in_steps, placed, shortened
from ui.timeline.folding import compressed, fold, unfold
from ui.timeline.packing import frame, pack, read, unpack
from ui.timeline.timeline import Panel, Timeline, Track


def _packed(**fields: object) -> bytes:
    scenario = Scenario(**fields)  # type: ignore[arg-type]
    data = scenario.dataset()
    return pack(explorer(scenario, data, train(scenario, data), View()))


@pytest.mark.parametrize(
    "fields", [{"steps": 500}, {"steps": 3000}, {"steps": 40, "batch": 8}, {"data": "XOR", "samples": 20, "steps": 1}]
)
def test_it_comes_back_to_the_last_bit(fields: dict[str, object]) -> None:
    packed = _packed(**fields)
    folded = fold(packed)
    assert len(folded) == len(packed)
    assert unpack(folded)[0] == unpack(packed)[0]
    assert unfold(folded) == packed


@given(arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 5)), elements=st.floats(width=32)))
def test_any_numbers_come_back(values: np.ndarray) -> None:
    tracks = (Track("a", "text", values, digits=3), Track("a", "x", values, by="step"))
    finite = np.nan_to_num(values, posinf=1.0, neginf=-1.0)
    scalars = {"exact": finite[:, 0], "single": finite[:, 0].astype(np.float32)}
    figure = Figure()
    figure.add_scatter(name="a", x=[0])
    panel = Panel("p", "P", figure, tracks, "")
    packed = pack(Timeline(len(values) - 1, (panel,), scalars, ()))
    assert unfold(fold(packed)) == packed


@given(arrays(np.float64, st.integers(1, 9), elements=st.floats(-1e6, 1e6, width=32)), st.integers(8, 20))
def test_a_shortened_number_is_right_to_its_bits_and_has_no_others(values: np.ndarray, bits: int) -> None:
    short = shortened(values.astype(np.float32), bits)
    # Numbers below 1.2e-38 have fewer bits of their own.
    assert short == pytest.approx(values, rel=2.0 ** -(bits + 1), abs=1e-37)
    assert not (short.view("<u4") & np.uint32((1 << (23 - bits)) - 1)).any()


@given(arrays(np.float64, st.integers(1, 9), elements=st.floats(-300, 300)), st.integers(8, 16))
def test_numbers_in_steps_are_right_to_a_fraction_of_their_range(values: np.ndarray, bits: int) -> None:
    stepped = in_steps(values, bits)
    span = values.max() - values.min()
    if span > 1e-6:
        # And single precision has digits of its own.
        assert np.abs(stepped - values).max() <= span / 2**bits + 300 * 2.0**-24
    assert len(set(stepped.tolist())) <= 2**bits + 1


@given(arrays(np.float64, st.integers(0, 9), elements=st.floats(-1e12, 1e12)))
@example(np.array([1e9, 1e9 + 1, 1e9 + 1e-3]))
def test_a_place_is_right_to_its_digits_and_to_a_millionth_of_the_range_of_all(values: np.ndarray) -> None:
    short = placed(values)
    assert short == pytest.approx(values, rel=2.0**-21, abs=1e-300)
    if values.size and np.ptp(values) > 1e-300:
        # And double precision has digits of its own.
        assert np.abs(short - values).max() <= np.ptp(values) * 1e-6 + np.abs(values).max() * 2.0**-51


@given(arrays(np.float64, (4, 3), elements=st.floats(-1e6, 1e6)), st.integers(7, 16))
@example(np.full((4, 3), 5e-324), 7)
def test_a_track_of_few_bits_is_right_to_a_fraction_of_the_largest_of_a_step(values: np.ndarray, bits: int) -> None:
    figure = Figure()
    figure.add_scatter(name="a", x=[0])
    header, body = unpack(
        pack(Timeline(3, (Panel("p", "P", figure, (Track("a", "x", values, bits=bits),), ""),), {}, ()))
    )
    entry = header["panels"][0]["tracks"][0]
    for step, row in enumerate(values):
        largest = np.abs(row).max()
        # The smallest floats stand 1.4e-45 apart, and so does the scale; it counts as often as there are steps.
        assert np.abs(frame(entry, body, step) - row).max() <= 1.01 * largest / (2 ** (bits - 1) - 1) + 1e-45 * 2**bits
    if bits > 8:
        # All of them powers of two, or too small for a number: from step to step they are mostly the same.
        assert set(np.frexp(read(entry["scale"], body))[0]) <= {0.5, 0.0}


def test_it_is_about_half_as_long_as_without_and_always_the_same() -> None:
    packed = _packed(data="blobs", steps=500)
    body = compressed(packed)
    assert body == compressed(packed)
    assert gzip.decompress(body) == fold(packed)
    assert len(body) < 0.6 * len(gzip.compress(packed))
