"""What holds at every step of a path: equal to the numbers of one point at a time, which finite differences check."""

import numpy as np
import pytest

from core.classifier import with_ones
from core.data.scaling import SCALINGS
from core.loss import LOSSES
from core.scenario import Scenario
from core.surface.curvature import curvature_at, ellipse, hessian, newton_step
from core.surface.path_curvature import ellipses, path_curvature
from core.training import train

PATHS = [
    Scenario(data="moons", steps=30, learning_rate=2.0),
    Scenario(data="penguins", features=("bill_length_mm", "bill_depth_mm", "body_mass_g"), steps=20),
    Scenario(steps=10, start="far away", seed=3),
    Scenario(data="blobs", start="typed", weights=(-600.0, -600.0, 0.0), steps=5, loss="MSE"),
]


@pytest.mark.parametrize("scenario", PATHS, ids=lambda scenario: scenario.data)
@pytest.mark.parametrize("name", sorted(LOSSES))
def test_a_path_has_the_numbers_of_its_points(scenario: Scenario, name: str) -> None:
    data = scenario.dataset()
    X1, loss, W = with_ones(data.X), LOSSES[name](), train(scenario, data).W
    found = path_curvature(X1, data.t, loss, W)
    for i, weights in enumerate(W):
        point = weights.reshape(-1, 1)
        assert found.loss[i] == pytest.approx(loss.each_from_logit(X1 @ point, data.t).mean(), rel=1e-12)
        dW = X1.T @ loss.slope_from_logit(X1 @ point, data.t) / len(X1)
        assert found.dW[i] == pytest.approx(dW[:, 0], rel=1e-9, abs=1e-15)
        H = hessian(X1, data.t, loss, point)
        assert found.hessian[i] == pytest.approx(H, rel=1e-9, abs=1e-14)
        curvature = curvature_at(X1, data.t, loss, point)
        assert found.eigenvalues[i] == pytest.approx(curvature.eigenvalues, rel=1e-7, abs=1e-14)
        newton = newton_step(X1, data.t, loss, point)
        if newton is None:
            assert np.isnan(found.newton[i]).all()
        else:
            assert found.newton[i] == pytest.approx(newton[:, 0], rel=1e-5, abs=1e-9)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", sorted(LOSSES))
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("size", [300.0, 700.0, 1000.0, 1e6])
def test_however_far_out_there_is_neither_a_warning_nor_an_infinity(name: str, scaling: str, size: float) -> None:
    for weights in ((size, size), (-size, -size), (-size, size), (-size, 0.0), (0.99 * size, 0.01 * size)):
        scenario = Scenario(scaling=scaling, start="typed", weights=weights, loss=name, steps=20)
        data = scenario.dataset()
        X1, loss, W = with_ones(data.X), LOSSES[name](), train(scenario, data).W
        found = path_curvature(X1, data.t, loss, W)
        assert not np.isinf(found.newton).any()
        for i in (0, 20):
            newton = newton_step(X1, data.t, loss, W[i].reshape(-1, 1))
            assert newton is None or np.isfinite(newton).all()


def test_blocks_do_not_change_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = PATHS[0]
    data = scenario.dataset()
    X1, loss, W = with_ones(data.X), LOSSES["BCE"](), train(scenario, data).W
    whole = path_curvature(X1, data.t, loss, W)
    monkeypatch.setattr("core.surface.path_curvature.BLOCK", 1)
    single = path_curvature(X1, data.t, loss, W)
    assert single.hessian == pytest.approx(whole.hessian, rel=1e-12, abs=1e-16)
    assert single.loss == pytest.approx(whole.loss, rel=1e-13)


def test_the_ellipses_of_a_path_are_those_of_its_points() -> None:
    rng = np.random.default_rng(0)
    roots = rng.standard_normal((20, 2, 2))
    H, centres = roots @ roots.transpose(0, 2, 1), rng.standard_normal((20, 2))
    curves, axes = ellipses(H, centres, 0.7, points=73)
    for i in range(20):
        one = ellipse(H[i], centres[i], 0.7)
        assert one is not None
        # The curve may begin at either end and run either way: each of its points lies on the level line.
        away = curves[i] - centres[i]
        level = np.einsum("pi,ij,pj->p", away, H[i], away)
        assert level == pytest.approx(np.full(73, level[0]), rel=1e-9)
        assert np.linalg.norm(away, axis=1).max() == pytest.approx(0.7, rel=1e-6)
        assert np.linalg.norm(axes[i, 1] - axes[i, 0]) == pytest.approx(1.4)
        assert np.isnan(axes[i, 2]).all()
        ours, theirs = axes[i, 4] - axes[i, 3], one.short_axis[1] - one.short_axis[0]
        assert abs(ours @ theirs) == pytest.approx(theirs @ theirs, rel=1e-9)


@pytest.mark.parametrize("H", [[[1.0, 0.0], [0.0, -1.0]], [[0.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]])
def test_no_bowl_has_no_ellipse(H: list[list[float]]) -> None:
    curves, axes = ellipses(np.array([H]), np.zeros((1, 2)), 1.0)
    assert np.isnan(curves).all()
    assert np.isnan(axes).all()
