"""Correct solutions in the styles in which they are written, and in each the lines that the classic bugs change."""

from tests.core.own_code.library_styles import LIBRARY_STYLES
from tests.core.own_code.more_styles import MORE_STYLES
from tests.core.own_code.odd_styles import ODD_STYLES
from tests.core.own_code.style import Style

COURSE = Style(
    "as the course writes it",
    """
class Classifier:
    def __init__(self, num_features=2):
        self.num_features = num_features
        self.cache = None
        self.initialize_weights()

    def initialize_weights(self, weights=None):
        if weights is not None:
            assert weights.shape == (self.num_features + 1, 1)
            self.W = weights
        else:
            self.W = 0.001 * np.random.randn(self.num_features + 1, 1)

    def forward(self, X):
        X1 = np.concatenate((X, np.ones((X.shape[0], 1))), axis=1)
        z = self.sigmoid(X1 @ self.W)
        self.cache = (X1, z)
        return z

    def backward(self, dout):
        X1, z = self.cache
        dz = z * (1 - z)
        return X1.T @ (dout * dz)

    def sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def __call__(self, X):
        return self.forward(X)


class BCE:
    def forward(self, y_out, y_truth, individual_losses=False):
        y_out = np.clip(y_out, 1e-12, 1 - 1e-12)
        loss = -(y_truth * np.log(y_out) + (1 - y_truth) * np.log(1 - y_out))
        return loss if individual_losses else np.mean(loss)

    def backward(self, y_out, y_truth):
        a, b = y_out, y_truth
        a = np.clip(a, 1e-12, 1 - 1e-12)
        return -(b / a - (1 - b) / (1 - a)) / len(y_out)

    def __call__(self, *given):
        return self.forward(*given)
""",
    {
        "no-n": (" / len(y_out)", ""),
        "twice-n": ("/ len(y_out)", "/ len(y_out) / len(y_out)"),
        "no-slope": ("X1.T @ (dout * dz)", "X1.T @ dout"),
        "slope-of-output": ("dz = z * (1 - z)", "dz = self.sigmoid(z) * (1 - self.sigmoid(z))"),
        "bce-sign": ("(b / a - (1", "(b / a + (1"),
        "swapped": ("a, b = y_out, y_truth", "b, a = y_out, y_truth"),
        "bias-first": ("(X, np.ones((X.shape[0], 1)))", "(np.ones((X.shape[0], 1)), X)"),
        "no-transpose": ("X1.T @ (dout", "X1 @ (dout"),
        "stale-cache": ("        self.cache = (X1, z)", "        self.cache = self.cache or (X1, z)"),
    },
)

BARE = Style(
    "without num_features, W set from outside",
    """
class Classifier:
    W = None

    def forward(self, X):
        self.X = np.hstack([X, np.ones((len(X), 1))])
        self.z = 1 / (1 + np.exp(-self.X @ self.W))
        return self.z

    def backward(self, upstream):
        slope = self.z - self.z ** 2
        return np.dot(self.X.T, upstream * slope)


class BCE:
    def __call__(self, z, t):
        z = z + 1e-9 * (z == 0) - 1e-9 * (z == 1)
        return -np.sum(np.where(t == 1, np.log(z), np.log(1 - z))) / t.size

    def backward(self, z, t):
        z = z + 1e-9 * (z == 0) - 1e-9 * (z == 1)
        return np.where(t == 1, -1 / z, 1 / (1 - z)) / t.size
""",
    {
        "no-n": ("1 / (1 - z)) / t.size", "1 / (1 - z))"),
        "twice-n": ("1 / (1 - z)) / t.size", "1 / (1 - z)) / t.size ** 2"),
        "no-slope": ("upstream * slope)", "upstream)"),
        "slope-of-output": ("self.z - self.z ** 2", "(lambda s: s * (1 - s))(1 / (1 + np.exp(-self.z)))"),
        "bce-sign": ("1 / (1 - z))", "-1 / (1 - z))"),
        "bias-first": ("[X, np.ones((len(X), 1))]", "[np.ones((len(X), 1)), X]"),
        "no-bias": ("np.hstack([X, np.ones((len(X), 1))])", "np.array(X)"),
        "no-transpose": ("self.X.T, up", "self.X, up"),
        "stale-cache": (
            "        self.z = 1 / (1 + np.exp(-self.X @ self.W))\n        return self.z",
            "        z = 1 / (1 + np.exp(-self.X @ self.W))\n"
            "        if not hasattr(self, 'z'):\n            self.z, self.kept = z, self.X\n"
            "        self.X = self.kept\n        return z",
        ),
    },
)

