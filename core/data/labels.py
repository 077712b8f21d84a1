"""From a table to data of one's own: one of its columns is the label, some of the others are the features.
A label has two classes: two values, one value against the rest, or the larger half of many numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.arrays import Array, Mask, Rows
from core.data.columns import show
from core.data.tables import Table
from core.data.user_data import UserData
from core.sentence import Counted, Sentence

# A column with more distinct values than these is no list of classes.
MANY = 20
ABOVE_MEDIAN = Sentence("above the median")
TEST_SHARES = (0.0, 0.9)


@dataclass(frozen=True)
class LabelChoices:
    """How a column may be a label.

    kind : "two" values: they are the classes · "several": one against the rest, or two to keep ·
        "many" numbers: the larger half of them · "none": it cannot
    values : what `to_user_data` takes as positive (and, but for "many", as negative), in their order
    sentence : what to tell
    """

    kind: Literal["two", "several", "many", "none"]
    values: tuple[str, ...]
    sentence: str


def label_choices(table: Table, column: str) -> LabelChoices:
    """How a column may be a label; its missing values do not count. Raises ValueError where there is no such column."""
    info = table.column(column)
    is_number = table.is_number(column)
    if info.distinct == 0:
        return LabelChoices("none", (), Sentence("“{column}” is empty, so it cannot be the label.", column=column))
    if info.distinct == 1:
        return LabelChoices(
            "none",
            (),
            Sentence("“{column}” is always {values}: a label needs two classes.", column=column, values=info.values[0]),
        )
    if info.distinct > MANY and not is_number:
        return LabelChoices(
            "none",
            (),
            Sentence(
                "“{column}” has {distinct:,} different values: a label has two, or at most {most}.",
                column=column,
                distinct=info.distinct,
                most=MANY,
            ),
        )
    if info.distinct > MANY:
        return LabelChoices(
            "many",
            (ABOVE_MEDIAN,),
            Sentence(
                "“{column}” has {distinct:,} different numbers, not classes: take those above the median "
                "as one class, and the rest as the other.",
                column=column,
                distinct=info.distinct,
            ),
        )
    if is_number:
        numbers = np.unique(table.numbers(column))
        values = tuple(show(float(number)) for number in numbers[~np.isnan(numbers)])
    else:
        values = tuple(sorted(set(table.texts(column)) - {""}))
    if len(values) == 2:
        return LabelChoices(
            "two",
            values,
            Sentence(
                "“{column}” has two values, {one} and {other}: the classes.",
                column=column,
                one=values[0],
                other=values[1],
            ),
        )
    return LabelChoices(
        "several",
        values,
        Sentence(
            "“{column}” has {values} values: choose one against the rest, or two to keep.",
            column=column,
            values=len(values),
        ),
    )


def to_user_data(
    table: Table,
    features: Sequence[str],
    label: str,
    positive: str,
    negative: str | None = None,
    test_share: float = 0.3,
    seed: int = 0,
) -> tuple[UserData, tuple[str, ...]]:
    """Some columns of a table as data, and a report of what was done with it, a sentence each.

    features : columns of numbers · label : the column with the classes
    positive : the value that is t = 1, or "above the median" for numbers
    negative : the value that is t = 0, and rows with any other value are left out; None: all others are t = 0
    test_share : of the rows, from 0 to 0.9 · seed : of the shuffle before the split, 0 or more

    Rows where the label or a feature is missing are left out. Nothing is scaled: that is the Scenario's business.
    Raises ValueError, in one sentence, where it cannot be done.
    """
    _check_features(table, features, label)
    is_one, is_zero, classes = _classes(table, label, positive, negative)
    columns = np.column_stack([table.numbers(feature) for feature in features])
    missing = np.isnan(columns)
    whole = np.asarray(~missing.any(axis=1))
    rows = np.flatnonzero(whole & (is_one | is_zero))
    X, t = columns[rows], is_one[rows].astype(float)
    for value, name in enumerate(classes):
        if not (t == value).any():
            raise ValueError(Sentence("Every row of the class {name} has a missing value.", name=name[:40]))
    train, test = _split(t, test_share, seed)
    data = UserData(X[train], t[train], X[test], t[test], tuple(features), classes)
    return data, _report(table, features, label, data, (whole, missing, is_one | is_zero))


def _check_features(table: Table, features: Sequence[str], label: str) -> None:
    if not features:
        raise ValueError(Sentence("Choose at least one feature."))
    for feature in features:
        info = table.column(feature)
        if feature == label:
            raise ValueError(Sentence("The label cannot be a feature too: its weight would do all the work."))
        if info.reason:
            raise ValueError(info.reason)


def _classes(table: Table, label: str, positive: str, negative: str | None) -> tuple[Mask, Mask, tuple[str, str]]:
    """Which rows are t = 1 and which are t = 0, (rows,), and what the two classes are called."""
    choices = label_choices(table, label)
    if choices.kind == "none":
        raise ValueError(choices.sentence)
    for value in (positive, negative):
        if value is not None and value not in choices.values:
            raise ValueError(
                Sentence("“{label}” has no value {value!r} to choose.", label=label[:30], value=str(value)[:30])
            )
    if positive == negative:
        raise ValueError(Sentence("The two classes must be different values."))
    if choices.kind == "many":
        numbers = table.numbers(label)
        median = float(np.nanmedian(numbers))
        # A missing number is neither above the median nor not above it.
        return numbers > median, numbers <= median, (f"{label} ≤ {show(median)}", f"{label} > {show(median)}")
    texts = np.array(table.texts(label), dtype=object)
    if negative is None and choices.kind == "two":
        negative = next(value for value in choices.values if value != positive)
    if negative is None:
        return texts == positive, (texts != positive) & (texts != ""), (f"not {positive}", positive)
    return texts == positive, texts == negative, (negative, positive)


def _split(t: Array, test_share: float, seed: int) -> tuple[Rows, Rows]:
    """The rows of the training set and of the test set; each must have both classes."""
    low, high = TEST_SHARES
    if not low <= test_share <= high:
        raise ValueError(Sentence("The test set must be a share from {low:g} to {high:g}.", low=low, high=high))
    if seed < 0:
        raise ValueError(Sentence("The seed must be 0 or more."))
    order = np.random.default_rng(seed).permutation(len(t))
    train, test = np.split(order, [len(t) - round(test_share * len(t))])
    if test_share > 0 and len(np.unique(t[train])) < 2:
        raise ValueError(Sentence("The training set does not have both classes: try another seed, or another share."))
    if test_share > 0 and len(np.unique(t[test])) < 2:
        raise ValueError(Sentence("The test set does not have both classes: try another seed, or another share."))
    return train, test


def _report(
    table: Table, features: Sequence[str], label: str, data: UserData, found: tuple[Mask, Mask, Mask]
) -> tuple[str, ...]:
    """What was done, a sentence each; `found` is which rows are whole, what is missing in them, and which count."""
    whole, missing, labelled = found
    report = []
    no_label = table.column(label).missing
    if no_label:
        report.append(
            Sentence("{no_label} left out, because “{label}” is missing there.", no_label=_rows(no_label), label=label)
        )
    others = int((~labelled).sum()) - no_label
    if others:
        report.append(
            Sentence(
                "{others} left out, because “{label}” is neither of the two classes.", others=_rows(others), label=label
            )
        )
    gaps = int((labelled & ~whole).sum())
    if gaps:
        counts = zip(features, (missing & labelled[:, np.newaxis]).sum(axis=0), strict=True)
        where = ", ".join(f"“{feature}” {count:,}" for feature, count in counts if count)
        report.append(
            Sentence("{gaps} left out, because a feature is missing there ({where}).", gaps=_rows(gaps), where=where)
        )
    n, m = len(data.X), len(data.X_test)
    report.append(
        Sentence("{value} used: {n:,} to train, {m:,} to test.", value=_rows(n + m), n=n, m=m)
        if m
        else Sentence("{n} used, all to train.", n=_rows(n))
    )
    ones = int(data.t.sum() + data.t_test.sum())
    report.append(
        Sentence(
            "{value:,} are “{zeros_name}” (t = 0), {ones:,} are “{ones_name}” (t = 1).",
            value=n + m - ones,
            zeros_name=data.class_names[0],
            ones=ones,
            ones_name=data.class_names[1],
        )
    )
    return tuple(report)


def _rows(count: int) -> str:
    return Counted("{n} row is", "{n:,} rows are", count)
