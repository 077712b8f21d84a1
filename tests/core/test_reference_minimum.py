"""The minimum against scikit-learn's: logistic regression without a penalty, on the two real tables.
And whether there is one against linear programming, by scipy, which scikit-learn brings along."""

import numpy as np
import pytest

from core.classifier import with_ones
from core.data.scaling import SCALINGS
from core.scenario import Scenario
from core.surface.minimum import lowest
from core.surface.whitening import whitened


def fitted(data):
    """scikit-learn's own. It takes seconds to import, which only the process of pytest that runs this need wait."""
    from sklearn.linear_model import LogisticRegression

    reference = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    return reference.fit(data.X, data.t[:, 0])


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize(
    ("name", "features"),
    [
        ("penguins", ("bill_length_mm",)),
        ("penguins", ("bill_depth_mm",)),
        ("penguins", ("bill_length_mm", "bill_depth_mm")),
        ("penguins", ("bill_depth_mm", "flipper_length_mm", "body_mass_g")),
        ("Ames housing", ("GrLivArea",)),
        ("Ames housing", ("GrLivArea", "OverallQual")),
        ("Ames housing", ("GrLivArea", "OverallQual", "TotalBsmtSF")),
        ("Ames housing", ("GrLivArea", "OverallQual", "TotalBsmtSF", "YearBuilt")),
    ],
)
def test_weights_and_loss_are_those_of_scikit_learn(name, features, scaling):
    data = Scenario(data=name, features=features, scaling=scaling).dataset()
    X1 = with_ones(data.X)
    reference = fitted(data)
    expected = np.append(reference.coef_[0], reference.intercept_)
    assert np.allclose(lowest(X1, data.t).W[:, 0], expected, rtol=1e-6, atol=1e-6)
    chance = reference.predict_proba(data.X)[np.arange(len(data.X)), data.t[:, 0].astype(int)]
    assert lowest(X1, data.t).loss == pytest.approx(-np.log(chance).mean(), rel=1e-9)


@pytest.mark.parametrize("shift", [1e3, 1e6])
def test_a_feature_thousands_of_deviations_from_0_has_the_minimum_of_scikit_learn(shift):
    data = Scenario(data="penguins", features=("bill_length_mm", "bill_depth_mm"), scaling="standard").dataset()
    reference = fitted(data)
    W = lowest(with_ones(data.X + shift), data.t).W
    assert W[:-1, 0] == pytest.approx(reference.coef_[0], rel=1e-6)
    assert W[-1, 0] + shift * W[:-1].sum() == pytest.approx(reference.intercept_[0], rel=1e-4)


def by_linear_programming(Q, t):
    """Which of the three holds: first the widest margin within weights of a box, then the largest sum of margins."""
    from scipy.optimize import linprog

    margins, box = (2 * t - 1) * Q, [(-1, 1)] * Q.shape[1]
    wide = np.column_stack([-margins, np.ones(len(Q))])
    widest = linprog([0.0] * Q.shape[1] + [-1.0], wide, np.zeros(len(Q)), bounds=[*box, (None, 1)])
    if -widest.fun > 1e-7:
        return "separable"
    total = linprog(-margins.sum(axis=0), -margins, np.zeros(len(Q)), bounds=box)
    return "touching" if -total.fun > 1e-7 else "minimum"


def small_world(rng):
    """A few samples of small whole numbers, so that classes often touch; some in odd units, with redundant columns."""
    N, D = rng.integers(2, 18), rng.integers(1, 5)
    X = rng.integers(0, rng.integers(2, 7), (N, D)).astype(float)
    if rng.random() < 0.3:
        X = 10.0 ** rng.integers(-3, 4, D) * (X + rng.integers(0, 2_000, D))
    if rng.random() < 0.2:
        X = np.column_stack([X, 0.1 * X[:, 0] + 0.3])
    t = (X @ rng.integers(-2, 3, X.shape[1]) > rng.integers(-3, 4)) if rng.random() < 0.5 else rng.random(N) < 0.5
    t = t.astype(float).reshape(-1, 1)
    if rng.random() < 0.3:
        t[0] = 1 - t[0]
    return with_ones(X), t


def test_whether_there_is_a_minimum_is_what_linear_programming_says():
    rng, seen = np.random.default_rng(0), set()
    for _ in range(300):
        X1, t = small_world(rng)
        found = lowest(X1, t)
        assert found.kind == by_linear_programming(whitened(X1).Q, t)
        seen.add(found.kind)
    assert seen == {"minimum", "separable", "touching"}
