"""However somebody's code is called and made, it is checked: what is usual elsewhere is no bug."""

import numpy as np
import pytest

from core.own_code.findings import findings
from tests.core.own_code.styles import COURSE


def changed(line, other):
    assert COURSE.code.count(line) == 1, line
    return COURSE.code.replace(line, other)


def wrong(said):
    return [each for each in said if not each.fine]


SIGNATURES = {
    "by name only": ("def __init__(self, num_features=2)", "def __init__(self, *, num_features)"),
    "and a rate": ("def __init__(self, num_features=2)", "def __init__(self, num_features, learning_rate)"),
    "weights that must be flat": (
        "            assert weights.shape == (self.num_features + 1, 1)\n            self.W = weights",
        "            assert weights.shape == (self.num_features + 1,)\n            self.W = weights[:, np.newaxis]",
    ),
    "chance before the weights": (
        "def initialize_weights(self, weights=None):",
        "def initialize_weights(self, rng=np.random.default_rng(0)):\n        rng.normal()\n        weights = None",
    ),
    "weights made without a word": (
        "def initialize_weights(self, weights=None):",
        "def initialize_weights(self):\n        weights = None",
    ),
    "more for the caller": ("def forward(self, X)", "def forward(self, X, training=True)"),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_it_adapts_to_signatures(name):
    code = changed(*SIGNATURES[name])
    assert code != COURSE.code
    names = {"np": np}
    exec(code, names)
    assert [each.sentence for each in wrong(findings(names["Classifier"], names["BCE"]))] == []


ODD = {
    "weights and bias given apart": COURSE.code.replace("self.initialize_weights()", "self.begin()").replace(
        "    def initialize_weights(self, weights=None):",
        "    def set_weights(self, weights, bias):\n        self.W = np.vstack([weights, [[bias]]])\n\n"
        "    def begin(self, weights=None):",
    ),
    "weights made when the first X comes": changed(
        "        X1 = np.conc",
        "        if not self.built:\n            self.built = True\n            self.build(X)\n        X1 = np.conc",
    )
    .replace("        self.initialize_weights()\n", "        self.built = False\n")
    .replace("def initialize_weights(self, weights=None):", "def build(self, X, weights=None):"),
    "L and its slope at once": COURSE.code.partition("class BCE")[0]
    + """
def BCE(scores, labels):
    p = np.clip(scores, 1e-12, 1 - 1e-12)
    loss = -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))
    return loss, (p - labels) / (p * (1 - p)) / len(p)
""",
    "a probability for each class": """
class Classifier:
    def __init__(self, fit_intercept=True):
        self.coef_, self.intercept_ = None, None

    def predict_proba(self, X):
        if self.coef_ is None:
            self.coef_, self.intercept_ = np.zeros((1, X.shape[1])), np.zeros(1)
        self.X = X
        self.p = 1 / (1 + np.exp(-(X @ self.coef_.T + self.intercept_)))
        return np.hstack([1 - self.p, self.p])

    def backward(self, dout):
        dy = dout * self.p * (1 - self.p)
        return dy.T @ self.X, dy.sum(axis=0)
class BCE"""
    + COURSE.code.partition("class BCE")[2],
}


@pytest.mark.parametrize("name", ODD)
def test_it_adapts_to_what_is_odd(name):
    names = {"np": np}
    exec(ODD[name], names)
    found = findings(names["Classifier"], names["BCE"])
    assert [each.sentence for each in wrong(found)] == []
    # It has been looked at, all of it.
    assert [each.filled.get("array") for each in found] == ["z", "L", "dL/dz", "dW"]


def test_a_slip_in_the_slope_that_comes_with_L_is_named():
    names = {"np": np}
    exec(ODD["L and its slope at once"].replace(" / len(p)\n", "\n"), names)
    [said] = wrong(findings(names["Classifier"], names["BCE"]))
    assert [mistake.key for mistake in said.mistakes] == ["no-n"]
