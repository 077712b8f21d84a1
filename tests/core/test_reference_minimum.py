"""The minimum against scikit-learn's: logistic regression without a penalty, on the two real tables."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.classifier import with_ones
from core.minimum import lowest_loss, minimum
from core.scaling import SCALINGS
from core.scenario import Scenario


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
    reference = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    reference.fit(data.X, data.t[:, 0])
    expected = np.append(reference.coef_[0], reference.intercept_)
    assert np.allclose(minimum(X1, data.t)[:, 0], expected, rtol=1e-6, atol=1e-6)
    chance = reference.predict_proba(data.X)[np.arange(len(data.X)), data.t[:, 0].astype(int)]
    assert lowest_loss(X1, data.t) == pytest.approx(-np.log(chance).mean(), rel=1e-9)
