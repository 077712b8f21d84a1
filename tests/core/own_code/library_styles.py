"""Correct solutions as libraries have them: parameters with gradients, functions that give tuples, dictionaries."""

from tests.core.own_code.style import Style

AS_A_LIBRARY = Style(
    "parameters that know their gradient, and a bias apart",
    """
class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = None

class Module:
    def __call__(self, *args):
        return self.forward(*args)
    def parameters(self):
        return [each for each in vars(self).values() if isinstance(each, Parameter)]

class Classifier(Module):
    def __init__(self, in_features):
        self.weight = Parameter(np.random.randn(in_features, 1) * 0.01)
        self.bias = Parameter(np.zeros(1))
        self.saved = None

    def forward(self, input):
        y = input @ self.weight.data + self.bias.data
        output = np.where(y >= 0, 1 / (1 + np.exp(-np.abs(y))), np.exp(-np.abs(y)) / (1 + np.exp(-np.abs(y))))
        self.saved = (input, output)
        return output

    def backward(self, grad_output):
        input, output = self.saved
        grad = grad_output * output * (1 - output)
        self.weight.grad = input.T @ grad
        self.bias.grad = grad.sum(0)

class BCE(Module):
    def forward(self, input, target):
        self.saved = input, target
        p = input.clip(1e-12, 1 - 1e-12)
        return float(-(target * np.log(p) + (1 - target) * np.log1p(-p)).mean())

    def backward(self, input, target):
        p = input.clip(1e-12, 1 - 1e-12)
        return ((1 - target) / (1 - p) - target / p) / target.size
""",
    {
        "no-n": (" / target.size", ""),
        "twice-n": (" / target.size", " / target.size ** 2"),
        "no-slope": ("grad = grad_output * output * (1 - output)", "grad = grad_output"),
        "slope-of-output": (
            "grad = grad_output * output * (1 - output)",
            "s = 1 / (1 + np.exp(-output)); grad = grad_output * s * (1 - s)",
        ),
        "bce-sign": ("((1 - target) / (1 - p) - target / p)", "(-(1 - target) / (1 - p) - target / p)"),
        "swapped": ("def backward(self, input, target)", "def backward(self, target, input)"),
        "no-transpose": ("input.T @ grad", "input @ grad"),
        "stale-cache": ("        self.saved = (input, output)", "        self.saved = self.saved or (input, output)"),
    },
)

TUPLES = Style(
    "functions beside the class, and a loss that gives its slope too",
    """
def forward_pass(X, w, b):
    y = X.dot(w) + b
    z = 1.0 / (1.0 + np.exp(-y))
    return z, (X, z, w)

def backward_pass(dout, cache):
    X, z, w = cache
    dy = dout * z * (1 - z)
    dX = dy.dot(w.T)
    dw = X.T.dot(dy)
    db = np.sum(dy, axis=0, keepdims=True)
    return dX, dw, db

class Classifier:
    def __init__(self, D):
        self.w = np.zeros((D, 1))
        self.b = np.zeros((1, 1))

    def forward(self, X):
        z, self.cache = forward_pass(X, self.w, self.b)
        return z

    def backward(self, dout):
        dX, self.dw, self.db = backward_pass(dout, self.cache)
        return dX, self.dw, self.db

def BCE(z, t):
    N = t.shape[0]
    z = np.clip(z, 1e-12, 1 - 1e-12)
    loss = -np.sum(t * np.log(z) + (1 - t) * np.log(1 - z)) / N
    dz = (z - t) / (z * (1 - z)) / N
    return loss, dz
""",
    {
        "no-n": ("(z * (1 - z)) / N", "(z * (1 - z))"),
        "twice-n": ("(z * (1 - z)) / N", "(z * (1 - z)) / N / N"),
        "no-slope": ("dy = dout * z * (1 - z)", "dy = dout"),
        "slope-of-output": ("dy = dout * z * (1 - z)", "s = 1.0 / (1.0 + np.exp(-z)); dy = dout * s * (1 - s)"),
        "no-transpose": ("X.T.dot(dy)", "X.dot(dy)"),
        "bce-sign": ("dz = (z - t) / (z * (1 - z)) / N", "dz = -(t / z + (1 - t) / (1 - z)) / N"),
        "stale-cache": (
            "z, self.cache = forward_pass(X, self.w, self.b)",
            "z, c = forward_pass(X, self.w, self.b); self.cache = getattr(self, 'cache', None) or c",
        ),
    },
)

TWO_DICTIONARIES = Style(
    "a dictionary of parameters, and one of gradients",
    """
class Classifier:
    def __init__(self, num_features):
        self.params = {"W": np.zeros((num_features, 1)), "b": np.zeros(1)}
        self.grads = {}
        self.memory = {}

    def forward(self, inputs):
        scores = inputs @ self.params["W"] + self.params["b"]
        probs = 1 / (1 + np.exp(-scores))
        self.memory = dict(inputs=inputs, probs=probs)
        return probs

    def backward(self, upstream):
        inputs, probs = self.memory["inputs"], self.memory["probs"]
        delta = upstream * probs * (1 - probs)
        n = len(inputs)
        self.grads["W"] = inputs.T @ delta / n
        self.grads["b"] = np.sum(delta, axis=0) / n
        return self.grads

class BCE:
    def forward(self, probs, labels):
        probs = np.clip(probs, 1e-12, 1 - 1e-12)
        return -np.average(labels * np.log(probs) + (1 - labels) * np.log(1 - probs))

    def backward(self, probs, labels):
        probs = np.clip(probs, 1e-12, 1 - 1e-12)
        return -labels / probs + (1 - labels) / (1 - probs)
""",
    {
        "no-n": (
            'self.grads["W"] = inputs.T @ delta / n\n        self.grads["b"] = np.sum(delta, axis=0) / n',
            'self.grads["W"] = inputs.T @ delta\n        self.grads["b"] = np.sum(delta, axis=0)',
        ),
        "twice-n": (
            "return -labels / probs + (1 - labels) / (1 - probs)",
            "return (-labels / probs + (1 - labels) / (1 - probs)) / len(probs)",
        ),
        "no-slope": ("delta = upstream * probs * (1 - probs)", "delta = upstream"),
        "slope-of-output": (
            "delta = upstream * probs * (1 - probs)",
            "q = 1 / (1 + np.exp(-probs)); delta = upstream * q * (1 - q)",
        ),
        "bce-sign": ("+ (1 - labels) / (1 - probs)", "- (1 - labels) / (1 - probs)"),
        "swapped": ("def backward(self, probs, labels)", "def backward(self, labels, probs)"),
        "no-transpose": ("inputs.T @ delta / n", "inputs @ delta / n"),
        "stale-cache": (
            "self.memory = dict(inputs=inputs, probs=probs)",
            "self.memory = self.memory or dict(inputs=inputs, probs=probs)",
        ),
    },
)

LIBRARY_STYLES = (AS_A_LIBRARY, TUPLES, TWO_DICTIONARIES)