FLAT = Style(
    "one-dimensional arrays",
    """
def sig(a):
    return 0.5 * (1 + np.tanh(a / 2))

class Classifier:
    def __init__(self, n_features, seed=0):
        self.w = np.random.default_rng(seed).normal(size=n_features + 1)

    def forward(self, X):
        self.inputs = np.c_[X, np.ones(len(X))]
        self.out = sig(self.inputs @ self.w)
        return self.out

    def backward(self, dout):
        return self.inputs.T @ (dout * self.out * (1 - self.out))


class BCE:
    eps = 1e-10

    def forward(self, p, y):
        return -np.mean(y * np.log(p + self.eps) + (1 - y) * np.log(1 - p + self.eps))

    def gradient(self, p, y):
        return ((1 - y) / (1 - p + self.eps) - y / (p + self.eps)) / y.shape[0]
""",
    {
        "no-n": (" / y.shape[0]", ""),
        "twice-n": ("/ y.shape[0]", "/ y.shape[0] / y.shape[0]"),
        "no-slope": ("(dout * self.out * (1 - self.out))", "dout"),
        "slope-of-output": ("* self.out * (1 - self.out))", "* sig(self.out) * (1 - sig(self.out)))"),
        "bce-sign": ("((1 - y) / (1 - p + self.eps) - y", "(-(1 - y) / (1 - p + self.eps) - y"),
        "swapped": ("def gradient(self, p, y)", "def gradient(self, y, p)"),
        "bias-first": ("np.c_[X, np.ones(len(X))]", "np.c_[np.ones(len(X)), X]"),
        "no-transpose": ("self.inputs.T @", "self.inputs @"),
    },
)

FUNCTIONS = Style(
    "a loss of two functions",
    """
class Classifier:
    def __init__(self, num_features):
        self.weights = np.zeros((num_features + 1, 1))

    def __call__(self, X):
        ones = np.ones((X.shape[0], 1))
        A = np.append(X, ones, axis=1)
        with np.errstate(over="ignore"):
            z = np.reciprocal(1 + np.exp(-np.matmul(A, self.weights)))
        self.saved = {"A": A, "z": z}
        return z

    def backward(self, dout):
        A, z = self.saved["A"], self.saved["z"]
        delta = np.multiply(dout, z)
        delta = np.multiply(delta, 1 - z)
        return np.matmul(A.T, delta)

def bce(z, t):
    z = np.clip(z, 1e-15, 1 - 1e-15)
    return float(-(t.T @ np.log(z) + (1 - t).T @ np.log(1 - z)).item() / len(t))

def bce_slope(z, t):
    z = np.clip(z, 1e-15, 1 - 1e-15)
    return (z - t) / (z * (1 - z)) / len(t)

BCE = (bce, bce_slope)
""",
    {
        "no-n": (" / (z * (1 - z)) / len(t)", " / (z * (1 - z))"),
        "twice-n": ("/ (z * (1 - z)) / len(t)", "/ (z * (1 - z)) / len(t) / len(t)"),
        "no-slope": ("np.matmul(A.T, delta)", "np.matmul(A.T, dout)"),
        "bias-first": ("np.append(X, ones, axis=1)", "np.append(ones, X, axis=1)"),
        "no-transpose": ("np.matmul(A.T, delta)", "np.matmul(A, delta)"),
        "stale-cache": ("        self.saved = {", "        self.saved = self.saved if hasattr(self, 'saved') else {"),
    },
)

N_IN_BACKWARD = Style(
    "÷ N in backward",
    """
class Classifier:
    def __init__(self, num_features):
        self.W = np.random.uniform(-0.1, 0.1, (num_features + 1, 1))
        self.cache = {}

    def forward(self, X):
        X1 = np.vstack([X.T, np.ones(len(X))]).T
        y = X1.dot(self.W)
        z = np.where(y >= 0, 1 / (1 + np.exp(-np.abs(y))), np.exp(-np.abs(y)) / (1 + np.exp(-np.abs(y))))
        self.cache["X"], self.cache["z"] = X1, z
        return z

    def backward(self, dout):
        N = dout.shape[0]
        z = self.cache["z"]
        dy = dout * z * (1 - z)
        return self.cache["X"].T.dot(dy) / N


class BCE:
    def loss(self, z, t):
        z = np.clip(z, 1e-9, 1 - 1e-9)
        return np.average(-t * np.log(z) - (1 - t) * np.log(1 - z))

    def backward(self, z, t):
        z = np.clip(z, 1e-9, 1 - 1e-9)
        return -t / z + (1 - t) / (1 - z)
""",
    {
        "no-n": (".dot(dy) / N", ".dot(dy)"),
        "twice-n": ("return -t / z + (1 - t) / (1 - z)", "return (-t / z + (1 - t) / (1 - z)) / len(t)"),
        "no-slope": ("dy = dout * z * (1 - z)", "dy = dout"),
        "bce-sign": ("-t / z + (1", "-t / z - (1"),
        "swapped": ("def backward(self, z, t)", "def backward(self, t, z)"),
        "bias-first": ("[X.T, np.ones(len(X))]", "[np.ones(len(X)), X.T]"),
        "no-transpose": ('["X"].T.dot', '["X"].dot'),
        "stale-cache": (
            '        self.cache["X"], self.cache["z"] = X1, z',
            '        self.cache.setdefault("X", X1), self.cache.setdefault("z", z)',
        ),
    },
)

