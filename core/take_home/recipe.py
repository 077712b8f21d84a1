"""A run as a few parts of plain NumPy code: the data, the start, every step, and what comes of it.
Each line does what `core.training.train` does, in the same order, so that W and dW agree to the last bit."""

import textwrap
from dataclasses import dataclass

from core.data.dataset import Dataset
from core.data.sets import SOURCES
from core.optimizer import RULES
from core.scenario import FAR, SMALL, Scenario
from core.training import History

CSV = "data.csv"


@dataclass(frozen=True)
class Part:
    """A few lines of code that belong together, and what they do."""

    title: str
    text: str
    code: str


def needs_csv(scenario: Scenario) -> bool:
    """Whether the code reads the samples from a file data.csv beside it: a table has no seed to draw it from."""
    return scenario.data not in SOURCES or not SOURCES[scenario.data].script


def parts(scenario: Scenario, data: Dataset, history: History) -> tuple[Part, ...]:
    """The parts of the run `history` of `scenario` on its own `data`; their code, one after the other, is a script.

    Nothing of a visitor's is in it but numbers, and the names of the classes in a comment.
    """
    return (
        Part("Data", _data_text(scenario), _data(scenario, data)),
        Part("Start", f"The weights W before the first step: {scenario.start}.", _start(scenario)),
        Part(
            "Every step",
            f"Loss, forward, backward, update: {scenario.loss} and {scenario.optimizer}.",
            _steps(scenario, data, history),
        ),
        Part("Result", "One row per step: W and dW (T+1, D+1), loss and accuracy (T+1,).", _result(data)),
    )


# The data

SCALED = {
    "standard": "shift, scale = X.mean(axis=0), X.std(axis=0)",
    "min-max": "shift, scale = X.min(axis=0), np.ptp(X, axis=0)",
}


def _data_text(scenario: Scenario) -> str:
    if not needs_csv(scenario):
        return f"{scenario.data.capitalize()}: X (N, D), t (N, 1), and X1 with a column of ones for the bias."
    scaled = "" if scenario.scaling == "as is" else f" (scaled already: {scenario.scaling})"
    return f"{CSV} must lie beside this file. One row per sample: its features{scaled}, t, and 1 if it is for the test."


def _data(scenario: Scenario, data: Dataset) -> str:
    code = "import numpy as np\n\n"
    meaning = "  # t: 0 is “{:.30}”, 1 is “{:.30}”".format(*data.class_names)
    uses_chance = scenario.source.synthetic or scenario.start in ("small random", "far away") or _batch(scenario, data)
    if uses_chance:
        seeds = f"np.random.SeedSequence({scenario.seed}).spawn(3)"
        code += f"streams = [np.random.default_rng(s) for s in {seeds}]  # for data, start, batches\n"
    if needs_csv(scenario):
        code += f'table = np.loadtxt("{CSV}", delimiter=",", skiprows=1)\n'
        code += "train = table[table[:, -1] == 0]\n"
        code += f"X, t = train[:, :-2], train[:, -2:-1]{meaning}\n"
    else:
        if scenario.source.synthetic:
            code += f"n, noise, rng = {scenario.samples}, {scenario.noise!r}, streams[0]\n"
            code += "t = np.arange(n) % 2.0\n"
        code += SOURCES[scenario.data].script
        chosen = scenario.features or SOURCES[scenario.data].default_features
        columns = [SOURCES[scenario.data].features.index(feature) for feature in chosen]
        # Row after row in memory, as a Dataset has them: then their mean has the same last bits.
        code += f"X = X[:, {columns}].copy()  # the chosen features\n"
        code += _scaling(scenario)
        code += f"t = t.reshape(-1, 1){meaning}\n"
    return code + "X1 = np.column_stack([X, np.ones(len(X))])\n"


def _scaling(scenario: Scenario) -> str:
    if scenario.scaling == "as is":
        return ""
    return (
        f"{SCALED[scenario.scaling]}  # feature scaling: {scenario.scaling}\n"
        "constant = (np.ptp(X, axis=0) == 0) | (scale == 0)  # such a column is shifted only\n"
        "X = (X - np.where(constant, X[0], shift)) / np.where(constant, 1.0, scale)\n"
    )


# The run


