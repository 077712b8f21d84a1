"""The bands of all levels, which are made in one go, are those that each level has alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.surface.boundary import half_planes, logit
from ui.panels.bands import LEVELS, band_name, band_tracks

BOX = (-3.0, 5.0, -1.0, 2.0)


@given(seed=st.integers(0, 2**32 - 1), moments=st.integers(1, 40), scale=st.sampled_from([0.0, 1e-200, 1.0, 1e3]))
def test_each_level_has_the_half_plane_of_its_own_side(seed, moments, scale):
    w1, w2, rest = scale * np.random.default_rng(seed).normal(size=(3, moments))
    tracks = {(track.trace, track.attribute): track.values for track in band_tracks(w1, w2, rest, BOX)}
    assert len(tracks) == 2 * len(LEVELS)
    for level in LEVELS:
        side = 1.0 if level > 0.5 else -1.0
        alone = half_planes(side * w1, side * w2, side * (logit(level) - rest), BOX)
        for axis, values in zip("xy", alone, strict=True):
            assert np.array_equal(tracks[band_name(level), axis], values, equal_nan=True)
