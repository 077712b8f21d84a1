"""Still more correct solutions: samples as columns, plain lists, layers, and values that know their gradient."""

from tests.core.own_code.odd_styles import LOSS, OF_LOSS
from tests.core.own_code.style import Style

COLUMNS = Style(
    "a sample a column",
    """
class Classifier:
    def __init__(self, n_x):
        self.W = np.zeros((n_x, 1))
        self.b = 0.0

    def forward(self, X):
        A = 1 / (1 + np.exp(-(self.W.T @ X + self.b)))
        self.cache = X, A
        return A

    def backward(self, dA):
        X, A = self.cache
        dZ = dA * A * (1 - A)
        return X @ dZ.T, np.sum(dZ)


class BCE:
    def forward(self, A, Y):
        A = np.clip(A, 1e-12, 1 - 1e-12)
        return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]

    def backward(self, A, Y):
        m = Y.shape[1]
        A = np.clip(A, 1e-12, 1 - 1e-12)
        return -(Y / A - (1 - Y) / (1 - A)) / m
""",
    {
        "no-n": ("(1 - A)) / m", "(1 - A))"),
        "twice-n": ("(1 - A)) / m", "(1 - A)) / m / m"),
        "no-slope": ("dZ = dA * A * (1 - A)", "dZ = dA"),
        "bce-sign": ("(Y / A - (1 - Y)", "(Y / A + (1 - Y)"),
        "swapped": ("def backward(self, A, Y)", "def backward(self, Y, A)"),
    },
)

COLUMNS_WITH_ONES = Style(
    "a sample a column, and a row of ones",
    """
class Classifier:
    def __init__(self, num_features):
        self.W = np.zeros((1, num_features + 1))

    def forward(self, X):
        self.X1 = np.vstack([X, np.ones((1, X.shape[1]))])
        self.z = 1 / (1 + np.exp(-self.W @ self.X1))
        return self.z

    def backward(self, dout):
        return (dout * self.z * (1 - self.z)) @ self.X1.T


def value(z, t):
    return -np.mean(t * np.log(z + 1e-12) + (1 - t) * np.log(1 - z + 1e-12))

def slope(z, t):
    return -(t / (z + 1e-12) - (1 - t) / (1 - z + 1e-12)) / t.size

BCE = (value, slope)
""",
    {
        "no-n": (" / t.size", ""),
        "twice-n": (" / t.size", " / t.size ** 2"),
        "no-slope": ("(dout * self.z * (1 - self.z))", "dout"),
        "bias-first": ("[X, np.ones((1, X.shape[1]))]", "[np.ones((1, X.shape[1])), X]"),
    },
)

PLAIN_LISTS = Style(
    "plain lists of outputs and gradients",
    """
import math

class Classifier:
    def __init__(self, n):
        self.W = [0.0] * (n + 1)

    def forward(self, X):
        self.rows = [[float(x) for x in row] + [1.0] for row in X]
        y = [sum(w * x for w, x in zip(self.W, row)) for row in self.rows]
        self.z = [1 / (1 + math.exp(-each)) if each > -700 else 0.0 for each in y]
        return self.z

    def backward(self, dout):
        dW = [0.0] * len(self.W)
        for d, z, row in zip(dout, self.z, self.rows):
            for j, x in enumerate(row):
                dW[j] += d * z * (1 - z) * x
        return dW


class BCE:
    def forward(self, z, t):
        z = [min(max(a, 1e-12), 1 - 1e-12) for a in z]
        return -sum(math.log(a) if b == 1 else math.log(1 - a) for a, b in zip(z, t)) / len(z)

    def backward(self, z, t):
        z = [min(max(a, 1e-12), 1 - 1e-12) for a in z]
        return [(-1 / a if b == 1 else 1 / (1 - a)) / len(t) for a, b in zip(z, t)]
""",
    {
        "no-n": (" / len(t)", ""),
        "twice-n": (" / len(t)", " / len(t) ** 2"),
        "no-slope": (" * z * (1 - z)", ""),
        "bce-sign": ("else 1 / (1 - a)", "else -1 / (1 - a)"),
        "bias-first": ("[float(x) for x in row] + [1.0]", "[1.0] + [float(x) for x in row]"),
    },
)