FUSED = Style(
    "z − t at once",
    """
class Classifier:
    def __init__(self, num_features):
        self.W = np.ones((num_features + 1, 1))

    def forward(self, X):
        self.X = np.column_stack((X, np.ones(X.shape[0])))
        return 1.0 / (1.0 + np.exp(-(self.X @ self.W)))

    def backward(self, dy):
        return self.X.T @ dy


class BCE:
    def forward(self, z, t):
        z = np.minimum(np.maximum(z, 1e-12), 1 - 1e-12)
        return (-t * np.log(z) - (1 - t) * np.log(1 - z)).mean()

    def backward(self, z, t):
        return (z - t) / t.shape[0]
""",
    {
        "no-n": (" / t.shape[0]", ""),
        "twice-n": ("/ t.shape[0]", "/ t.shape[0] ** 2"),
        "bias-first": ("(X, np.ones(X.shape[0]))", "(np.ones(X.shape[0]), X)"),
        "no-transpose": ("self.X.T @ dy", "self.X @ dy"),
        "stale-cache": (
            "self.X = np.column_stack((X, np.ones(X.shape[0])))\n        return 1.0 / (1.0 + np.exp(-(self.X",
            "X1 = np.column_stack((X, np.ones(X.shape[0])))\n        self.X = getattr(self, 'X', X1)\n"
            "        return 1.0 / (1.0 + np.exp(-(X1",
        ),
    },
)

TARGETS_FIRST = Style(
    "targets first",
    """
class Classifier:
    def __init__(self, input_dim):
        self.W = np.zeros((input_dim + 1, 1))
        self._x = self._p = None

    @staticmethod
    def _sigmoid(a):
        return 1 / (1 + np.exp(-np.clip(a, -500, 500)))

    def forward(self, x):
        self._x = np.pad(x, ((0, 0), (0, 1)), constant_values=1.0)
        self._p = self._sigmoid(self._x @ self.W)
        return self._p

    def backward(self, grad_output):
        grad = grad_output * self._p * (1 - self._p)
        return np.einsum("nd,no->do", self._x, grad)


class BCE:
    def forward(self, y_true, y_pred):
        y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)
        return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))

    def backward(self, y_true, y_pred):
        n = y_true.shape[0]
        y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)
        return (-(y_true / y_pred) + (1 - y_true) / (1 - y_pred)) / n
""",
    {
        "no-n": ("(1 - y_pred)) / n", "(1 - y_pred))"),
        "twice-n": ("(1 - y_pred)) / n", "(1 - y_pred)) / n / n"),
        "no-slope": ("grad = grad_output * self._p * (1 - self._p)", "grad = grad_output"),
        "slope-of-output": (
            "grad_output * self._p * (1 - self._p)",
            "grad_output * self._sigmoid(self._p) * (1 - self._sigmoid(self._p))",
        ),
        "bce-sign": ("/ y_pred) + (1", "/ y_pred) - (1"),
        "swapped": ("def backward(self, y_true, y_pred)", "def backward(self, y_pred, y_true)"),
        "bias-first": ("((0, 0), (0, 1))", "((0, 0), (1, 0))"),
    },
)

