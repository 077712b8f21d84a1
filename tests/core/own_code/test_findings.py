"""Somebody's code: correct in any style it passes, every classic bug is named, and none is named wrongly."""

from itertools import combinations

import numpy as np
import pytest

from core.classifier import Classifier
from core.loss import BCE
from core.mistakes.catalogue import MISTAKES
from core.optimizer import Optimizer
from core.own_code.check import check, report
from core.own_code.compare import CLOSE
from core.own_code.findings import findings
from core.own_code.known import known_models
from core.own_code.words import ENGLISH, GERMAN, say
from tests.core.own_code.library_styles import LIBRARY_STYLES
from tests.core.own_code.styles import COURSE, REMEMBERING, STYLES, WEIGHT_AND_BIAS

BUGS = [(style, key) for style in STYLES for key in style.bugs]
# What cannot be told there: which of the known bugs it is is not said, and no other is.
HONEST = {
    ("w and b apart", "no-transpose"),
    *((style.name, "no-transpose") for style in LIBRARY_STYLES),
    ("z − t at once", "stale-cache"),
}
FACTORS_OF_N = {"no-n", "twice-n"}


def found(style, *keys):
    names = style.run(*keys)
    return findings(names["Classifier"], names["BCE"], names.get("Optimizer"), ones=style.ones)


def wrong(said):
    return [each for each in said if not each.fine]


def named(said):
    return {mistake.key for each in said for mistake in each.mistakes}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_correct_solution_passes_in_any_style(style):
    said = found(style)
    assert [each.sentence for each in wrong(said)] == []
    # A loss that is one function has nothing of which dL/dz could be asked.
    asked = all(each.sentence != "no dL/dz" for each in said)
    assert report(said, "en")[-1] == ENGLISH["all right" if asked else "what is checked"]


def test_there_are_twelve_styles_and_more_and_each_bug_stands_in_some():
    assert len(STYLES) > 12
    assert {key for _, key in BUGS} == {mistake.key for mistake in MISTAKES if mistake.part != "update"}


@pytest.mark.parametrize(("style", "key"), BUGS, ids=lambda value: getattr(value, "name", value))
def test_every_bug_in_every_style_is_named(style, key):
    said = found(style, key)
    assert wrong(said)
    assert named(said) == (set() if (style.name, key) in HONEST else {key})


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_of_two_bugs_at_once_both_are_named_or_one_or_none_and_never_another(style):
    both = none = 0
    told = [key for key in style.bugs if (style.name, key) not in HONEST]
    for pair in combinations(style.bugs, 2):
        if set(pair) == FACTORS_OF_N:
            continue
        try:
            style.run(*pair)
        except AssertionError:  # one line cannot be wrong in two ways
            continue
        said = found(style, *pair)
        assert wrong(said), pair
        assert named(said) <= set(pair), pair
        both += named(said) == set(pair)
        none += not named(said) and set(pair) <= set(told)
    assert both >= none


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.key)
def test_the_catalogue_s_own_code_is_named(mistake):
    said = findings(mistake.model, mistake.loss, mistake.optimizer)
    assert named(said) == {mistake.key}
    for language in ("en", "de", "no such language"):
        assert mistake.hint in "\n".join(report(said, language))


def test_the_real_code_passes():
    assert wrong(findings(Classifier, BCE, Optimizer)) == []
    assert wrong(findings(Classifier(2), BCE(), Optimizer)) == []


def test_no_two_known_models_are_too_close_to_be_told_apart():
    for (one, steps), (other, others) in combinations(known_models(), 2):
        apart = 0.0
        for step, known in zip(steps, others, strict=True):
            for key, a in step.items():
                b = known[key]
                if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape:
                    apart = max(apart, float(np.abs(a - b).max() / np.abs(b).max()))
                else:
                    apart = np.inf if isinstance(a, np.ndarray) or isinstance(b, np.ndarray) else apart
        assert apart == 0.0 or apart > 20 * CLOSE, (one.mistakes, other.mistakes)


