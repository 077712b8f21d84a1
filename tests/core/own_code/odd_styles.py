"""More correct solutions, in styles that are seldom: other containers, other names, other orders."""

from tests.core.own_code.style import Style

LOSS = """
class BCE:
    def forward(self, z, t):
        z = np.clip(z, 1e-12, 1 - 1e-12)
        return np.mean(-(t * np.log(z) + (1 - t) * np.log(1 - z)))

    def backward(self, z, t):
        z = np.clip(z, 1e-12, 1 - 1e-12)
        return (z - t) / (z * (1 - z)) / len(z)
"""
OF_LOSS = {
    "no-n": (" / len(z)", ""),
    "twice-n": (" / len(z)", " / len(z) / len(z)"),
    "swapped": ("def backward(self, z, t)", "def backward(self, t, z)"),
}

NAMED_TUPLE = Style(
    "a named tuple for a cache, in single precision",
    """
from collections import namedtuple

Cache = namedtuple("Cache", "A p")

class Classifier:
    def __init__(self, dim):
        self.W = np.zeros((dim + 1, 1), np.float32)
        self.memory = None

    def forward(self, features):
        A = np.concatenate([np.float32(features), np.ones((len(features), 1), np.float32)], 1)
        p = 1 / (1 + np.exp(-(A @ np.float32(self.W))))
        self.memory = Cache(A=A, p=p)
        return p

    def backward(self, g):
        A, p = self.memory
        return (A.T @ np.float32(g * p * (1 - p)),)
"""
    + LOSS,
    {
        **OF_LOSS,
        "no-slope": ("np.float32(g * p * (1 - p))", "np.float32(g)"),
        "bias-first": (
            "[np.float32(features), np.ones((len(features), 1), np.float32)]",
            "[np.ones((len(features), 1), np.float32), np.float32(features)]",
        ),
        "stale-cache": ("self.memory = Cache(A=A, p=p)", "self.memory = self.memory or Cache(A=A, p=p)"),
    },
)

PROPERTIES = Style(
    "weights and bias as properties",
    """
from dataclasses import dataclass, field

@dataclass
class Classifier:
    num_features: int
    _W: object = field(default=None, init=False)

    def initialize_weights(self, weights):
        self._W = weights

    @property
    def weights(self):
        return self._W[:-1]

    @property
    def bias(self):
        return self._W[-1, 0]

    def forward(self, X):
        y = X @ self.weights + self.bias
        self.cache = dict(X=X, z=1 / (1 + np.exp(-y)))
        return self.cache["z"]

    def backward(self, dout):
        X, z = self.cache["X"], self.cache["z"]
        dy = dout * z * (1 - z)
        return np.vstack([X.T @ dy, dy.sum(0, keepdims=True)])
"""
    + LOSS,
    {**OF_LOSS, "no-slope": ("dy = dout * z * (1 - z)", "dy = dout")},
)

REDUCTION = Style(
    "a reduction, and a gradient for each argument",
    """
class Classifier:
    def __init__(self, learning_rate, num_features, *, dtype=float):
        self.lr = learning_rate
        self.W = np.zeros((num_features + 1, 1), dtype)

    def forward(self, X, *, train=True):
        self._in = np.hstack((X, np.ones((X.shape[0], 1))))
        self._out = 1 / (1 + np.exp(-self._in @ self.W))
        return self._out

    def backward(self, *, dout):
        return self._in.T @ (dout * self._out * (1 - self._out))


class BCE:
    def __init__(self, reduction="mean", eps=1e-12):
        self.reduction, self.eps = reduction, eps

    def forward(self, input, target, reduction=None):
        p = np.clip(input, self.eps, 1 - self.eps)
        losses = -(target * np.log(p) + (1 - target) * np.log(1 - p))
        self.saved = p, target
        return {"mean": np.mean, "sum": np.sum}[reduction or self.reduction](losses)

    def backward(self, grad_output=1.0):
        p, t = self.saved
        return grad_output * (p - t) / (p * (1 - p)) / len(p), None
""",
    {
        "no-n": (" / len(p)", ""),
        "twice-n": (" / len(p)", " / len(p) / len(p)"),
        "no-slope": ("(dout * self._out * (1 - self._out))", "dout"),
        "no-transpose": ("self._in.T @", "self._in @"),
        "bias-first": ("(X, np.ones((X.shape[0], 1)))", "(np.ones((X.shape[0], 1)), X)"),
    },
)

LISTS = Style(
    "lists of numbers",
    """
import math

class Classifier:
    def __init__(self, n):
        self.W = [0.0] * (n + 1)

    def forward(self, X):
        self.rows = [[*map(float, x), 1.0] for x in X]
        y = [sum(w * x for w, x in zip(self.W, row)) for row in self.rows]
        self.z = [1 / (1 + math.exp(-each)) if each > -700 else 0.0 for each in y]
        return np.array(self.z)

    def backward(self, dout):
        dy = [d * z * (1 - z) for d, z in zip(dout, self.z)]
        return np.array([sum(d * row[j] for d, row in zip(dy, self.rows)) for j in range(len(self.W))])


class BCE:
    def forward(self, z, t):
        z = [min(max(a, 1e-12), 1 - 1e-12) for a in z]
        return -sum(b * math.log(a) + (1 - b) * math.log(1 - a) for a, b in zip(z, t)) / len(z)

    def backward(self, z, t):
        z = [min(max(a, 1e-12), 1 - 1e-12) for a in z]
        return np.array([(a - b) / (a * (1 - a)) / len(t) for a, b in zip(z, t)])
""",
    {
        "no-n": (" / len(t)", ""),
        "twice-n": (" / len(t)", " / len(t) / len(t)"),
        "no-slope": ("[d * z * (1 - z) for d, z in zip(dout, self.z)]", "list(dout)"),
        "bias-first": ("[*map(float, x), 1.0]", "[1.0, *map(float, x)]"),
    },
)

