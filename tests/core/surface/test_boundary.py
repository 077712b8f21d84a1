"""Lines in a box: their ends lie on the line and on the border, or are NaN where the line misses."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.classifier import sigmoid
from core.surface.boundary import REACH, clip_lines, half_planes, logit, padded_box
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
repeatable = examples(200)

BOX = (-1.0, 3.0, 0.0, 2.0)

numbers = st.floats(-1e3, 1e3).filter(lambda x: x == 0 or abs(x) > 1e-6)
sizes = st.floats(0.1, 100)
corners = st.tuples(st.floats(-100, 100), sizes, st.floats(-100, 100), sizes)
boxes = corners.map(lambda c: (c[0], c[0] + c[1], c[2], c[2] + c[3]))


def clip(a, b, c, box=BOX):
    """One line → its ends (2,), (2,)."""
    x, y = clip_lines(np.array([a]), np.array([b]), np.array([c]), box)
    assert x.shape == y.shape == (1, 2)
    return x[0], y[0]


def ends(a, b, c, box=BOX):
    """One line → its two ends as a sorted list of points."""
    return sorted(zip(*(values.tolist() for values in clip(a, b, c, box)), strict=True))


def heights_at_corners(a, b, c, box):
    """How far each corner lies from the line, with the side as sign, (4,)."""
    left, right, bottom, top = box
    x, y = np.array([left, left, right, right]), np.array([bottom, top, bottom, top])
    return (a * x + b * y - c) / np.hypot(a, b)


def check_ends(x, y, a, b, c, box):
    left, right, bottom, top = box
    assert np.abs(a * x + b * y - c).max() / np.hypot(a, b) < 1e-9
    assert np.all((left - 1e-9 <= x) & (x <= right + 1e-9) & (bottom - 1e-9 <= y) & (y <= top + 1e-9))
    border = np.min([np.abs(x - left), np.abs(x - right), np.abs(y - bottom), np.abs(y - top)], axis=0)
    assert border.max() < 1e-9


@repeatable
@given(a=numbers, b=numbers, c=numbers, box=boxes)
def test_ends_lie_on_the_line_and_on_the_border_or_are_nan_where_it_misses(a, b, c, box):
    assume(a != 0 or b != 0)
    distance = heights_at_corners(a, b, c, box)
    assume(np.abs(distance).min() > 1e-9)  # through a corner is too close to call
    x, y = clip(a, b, c, box)
    if np.all(distance > 0) or np.all(distance < 0):
        assert np.isnan(x).all()
        assert np.isnan(y).all()
    else:
        check_ends(x, y, a, b, c, box)
        assert np.hypot(x[1] - x[0], y[1] - y[0]) > 0


@repeatable
@given(a=numbers, b=numbers, at=st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99)), box=boxes)
def test_a_line_through_a_point_inside_is_never_missed(a, b, at, box):
    assume(a != 0 or b != 0)
    left, right, bottom, top = box
    c = a * (left + at[0] * (right - left)) + b * (bottom + at[1] * (top - bottom))
    check_ends(*clip(a, b, c, box), a, b, c, box)


def test_a_vertical_line():
    assert ends(2.0, 0.0, 1.0) == [(0.5, 0.0), (0.5, 2.0)]
    assert ends(-2.0, 0.0, -1.0) == [(0.5, 0.0), (0.5, 2.0)]
    assert np.isnan(clip(1.0, 0.0, 4.0)).all()


def test_a_horizontal_line():
    assert ends(0.0, 2.0, 1.0) == [(-1.0, 0.5), (3.0, 0.5)]
    assert ends(0.0, -2.0, -1.0) == [(-1.0, 0.5), (3.0, 0.5)]
    assert np.isnan(clip(0.0, 1.0, -1.0)).all()


def test_a_line_along_a_side_is_inside():
    assert ends(1.0, 0.0, -1.0) == [(-1.0, 0.0), (-1.0, 2.0)]
    assert ends(0.0, 1.0, 2.0) == [(-1.0, 2.0), (3.0, 2.0)]


def test_a_slanted_line():
    (x1, y1), (x2, y2) = ends(1.0, -1.0, 0.0)
    assert (x1, y1, x2, y2) == pytest.approx((0.0, 0.0, 2.0, 2.0))


@pytest.mark.parametrize("c", [0.0, 1.0, -5.0])
def test_weights_of_zero_have_no_line(c):
    assert np.isnan(clip(0.0, 0.0, c)).all()


@pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-300, 1e-20])
def test_tiny_weights_put_the_line_out_of_the_box_without_a_warning(tiny):
    assert np.isnan(clip(tiny, tiny, 1.0)).all()
    assert np.isnan(clip(tiny, 0.0, 1.0)).all()


@pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-300, 1e-20])
def test_a_line_that_is_all_but_horizontal_is_drawn_as_one_without_a_warning(tiny):
    assert ends(tiny, 1.0, 0.5) == [(-1.0, 0.5), (3.0, 0.5)]
    assert ends(1.0, tiny, 0.5) == [(0.5, 0.0), (0.5, 2.0)]


def test_huge_weights_are_no_trouble():
    assert ends(1e100, 0.0, 5e99) == [(0.5, 0.0), (0.5, 2.0)]


@repeatable
@given(lines=st.integers(0, 6).flatmap(lambda m: st.tuples(*[arrays(float, m, elements=numbers)] * 3)))
def test_many_lines_at_once_are_each_line_alone(lines):
    a, b, c = lines
    x, y = clip_lines(a, b, c, BOX)
    assert x.shape == y.shape == (len(a), 2)
    for i in range(len(a)):
        alone = clip(a[i], b[i], c[i])
        assert np.array_equal([x[i], y[i]], alone, equal_nan=True)


@repeatable
@given(st.floats(0.001, 0.999))
def test_logit_undoes_the_sigmoid(p):
    assert sigmoid(logit(p)) == pytest.approx(p, rel=1e-13)


def test_logits_known_by_heart():
    assert logit(0.5) == 0.0
    assert logit(0.9) == pytest.approx(np.log(9)) == pytest.approx(-logit(0.1))


def test_a_padded_box_has_a_margin_on_every_side():
    assert padded_box(np.array([0.0, 10.0, 4.0]), np.array([-1.0, 1.0, 0.0])) == pytest.approx(
        (-1.2, 11.2, -1.24, 1.24)
    )
    assert padded_box(np.array([0.0, 10.0]), np.array([0.0, 1.0]), share=0.5) == pytest.approx((-5, 15, -0.5, 1.5))


def test_a_padded_box_around_one_point_has_a_size():
    assert padded_box(np.array([2.0, 2.0]), np.array([3.0, 3.0])) == (1.0, 3.0, 2.0, 4.0)


@repeatable
@given(arrays(float, 5, elements=st.floats(-1e6, 1e6)), arrays(float, 5, elements=st.floats(-1e6, 1e6)))
def test_a_padded_box_holds_every_point(x, y):
    left, right, bottom, top = padded_box(x, y)
    assert left < right
    assert bottom < top
    assert np.all((left <= x) & (x <= right) & (bottom <= y) & (y <= top))


def inside_triangle(x, y, points):
    """Whether each point (n, 2) lies in the triangle with corners x (3,), y (3,)."""
    corners = np.column_stack([x, y])
    sides = []
    for i in range(3):
        (ax, ay), (bx, by) = corners[i], corners[(i + 1) % 3]
        sides.append((bx - ax) * (points[:, 1] - ay) - (by - ay) * (points[:, 0] - ax))
    signs = np.sign(np.array(sides))
    return np.all(signs >= 0, axis=0) | np.all(signs <= 0, axis=0)


@given(numbers, numbers, numbers, boxes, st.integers(0, 1000))
@repeatable
def test_a_half_plane_holds_exactly_the_points_of_the_picture_on_its_side(a, b, c, box, seed):
    left, right, bottom, top = box
    middle, half = np.array([left + right, bottom + top]) / 2, np.array([right - left, top - bottom]) / 2
    around = np.random.default_rng(seed).uniform(-0.7, 0.7, (50, 2)) * REACH
    points = middle + around * half
    away = (points @ [a, b] - c) / (abs(a) * half[0] + abs(b) * half[1] or 1.0)
    sure = np.abs(away) > 1e-6
    x, y = (corners[0] for corners in half_planes(np.array([a]), np.array([b]), np.array([c]), box))
    found = np.zeros(50, bool) if np.isnan(x).any() else inside_triangle(x, y, points)
    expected = points @ [a, b] - c > 0
    assert np.array_equal(found[sure], expected[sure])


def test_two_corners_of_a_half_plane_lie_on_its_line():
    x, y = half_planes(np.array([2.0, 0.0]), np.array([-1.0, 3.0]), np.array([0.5, 1.0]), BOX)
    assert 2 * x[0, :2] - y[0, :2] == pytest.approx(0.5)
    assert 3 * y[1, :2] == pytest.approx(1.0)


def test_without_weights_the_half_plane_is_all_or_nothing():
    x, _ = half_planes(np.zeros(3), np.zeros(3), np.array([-1.0, 1.0, 0.0]), BOX)
    assert np.isfinite(x[0]).all()
    assert np.isnan(x[1:]).all()