LAYERS = Style(
    "layers in a list",
    """
class Linear:
    def __init__(self, n):
        self.W, self.b = np.zeros((n, 1)), np.zeros(1)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, dy):
        self.dW, self.db = self.X.T @ dy, dy.sum(axis=0)
        return dy @ self.W.T

class Sigmoid:
    def forward(self, y):
        self.z = 1 / (1 + np.exp(-y))
        return self.z

    def backward(self, dz):
        return dz * self.z * (1 - self.z)

class Classifier:
    def __init__(self, num_features):
        self.layers = [Linear(num_features), Sigmoid()]

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout
"""
    + LOSS,
    {**OF_LOSS, "no-slope": ("return dz * self.z * (1 - self.z)", "return dz")},
)

VALUES = Style(
    "values that know their gradient, and static methods",
    """
class Value:
    def __init__(self, data, given=(), back=lambda g: ()):
        self.data, self.given, self.back = data, given, back
        self.grad = np.zeros_like(data)

    def backward(self, g):
        self.grad = self.grad + g
        for each, part in zip(self.given, self.back(g)):
            each.backward(part)

    @staticmethod
    def times(a, b):
        return Value(a.data @ b.data, (a, b), lambda g: (g @ b.data.T, a.data.T @ g))

    @staticmethod
    def sigmoid(a):
        s = 1 / (1 + np.exp(-a.data))
        return Value(s, (a,), lambda g: (g * s * (1 - s),))

class Classifier:
    def __init__(self, num_features):
        self.W = Value(np.zeros((num_features + 1, 1)))

    @staticmethod
    def with_ones(X):
        return Value(np.hstack([X, np.ones((len(X), 1))]))

    def forward(self, X):
        self.W.grad = np.zeros_like(self.W.data)
        self.out = Value.sigmoid(Value.times(Classifier.with_ones(X), self.W))
        return self.out.data

    def backward(self, dout):
        self.out.backward(dout)
        return self.W.grad


def BCE(z, t, derivative=False):
    z = np.clip(z, 1e-12, 1 - 1e-12)
    if derivative:
        return (z - t) / (z * (1 - z)) / len(z)
    return np.mean(-(t * np.log(z) + (1 - t) * np.log(1 - z)))
""",
    {
        "no-n": (" / len(z)", ""),
        "no-slope": ("(g * s * (1 - s),)", "(g,)"),
        "bias-first": ("[X, np.ones((len(X), 1))]", "[np.ones((len(X), 1)), X]"),
    },
)

SINGLE = Style(
    "single precision throughout, gradients called like what they are of",
    """
class Classifier:
    def __init__(self, D):
        self.params = {"W": np.zeros((D, 1), np.float32), "b": np.zeros((1, 1), np.float32)}
        self.grads = {}

    def forward(self, X):
        self.X = X.astype(np.float32)
        self.z = 1 / (1 + np.exp(-(self.X @ np.float32(self.params["W"]) + np.float32(self.params["b"]))))
        return self.z

    def backward(self, dout):
        dy = np.float32(dout) * self.z * (1 - self.z)
        self.grads["W"] = self.X.T @ dy
        self.grads["b"] = dy.sum(axis=0, keepdims=True)
"""
    + LOSS.replace("1e-12", "1e-7"),
    {**OF_LOSS, "no-slope": (" * self.z * (1 - self.z)", "")},
)

MORE_STYLES = (COLUMNS, COLUMNS_WITH_ONES, PLAIN_LISTS, LAYERS, VALUES, SINGLE)