WEIGHT_AND_BIAS = Style(
    "w and b apart",
    """
class Classifier:
    def __init__(self, n):
        self.w = np.zeros((n, 1))
        self.b = 0.0

    def forward(self, X):
        self.X = X
        self.a = 1 / (1 + np.exp(-(X @ self.w + self.b)))
        return self.a

    def backward(self, dout):
        dy = dout * self.a * (1 - self.a)
        dw = self.X.T @ dy
        db = np.sum(dy)
        return dw, db


class BCE:
    def forward(self, a, y):
        a = np.clip(a, 1e-8, 1 - 1e-8)
        m = y.shape[0]
        cost = (-1 / m) * np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))
        return np.squeeze(cost)

    def backward(self, a, y):
        a = np.clip(a, 1e-8, 1 - 1e-8)
        m = y.shape[0]
        return (1 / m) * ((1 - y) / (1 - a) - y / a)
""",
    {
        "no-n": ("return (1 / m) * (", "return ("),
        "twice-n": ("return (1 / m) * (", "return (1 / m) ** 2 * ("),
        "no-slope": ("dy = dout * self.a * (1 - self.a)", "dy = dout"),
        "bce-sign": ("(1 - a) - y / a)", "(1 - a) * -1 - y / a)"),
        "swapped": ("def backward(self, a, y)", "def backward(self, y, a)"),
        "stale-cache": (
            "        self.X = X\n        self.a = 1 / (1 + np.exp(-(X @ self.w + self.b)))\n        return self.a",
            "        a = 1 / (1 + np.exp(-(X @ self.w + self.b)))\n        if not hasattr(self, 'a'):\n"
            "            self.X, self.a = X, a\n        return a",
        ),
        "no-transpose": ("self.X.T @ dy", "self.X @ dy"),
    },
)

REMEMBERING = Style(
    "layers that remember",
    """
class Classifier:
    def __init__(self, in_features, bias=True):
        self.W = 0.1 * np.ones((in_features + 1, 1))
        self.dW = None

    def forward(self, X):
        self.X1 = np.concatenate([X, np.ones_like(X[:, :1])], axis=1)
        self.output = 1 / (1 + np.exp(-self.X1 @ self.W))
        return self.output

    def backward(self, dout):
        self.dW = self.X1.T @ (dout * self.output * (1 - self.output))


class BCE:
    def forward(self, prediction, target):
        self.prediction, self.target = np.clip(prediction, 1e-12, 1 - 1e-12), target
        return -(target * np.log(self.prediction) + (1 - target) * np.log(1 - self.prediction)).mean()

    def backward(self):
        p, t = self.prediction, self.target
        return -(t / p - (1 - t) / (1 - p)) / len(t)
""",
    {
        "no-n": ("(1 - p)) / len(t)", "(1 - p))"),
        "twice-n": ("(1 - p)) / len(t)", "(1 - p)) / len(t) / len(t)"),
        "no-slope": ("(dout * self.output * (1 - self.output))", "dout"),
        "bce-sign": ("(t / p - (1", "(t / p + (1"),
        "swapped": ("p, t = self.prediction, self.target", "t, p = self.prediction, self.target"),
        "bias-first": ("[X, np.ones_like(X[:, :1])]", "[np.ones_like(X[:, :1]), X]"),
        "no-transpose": ("self.X1.T @", "self.X1 @"),
    },
)

DICTIONARIES = Style(
    "dictionaries of parameters and gradients",
    """
class Classifier:
    def __init__(self, n_features):
        self.params = {"W": np.zeros((n_features, 1)), "b": np.zeros(1)}

    def forward(self, X):
        y = X @ self.params["W"] + self.params["b"]
        z = 1 / (1 + np.exp(-y))
        self.cache = X, z
        return z

    def backward(self, dout):
        X, z = self.cache
        dy = dout * (z * (1 - z))
        return {"dW": X.T @ dy, "db": dy.sum(axis=0)}


class BCE:
    @staticmethod
    def forward(z, t):
        z = np.clip(z, 1e-12, 1 - 1e-12)
        return np.mean(-(t * np.log(z) + (1 - t) * np.log1p(-z)))

    @staticmethod
    def backward(z, t):
        z = np.clip(z, 1e-12, 1 - 1e-12)
        return (z - t) / (z * (1 - z) * z.size)
""",
    {
        "no-n": ("(1 - z) * z.size)", "(1 - z))"),
        "twice-n": ("(1 - z) * z.size)", "(1 - z) * z.size ** 2)"),
        "no-slope": ("dy = dout * (z * (1 - z))", "dy = dout"),
        "slope-of-output": ("(z * (1 - z))\n        return {", "np.exp(-z) / (1 + np.exp(-z)) ** 2\n        return {"),
        "swapped": ("def backward(z, t)", "def backward(t, z)"),
        "stale-cache": ("self.cache = X, z", "self.cache = getattr(self, 'cache', (X, z))"),
    },
)