def test_both_languages_say_the_same_with_the_same_numbers():
    from string import Formatter

    def places(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert set(ENGLISH) == set(GERMAN)
    for key, text in ENGLISH.items():
        assert places(text) == places(GERMAN[key]), key


def test_a_number_in_a_sentence_is_written_as_elsewhere():
    assert say("en", "value", array="L", got=1e-5, right=-2.5e-12) == "L: wrong. It is 1e−5, and should be −2.5e−12."
    assert say("de", "value", array="L", got=1.5e-5, right=2e7).endswith("Der Wert ist 1,5e−5; richtig ist 2e7.")


# Whatever somebody's code does


def changed(line, other):
    return COURSE.code.replace(line, other)


RETURN_Z = "        self.cache = (X1, z)\n        return z"
HOSTILE = {
    "forward raises": (changed(RETURN_Z, "        raise KeyError('z')"), "forward raises KeyError"),
    "forward exits": (changed(RETURN_Z, "        raise SystemExit"), "forward raises SystemExit"),
    "an error that cannot be told": (
        changed(RETURN_Z, "        class E(Exception):\n            __str__ = None\n        raise E"),
        "forward raises E",
    ),
    "no return": (changed(RETURN_Z, "        self.cache = (X1, z)"), "z: None."),
    "a word": (changed(RETURN_Z, "        return 'z'"), "z: a str, not an array"),
    "ragged": (changed(RETURN_Z, "        return [[1], [2, 3]]"), "z: a list, not an array of numbers."),
    "N × N": (changed(RETURN_Z, "        self.cache = (X1, z)\n        return z.T * z"), "z: the shape is (5, 5)"),
    "NaN": (changed(RETURN_Z, "        return z * np.nan"), "z: it has NaN"),
    "no cache": (changed("        self.cache = (X1, z)\n", ""), "Has forward kept what backward looks for?"),
    "no backward": (changed("def backward(self, dout)", "def back(self, dout)"), "backward is missing"),
    "backward of nothing": (changed("        return X1.T @ (dout * dz)", "        X1.T @ (dout * dz)"), "dW: None."),
    "flat dW": (changed("X1.T @ (dout * dz)", "(X1.T @ (dout * dz)).ravel()"), "dW: the shape is (3,)"),
    "a gradient of targets": (changed("def backward(self, dout)", "def gradient(self, y)"), "with (dout)"),
    "one number too many": (changed("def backward(self, dout)", "def backward(self, X, dout)"), "with (dout)"),
    "X changed": (
        changed("        X1 = np.con", "        X += 0.1\n        X -= 0.1\n        X[0] = 0\n        X1 = np.con"),
        "forward changes X in place.",
    ),
    "dout changed": (
        changed("        dz = z * (1 - z)", "        dz = z * (1 - z)\n        dout *= 1.5"),
        "backward changes dout",
    ),
    "W changed": (
        changed("        dz = z * (1 - z)", "        dz = z * (1 - z)\n        self.W -= 0.1"),
        "backward changes W in place",
    ),
    "z changed": (
        changed("        return X1.T @ (dout * dz)", "        z *= (1 - z) * dout\n        return X1.T @ z"),
        "backward changes z in place",
    ),
    "log 0": (
        changed("        y_out = np.clip(y_out, 1e-12, 1 - 1e-12)\n        loss", "        loss"),
        "L: NaN or infinite",
    ),
    "1 / 0": (changed("        a = np.clip(a, 1e-12, 1 - 1e-12)\n", ""), "dL/dz: NaN or infinite"),
    "overflow": (changed("1 / (1 + np.exp(-x))", "np.exp(x) / (1 + np.exp(x))"), "z: wrong for large logits"),
    "a sum": (changed("np.mean(loss)", "np.sum(loss)"), "It is the sum over all samples"),
    "no minus": (changed("loss = -(", "loss = ("), "The minus in front is missing"),
    "log2": (
        changed("np.log(y_out) + (1 - y_truth) * np.log(1", "np.log2(y_out) + (1 - y_truth) * np.log2(1"),
        "This is log2",
    ),
    "weights for one feature too many": (
        changed("randn(self.num_features + 1, 1)", "randn(self.num_features + 2, 1)"),
        "W: the shape is (4, 1), and should be (3, 1).",
    ),
    "weights that are not taken": (
        changed("            self.W = weights\n", "            self.W = 0.1 * np.ones((self.num_features + 1, 1))\n"),
        "initialize_weights does not take the weights that it is given.",
    ),
    "logits": (changed("return 1 / (1 + np.exp(-x))", "return x"), "→ These are the logits y"),
    "the other class": (changed("np.exp(-x)", "np.exp(x)"), "→ These are the values of 1 − z."),
    "each loss": (changed("else np.mean(loss)", "else loss"), "L: the shape is (5, 1)"),
    "t − z": (changed("return -(b / a", "return (b / a"), "The sign is flipped"),
    "the constructor raises": (
        changed("        self.cache = None\n", "        1 / 0\n"),
        "Classifier raises ZeroDivisionError",
    ),
    "three times": (changed("X1.T @ (dout * dz)", "3 * X1.T @ (dout * dz)"), "dW: 3 times the right values"),
    "another axis": (changed("X1.T @ (dout * dz)", "(X1 * dout * dz).sum(axis=1)"), "over the features of each sample"),
    "the same, a column": (
        changed("X1.T @ (dout * dz)", "np.sum(X1 * dout * dz, axis=1, keepdims=True)"),
        "over the features of each sample",
    ),
    "reshape": (changed("X1.T @ (dout * dz)", "X1.reshape(-1, len(X1)) @ (dout * dz)"), "reshape does not transpose"),
    "a row": (changed("X1.T @ (dout * dz)", "(dout * dz).T @ X1"), "The values are right, in another shape."),
    "a penalty": (changed("X1.T @ (dout * dz)", "X1.T @ (dout * dz) + 0.1 * self.W"), "A multiple of W is added"),
    "a penalty without the bias": (
        changed(
            "X1.T @ (dout * dz)",
            "X1.T @ (dout * dz) + 0.01 * self.W * [[1]] * (np.arange(len(self.W)) < len(self.W) - 1)[:, None]",
        ),
        "A multiple of W is added",
    ),
    "a slip": (changed("X1.T @ (dout * dz)", "X1.T @ (dout * dz) + 0.1"), "None of the known bugs"),
    "dL/dy": (
        changed("/ (1 - a)) / len(y_out)", "/ (1 - a)) * a * (1 - a) / len(y_out)"),
        "these are the values of dL/dy",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["en", "de"])
def test_whatever_the_code_does_ends_in_a_sentence(name, language, capsys):
    code, sentence = HOSTILE[name]
    assert code != COURSE.code
    names = {"np": np}
    exec(code, names)
    check(names["Classifier"], names["BCE"], language=language)
    text = capsys.readouterr().out
    assert "Traceback" not in text
    assert "{" not in text
    if language == "en":
        assert sentence in text
        # None of these is one of the classic bugs.
        assert "This is the bug" not in text
    else:
        assert GERMAN["all right"] not in text


# By a sentence that is said of it: what is no known bug, or only in part, has no other bug's name.
PARTLY_KNOWN = {
    "dL/dz: these are 2 times the values of dL/dy": [("/ len(y_out)", "* 2 * a * (1 - a) / len(y_out)")],
    "2(z − t) / N is the slope of MSE": [("/ len(y_out)", "* 2 * a * (1 - a) / len(y_out)")],
    "dL/dz: these are N times the values of dL/dy": [(" / len(y_out)", " * a * (1 - a)")],
    "dL/dz: these are −1 times the values": [("return -(b / a", "return a * (1 - a) * (b / a")],
    "BCE.backward changes t in place": [
        ("        a, b = y_out", "        y_truth *= y_truth + 1\n        a, b = y_out")
    ],
    "z: wrong. Row 1 has 0.73106": [("np.ones((X.shape[0], 1))", "np.zeros((X.shape[0], 1))")],
    "Something of the first is left over": [("self.cache = (X1, z)", "self.cache = ((self.cache or [X1])[0], z)")],
    "dW: wrong. Row 1 has −1.1157": [("self.cache = (X1, z)", "self.cache = (X1, X1 @ self.W)")],
    "dW: wrong. Row 3 has 0,": [("(dout * dz)", "(dout * dz) * [[1], [1], [0]][: X1.shape[1]]")],
    "z: not checked, because the weights": [
        ("self.W = weights", "self.one, self.two = weights, weights"),
        ("self.W = 0.001 * np.random.randn(self.num_features + 1, 1)", "self.one = self.two = np.zeros((3, 1))"),
        ("X1 @ self.W", "X1 @ self.two[: X1.shape[1]]"),
        ("initialize_weights(self, w", "begin(self, w"),
        ("self.initialize_weights()", "self.begin()"),
    ],
}


@pytest.mark.parametrize("sentence", PARTLY_KNOWN)
def test_what_is_known_in_part_has_no_other_bug_s_name(sentence):
    code = COURSE.code
    for line, wrong_line in PARTLY_KNOWN[sentence]:
        assert code.count(line) == 1, line
        code = code.replace(line, wrong_line)
    names = {"np": np}
    exec(code, names)
    said = findings(names["Classifier"], names["BCE"])
    assert sentence in "\n".join(report(said, "en"))
    assert named(said) == set()


def test_a_db_that_is_missing_or_not_summed_is_said_as_such_and_a_loss_that_fails_is_told_of_once():
    names = {"np": np}
    exec(WEIGHT_AND_BIAS.code.replace("return dw, db", "return dw, np.ones((5, 1))"), names)
    [said] = wrong(findings(names["Classifier"], names["BCE"]))
    assert report([said], "en")[0].startswith("db: the shape is (5, 1), and should be")
    exec(WEIGHT_AND_BIAS.code.replace("return dw, db", "return dw"), names)
    [said] = wrong(findings(names["Classifier"], names["BCE"]))
    assert report([said], "en")[0] == "db: None. Is a return missing?"
    exec(REMEMBERING.code.replace("def forward(self, prediction, target):", "def forward(self, p):"), names)
    assert len(wrong(findings(names["Classifier"], names["BCE"]))) == 1


@pytest.mark.parametrize("given", [None, 3, "Classifier", object, int, print, np.zeros(3), lambda: 1 / 0, [], ()])
def test_anything_at_all_may_be_given(given, capsys):
    check(given, given)
    check(Classifier, given)
    check(given, BCE)
    check(Classifier, BCE, given)
    text = capsys.readouterr().out
    assert "Traceback" not in text
    assert text.count(ENGLISH["all right"]) == (given is None)


def test_it_prints_nothing_of_theirs_and_leaves_all_as_it_was(capsys):
    names = COURSE.run()
    loud = type("Loud", (names["Classifier"],), {})
    loud.forward = lambda self, X: print("noise") or names["Classifier"].forward(self, X)
    model = loud(2)
    W = model.W.copy()
    check(model, names["BCE"]())
    text = capsys.readouterr().out
    assert "noise" not in text
    assert np.array_equal(model.W, W)
    assert model.cache is None