def _batch(scenario: Scenario, data: Dataset) -> int:
    """The samples of a step, or 0 where it takes all of them."""
    return scenario.batch if scenario.batch < len(data.X) else 0


def _start(scenario: Scenario) -> str:
    shape = f"({scenario.num_features + 1}, 1)"
    if scenario.start == "typed":
        numbers = ", ".join(repr(float(weight)) for weight in scenario.weights)
        numbers = textwrap.fill(numbers, max(100, len(numbers) // 6))
        return f"w = np.array([{numbers}]).reshape(-1, 1)\n"
    if scenario.start == "zero":
        return f"w = np.zeros({shape})\n"
    if scenario.start == "small random":
        return f"w = {SMALL} * streams[1].standard_normal({shape})\n"
    return f"w = streams[1].standard_normal({shape})\nw = {FAR} * w / np.linalg.norm(w)\n"


LOSS = {
    # -(t log z + (1 - t) log(1 - z)), but safe for any logit: see core.loss.
    "BCE": "np.maximum(y, 0) - t * y + np.log1p(np.exp(-np.abs(y)))",
    "MSE": "((1 - t) * sigmoid(y) - t * sigmoid(-y)) ** 2",
}

# dL/dy without its 1/N, and what it is. z - t is taken so that nothing is lost where z is near 1: see core.loss.
BACKWARD = {
    "BCE": """\
    # Backward: dL/dz · dz/dy is z - t for BCE; the 1/N comes last.
    dy = (1 - t{b}) * z - t{b} * sigmoid(-y)  # z - t; 1 - z is sigmoid(-y), with all its digits near z = 1
""",
    "MSE": """\
    # Backward: dL/dz · dz/dy is 2 (z - t) · z (1 - z) for MSE; the 1/N comes last.
    dy = 2 * ((1 - t{b}) * z - t{b} * sigmoid(-y)) * z * sigmoid(-y)
""",
}


def _steps(scenario: Scenario, data: Dataset, history: History) -> str:
    batch = _batch(scenario, data)
    rule = RULES[scenario.optimizer]
    code = """\
def sigmoid(y):
    with np.errstate(over="ignore"):  # where e^-y overflows, the sigmoid is 0, as it should be
        return 1 / (1 + np.exp(-y))

"""
    code += f"lr, steps = {scenario.learning_rate!r}, {history.steps}\n{rule.script_memory}"
    code += f"size, epoch = {batch}, {-(-len(data.X) // batch)}  # samples a step, steps an epoch\n" if batch else ""
    code += f"""\
W, dW, loss, accuracy = [], [], [], []
for step in range(steps + 1):
    # Loss and accuracy, over all samples, from the logit y = XW.
    y = X1 @ w
    loss.append(({LOSS[scenario.loss]}).mean())
    accuracy.append(((y > 0) == (t == 1)).mean())
"""
    if batch:
        code += """\
    # Forward: logit y and output z of this step's batch.
    first = step % epoch * size
    if first == 0:  # a new epoch: all samples in another order
        order = streams[2].permutation(len(X1))
    X_b, t_b = X1[order[first : first + size]], t[order[first : first + size]]
    y = X_b @ w
    z = sigmoid(y)
"""
    else:
        code += "    # Forward: the output z.\n    z = sigmoid(y)\n"
    code += BACKWARD[scenario.loss].format(b="_b" if batch else "")
    code += "    gradient = X_b.T @ dy / len(X_b)\n" if batch else "    gradient = X1.T @ dy / len(X1)\n"
    code += f"    W.append(w[:, 0])\n    dW.append(gradient[:, 0])\n    # Update: {scenario.optimizer}.\n"
    return code + rule.script_update


def _result(data: Dataset) -> str:
    code = "W, dW, loss, accuracy = np.array(W), np.array(dW), np.array(loss), np.array(accuracy)\n"
    if len(data.X_test):
        code += "test = table[table[:, -1] == 1]\n"
        code += "y_test = np.column_stack([test[:, :-2], np.ones(len(test))]) @ W.T\n"
        code += "test_accuracy = ((y_test > 0) == (test[:, -2:-1] == 1)).mean(axis=0)\n"
    return code + 'print(f"step {steps}: W = {W[-1]}, loss = {loss[-1]:.6g}, accuracy = {accuracy[-1]:.1%}")\n'