CACHE_HANDED_ON = Style(
    "the cache handed on",
    """
class Classifier:
    def __init__(self, num_features):
        self.W = np.zeros((num_features + 1, 1))

    def forward(self, X):
        X1 = np.insert(X, X.shape[1], 1.0, axis=1)
        z = 1 / (1 + np.exp(-(X1 @ self.W)))
        return z, (X1, z)

    def backward(self, dout, cache):
        X1, z = cache
        return X1.T @ (dout * z * (1 - z))


def BCE(outputs, targets):
    outputs = np.clip(outputs, 1e-12, 1 - 1e-12)
    return -np.mean(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs))
""",
    {
        "no-slope": ("(dout * z * (1 - z))", "dout"),
        "no-transpose": ("X1.T @", "X1 @"),
        "no-bias": ("np.insert(X, X.shape[1], 1.0, axis=1)", "np.array(X)"),
        "bias-first": ("np.insert(X, X.shape[1]", "np.insert(X, 0"),
    },
)

LOOPS = Style(
    "loops over samples, in single precision",
    """
class Classifier:
    def __init__(self, num_features):
        self.W = np.zeros((num_features + 1, 1), dtype=np.float32)
        self.cache = None

    def initialize_weights(self, W=None):
        if W is not None:
            self.W = np.asarray(W, dtype=np.float32)

    def forward(self, X):
        z = np.zeros((len(X), 1), dtype=np.float32)
        rows = []
        for i, x in enumerate(X):
            row = np.append(x, 1.0)
            rows.append(row)
            z[i, 0] = 1 / (1 + np.exp(-np.dot(row, self.W[:, 0])))
        self.cache = (rows, z)
        return z

    def backward(self, dout):
        rows, z = self.cache
        dW = np.zeros_like(self.W)
        for i in range(len(rows)):
            for j in range(len(self.W)):
                dW[j, 0] += dout[i, 0] * z[i, 0] * (1 - z[i, 0]) * rows[i][j]
        return dW


class BCE:
    def forward(self, z, t):
        total = 0.0
        for p, y in zip(z.ravel(), t.ravel()):
            p = min(max(p, 1e-7), 1 - 1e-7)
            total -= np.log(p) if y == 1 else np.log(1 - p)
        return total / len(t)

    def backward(self, z, t):
        d = np.empty_like(z)
        for i in range(len(z)):
            p = min(max(z[i, 0], 1e-7), 1 - 1e-7)
            d[i, 0] = (-1 / p if t[i, 0] == 1 else 1 / (1 - p)) / len(z)
        return d
""",
    {
        "no-n": ("(1 - p)) / len(z)", "(1 - p))"),
        "twice-n": ("(1 - p)) / len(z)", "(1 - p)) / len(z) ** 2"),
        "no-slope": (" * z[i, 0] * (1 - z[i, 0])", ""),
        "bce-sign": ("else 1 / (1 - p))", "else -1 / (1 - p))"),
        "bias-first": ("np.append(x, 1.0)", "np.append(1.0, x)"),
        "stale-cache": ("        self.cache = (rows, z)", "        self.cache = self.cache or (rows, z)"),
    },
)

ONES_BEFORE = Style(
    "the ones in X already",
    """
class Classifier:
    def __init__(self, columns):
        self.W = np.zeros((columns, 1))

    def forward(self, X1):
        self.X1, self.z = X1, 1 / (1 + np.exp(-X1 @ self.W))
        return self.z

    def backward(self, dout):
        return self.X1.T @ (dout * self.z * (1 - self.z))


class BCE:
    def forward(self, z, t):
        z = np.clip(z, 1e-12, 1 - 1e-12)
        return np.mean(-(t * np.log(z) + (1 - t) * np.log(1 - z)))

    def backward(self, z, t):
        z = np.clip(z, 1e-12, 1 - 1e-12)
        return -(t / z - (1 - t) / (1 - z)) / len(z)
""",
    {"no-slope": ("(dout * self.z * (1 - self.z))", "dout"), "no-n": (" / len(z)", "")},
    ones=True,
)

STYLES = (
    COURSE,
    BARE,
    FLAT,
    FUNCTIONS,
    N_IN_BACKWARD,
    FUSED,
    TARGETS_FIRST,
    WEIGHT_AND_BIAS,
    REMEMBERING,
    DICTIONARIES,
    CACHE_HANDED_ON,
    LOOPS,
    ONES_BEFORE,
    *ODD_STYLES,
    *MORE_STYLES,
    *LIBRARY_STYLES,
)