PARAMETERS = Style(
    "an object for each parameter",
    """
class Parameter:
    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value)

class Classifier:
    def __init__(self, num_features):
        self.W = Parameter(np.zeros((num_features + 1, 1)))

    def forward(self, X):
        self.X = np.hstack([X, np.ones((len(X), 1))])
        self.z = 1 / (1 + np.exp(-self.X @ self.W.value))
        return self.z

    def backward(self, dout):
        self.W.grad = self.X.T @ (dout * self.z * (1 - self.z))
"""
    + LOSS,
    {
        **OF_LOSS,
        "no-slope": ("(dout * self.z * (1 - self.z))", "dout"),
        "no-transpose": ("self.X.T @", "self.X @"),
        "bias-first": ("[X, np.ones((len(X), 1))]", "[np.ones((len(X), 1)), X]"),
    },
)

BIAS_FIRST_RETURNED = Style(
    "the gradient of the bias before that of the weights",
    """
class Classifier:
    def __init__(self, n):
        self.w, self.b = np.zeros(n), 0.0

    def forward(self, X):
        self.X = X
        self.z = 1 / (1 + np.exp(-(X @ self.w + self.b)))
        return self.z

    def backward(self, dout):
        d = dout * self.z * (1 - self.z)
        return d.sum(), self.X.T @ d
"""
    + LOSS,
    {**OF_LOSS, "no-slope": ("d = dout * self.z * (1 - self.z)", "d = dout")},
)

GRADIENTS_BY_NAME = Style(
    "gradients by name, a row of weights, and a loss that is told by name",
    """
from typing import NamedTuple

class Gradients(NamedTuple):
    bias_grad: object
    weight_grad: object

class Classifier:
    def __init__(self, in_features, out_features=1):
        self.weight = np.zeros((out_features, in_features))
        self.bias = np.zeros((1, out_features))

    def __call__(self, x):
        self.x = x
        self.y = 1 / (1 + np.exp(-(x @ self.weight.T + self.bias)))
        return self.y

    def backward(self, grad_output):
        g = grad_output * self.y * (1 - self.y)
        return Gradients(g.sum(0, keepdims=True), g.T @ self.x)

def value(*, pred, gt):
    p = np.clip(pred, 1e-9, 1 - 1e-9)
    return -(gt * np.log(p) + (1 - gt) * np.log(1 - p)).mean()

def slope(*, pred, gt):
    q = np.clip(pred, 1e-9, 1 - 1e-9)
    return (q - gt) / (q * (1 - q)) / len(gt)

BCE = (value, slope)
""",
    {
        "no-n": (" / len(gt)", ""),
        "twice-n": (" / len(gt)", " / len(gt) / len(gt)"),
        "no-slope": ("g = grad_output * self.y * (1 - self.y)", "g = grad_output"),
        "swapped": ("slope(*, pred, gt)", "slope(*, gt, pred)"),
    },
)

CACHE_FIRST = Style(
    "the cache before the gradient",
    """
class Classifier:
    def __init__(self, num_features):
        self.coefficients = np.zeros((num_features + 1, 1))

    def forward(self, X):
        A = np.append(X, np.ones((len(X), 1)), 1)
        z = 1 / (1 + np.exp(-A @ self.coefficients))
        return z, {"A": A, "z": z}

    def backward(self, cache, dout):
        return cache["A"].T @ (dout * cache["z"] * (1 - cache["z"]))
"""
    + LOSS,
    {
        **OF_LOSS,
        "no-slope": ('(dout * cache["z"] * (1 - cache["z"]))', "dout"),
        "no-transpose": ('cache["A"].T @', 'cache["A"] @'),
        "bias-first": ("np.append(X, np.ones((len(X), 1)), 1)", "np.append(np.ones((len(X), 1)), X, 1)"),
    },
)

FLAG = Style(
    "a bias that is a yes",
    """
class Classifier:
    def __init__(self, num_features, bias=True):
        self.bias = bias
        self.theta = np.zeros(num_features + bias)

    def forward(self, X):
        self.X1 = np.c_[X, np.ones(len(X))] if self.bias else X
        self.z = np.exp(-np.logaddexp(0, -self.X1 @ self.theta))
        return self.z

    def backward(self, dout):
        dy = dout * self.z * (1 - self.z)
        self.grads = {"dtheta": dy @ self.X1}
"""
    + LOSS,
    {
        **OF_LOSS,
        "no-slope": ("dy = dout * self.z * (1 - self.z)", "dy = dout"),
        "bias-first": ("np.c_[X, np.ones(len(X))]", "np.c_[np.ones(len(X)), X]"),
    },
)

ODD_STYLES = (
    NAMED_TUPLE,
    PROPERTIES,
    REDUCTION,
    LISTS,
    PARAMETERS,
    BIAS_FIRST_RETURNED,
    GRADIENTS_BY_NAME,
    CACHE_FIRST,
    FLAG,
)
