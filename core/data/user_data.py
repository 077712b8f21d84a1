"""Data of one's own: samples that somebody has drawn or brought in a table, checked once and never changed.
It is compared, hashed and remembered by its digest, so that it may be a part of a Scenario."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.data.dataset import Dataset, Facts
from core.sentence import Sentence

USER_DATA = "own data"
ROWS, COLUMNS = 200_000, 100
# Squares and sums of such numbers are still far from overflowing, whatever a run does with them.
LARGEST = 1e12
NAME = 100


class UserData:
    """A training set, and perhaps a test set, with their names.

    Parameters
    ----------
    X : (N, D) numbers · t : (N, 1), or N numbers: 0 or 1
    X_test, t_test : likewise, M samples; None is no test set
    feature_names : D of them; none given: x1 … xD
    class_names : of t = 0 and of t = 1

    Attributes
    ----------
    The same, X (N, D), t (N, 1), X_test (M, D), t_test (M, 1) being copies that cannot be written to, and
    digest : 64 hexadecimal digits, the SHA-256 of all of it; two are equal where these are

    Raises ValueError, in one sentence, for data that no run can learn from, more than 200,000 rows or 100 columns,
    numbers beyond 1e12, and names that are empty, longer than 100 characters, not printable, or there twice.
    """

    __slots__ = ("X", "X_test", "__weakref__", "class_names", "digest", "feature_names", "t", "t_test")

    X: Array
    t: Array
    X_test: Array
    t_test: Array
    feature_names: tuple[str, ...]
    class_names: tuple[str, str]
    digest: str

    def __init__(
        self,
        X: ArrayLike,
        t: ArrayLike,
        X_test: ArrayLike | None = None,
        t_test: ArrayLike | None = None,
        feature_names: Sequence[str] = (),
        class_names: Sequence[str] = ("class 0", "class 1"),
    ) -> None:
        X, t = _samples(X, t)
        if len(X) == 0:
            raise ValueError(Sentence("There are no samples to learn from."))
        if X.shape[1] == 0:
            raise ValueError(Sentence("There is no feature to learn from."))
        if X.shape[1] > COLUMNS:
            raise ValueError(
                Sentence(
                    "There are {features:,} features, but at most {most} are allowed.",
                    features=X.shape[1],
                    most=COLUMNS,
                )
            )
        if (X_test is None) != (t_test is None):
            raise ValueError(Sentence("A test set needs both samples and targets."))
        if X_test is None or t_test is None:
            X_test, t_test = X[:0], t[:0]
        X_test, t_test = _samples(X_test, t_test)
        if X_test.shape[1] != X.shape[1]:
            raise ValueError(
                Sentence(
                    "The test set has {tested:,} features, but the training set {trained:,}.",
                    tested=X_test.shape[1],
                    trained=X.shape[1],
                )
            )
        if len(X) + len(X_test) > ROWS:
            raise ValueError(
                Sentence(
                    "There are {samples:,} samples, but at most {most:,} are allowed.",
                    samples=len(X) + len(X_test),
                    most=ROWS,
                )
            )
        if len(np.unique(t)) == 1:
            raise ValueError(Sentence("All samples are of one class, but a classifier needs two to tell apart."))
        feature_names = feature_names or tuple(f"x{i + 1}" for i in range(X.shape[1]))
        features = _names("feature", feature_names, X.shape[1])
        classes = _names("class", class_names, 2)
        fields = dict(X=X, t=t, X_test=X_test, t_test=t_test, feature_names=features, class_names=classes)
        for field, value in {**fields, "digest": _digest(fields)}.items():
            object.__setattr__(self, field, value)

    @property
    def source(self) -> Facts:
        """What can be said of it before a run; a run that names no features learns from all of them."""
        about = Sentence("{samples:,} samples of your own.", samples=len(self.X))
        return Facts(self.feature_names, self.feature_names, self.class_names, False, about)

    def dataset(self, features: tuple[str, ...] = ()) -> Dataset:
        """The named features of it, () being all; raises ValueError for a name that is none of them."""
        chosen = features or self.feature_names
        unknown = [feature for feature in chosen if feature not in self.feature_names]
        if unknown:
            raise ValueError(
                Sentence("{data} has no feature named {feature!r}.", data=Sentence(USER_DATA), feature=unknown[0][:40])
            )
        columns = [self.feature_names.index(feature) for feature in chosen]
        X, X_test = (X.take(columns, axis=1) for X in (self.X, self.X_test))
        return Dataset(X, self.t, X_test, self.t_test, chosen, (*self.class_names,))

    @property
    def nbytes(self) -> int:
        """How many bytes its numbers take."""
        return self.X.nbytes + self.t.nbytes + self.X_test.nbytes + self.t_test.nbytes

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, UserData) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        parts = f"{len(self.X)} samples, {len(self.X_test)} to test, {self.X.shape[1]} features"
        return f"UserData({parts}, {self.digest[:8]})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(Sentence("UserData never changes: make another."))

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(Sentence("UserData never changes: make another."))

    # What never changes needs no copies. dataclasses.asdict makes deep ones, and so does whoever hashes a Scenario
    # field by field: there this comes through as itself.
    def __copy__(self) -> "UserData":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "UserData":
        return self

    def __reduce__(self) -> tuple[type["UserData"], tuple[Any, ...]]:
        return UserData, (self.X, self.t, self.X_test, self.t_test, self.feature_names, self.class_names)


def _samples(X: ArrayLike, t: ArrayLike) -> tuple[Array, Array]:
    """Copies of the features (N, D) and the targets (N, 1) that cannot be written to."""
    try:
        X, t = np.array(X, dtype=float, order="C"), np.array(t, dtype=float, order="C")
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(Sentence("Features and targets must be tables of numbers.")) from error
    if X.ndim == 1 and len(X) == 0:
        raise ValueError(Sentence("There are no samples to learn from."))
    if X.ndim != 2:
        raise ValueError(Sentence("The features must be a table, one row per sample and one column per feature."))
    if t.ndim == 1:
        t = t[:, np.newaxis]
    if t.shape != (len(X), 1):
        raise ValueError(Sentence("There must be one target for each of the {samples:,} samples.", samples=len(X)))
    if not (np.isfinite(X).all() and np.isfinite(t).all()):
        raise ValueError(Sentence("A number is missing, or not finite."))
    if X.size and np.abs(X).max() > LARGEST:
        raise ValueError(Sentence("There is a number beyond {most:g}, too large to learn from.", most=LARGEST))
    if not np.isin(t, (0.0, 1.0)).all():
        raise ValueError(Sentence("Every target must be 0 or 1."))
    X.flags.writeable = t.flags.writeable = False
    return X, t


def _names(what: str, names: Sequence[str], count: int) -> tuple[str, ...]:
    if isinstance(names, str) or len(names) != count:
        raise ValueError(Sentence("There must be {count} {what} names.", count=count, what=Sentence(what)))
    for name in names:
        # What is not printable could end a line, or turn its direction, wherever the name is written.
        if not (isinstance(name, str) and 0 < len(name) <= NAME and name.isprintable() and name.strip()):
            raise ValueError(
                Sentence("A {what} name must be 1 to {most} printable characters.", what=Sentence(what), most=NAME)
            )
    if len(set(names)) != count:
        raise ValueError(Sentence("Two {what} names are the same.", what=Sentence(what)))
    return tuple(names)


def _digest(fields: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for field, value in fields.items():
        # The shape goes in as well, or 2 × 3 numbers would be the same as 3 × 2 of them.
        array = isinstance(value, np.ndarray)
        digest.update(json.dumps([field, value.shape if array else value]).encode())
        digest.update(value.tobytes() if array else b"")
    return digest.hexdigest()
