"""The compared runs, each written as what it changes of the sidebar's settings, in one text for the link.
`optimizer:Adam,lr:0.05|batch:8` are two runs; `same` is the sidebar's own."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.data.scaling import original_weights, scaled_weights
from core.optimizer import RULES
from core.scenario import WEIGHT, Scenario
from ui.language.numbers import is_number
from ui.language.speaking import N_, _, here
from ui.settings.parameter import write_number
from ui.settings.scenario_settings import BY_NAME

# With more nobody tells the lines apart.
MOST_RUNS = 4
FIELDS = ("loss", "optimizer", "lr", "batch", "start", "scaling")
OPTIMIZERS = "|".join(
    f"optimizer:{name}" + (f",lr:{rule.compared_rate}" if rule.compared_rate else "")
    for name, rule in tuple(RULES.items())[:MOST_RUNS]
)

# A run that changes nothing.
SAME = "same"

Changes = dict[str, Any]


@dataclass(frozen=True)
class Classic:
    """A comparison in one click: its runs, the settings it needs besides (none: it takes those that are chosen)."""

    name: str
    runs: str
    settings: dict[str, Any] | None
    about: str

    @property
    def varied(self) -> frozenset[str]:
        """The settings that each of its runs has for itself."""
        return frozenset.intersection(*(frozenset(changes) for changes in read_runs(self.runs)))


CLASSICS = (
    Classic(N_("Optimizers"), OPTIMIZERS, None, N_("The optimizers side by side, from one start.")),
    Classic(
        N_("Learning rates"),
        "lr:0.01|lr:0.3|lr:3|lr:30",
        None,
        N_("From a crawl to a leap: 0.01, 0.3, 3 and 30."),
    ),
    Classic(
        N_("Batch sizes"),
        "batch:all|batch:32|batch:8|batch:1",
        None,
        N_("All samples at every step, or 32, 8 or 1 of them."),
    ),
    Classic(
        N_("Scaling"),
        "scaling:as is|scaling:standard",
        {"data": "unscaled", "noise": 0.3, "start": "zero", "lr": 1.0, "steps": 300},
        N_("The second feature is four times larger: as it is, and standardized."),
    ),
    Classic(
        N_("Losses"),
        "loss:BCE|loss:MSE",
        {"data": "blobs", "start": "typed", "weights": "-15, -15, 0", "lr": 1.0, "steps": 200},
        N_("BCE and MSE from a start where nearly every output is confidently wrong."),
    ),
)


def read_runs(text: str) -> tuple[Changes, ...]:
    """The runs that a text names; an empty text names the optimizers.

    Raises ValueError with a sentence that completes "The list of runs …".
    """
    parts = (text or OPTIMIZERS).split("|")
    if len(parts) > MOST_RUNS:
        raise ValueError(_("may name at most {most} runs", most=MOST_RUNS))
    return tuple(_read_run(part) for part in parts)


def _read_run(text: str) -> Changes:
    changes: Changes = {}
    for part in text.split(",") if text not in ("", SAME) else ():
        name, colon, value = part.partition(":")
        if not colon or name not in FIELDS or name in changes:
            raise ValueError(_("must say what changes, like lr:2, of {fields}", fields=", ".join(FIELDS)))
        try:
            changes[name] = BY_NAME[name].read(value)
        except ValueError as error:
            raise ValueError(
                _("is broken: the {setting} {problem}", setting=_(BY_NAME[name].label), problem=error)
            ) from None
    if changes.get("start") == "typed":
        raise ValueError(_("cannot hold typed weights: those of the sidebar are for all runs"))
    return changes


def unusable(error: ValueError) -> str:
    """What is said of a list that cannot be read, or whose runs cannot be had."""
    return _(
        "The list of runs in this link {problem}; the optimizers are compared.",
        problem=_(error).rstrip("."),
    )


def write_runs(runs: tuple[Changes, ...]) -> str:
    """The text that names these runs; "" for the optimizers."""
    text = "|".join(",".join(f"{name}:{_plain(value)}" for name, value in run.items()) or SAME for run in runs)
    return "" if text == OPTIMIZERS else text


def _plain(value: Any) -> str:
    return write_number(value) if isinstance(value, float) else str(value)


def label(changes: Changes) -> str:
    """A run's name: what it changes, in few words."""
    parts = []
    for name, value in changes.items():
        text = _plain(value)
        said = here(text) if is_number(text) else _(text)
        if name == "lr":
            said = f"lr {said}"
        elif name == "batch":
            said = _("batch {size}", size=said)
        elif name == "scaling":
            said = _("scaling {way}", way=said)
        parts.append(said)
    return ", ".join(parts) or _("as in the sidebar")


def scenarios(base: Scenario, runs: tuple[Changes, ...]) -> tuple[Scenario, ...]:
    """Each run's scenario: the sidebar's with its changes, from the same start in the units of the unscaled data.

    Where there is very much data, all of them are shorter: together they may take as long as one run alone.
    """
    shorter = _shorter(base, len(runs))
    return tuple(_changed(shorter, changes) for changes in runs)


def _shorter(base: Scenario, count: int) -> Scenario:
    return replace(base, steps=min(base.steps, base.most_steps(count)))


def check(base: Scenario, runs: tuple[Changes, ...]) -> None:
    """Whether these runs can be had, without drawing any data. Raises ValueError with a sentence where they cannot."""
    shorter = _shorter(base, len(runs))
    for changes in runs:
        _with_changes(shorter, changes)


def shortened(base: Scenario, count: int) -> str:
    """What to say where the runs are shorter than the sidebar says; "" where they are not."""
    most = base.most_steps(count)
    if base.steps <= most:
        return ""
    return _(
        "With {samples:,} samples, {runs} runs are cut off after {most:,} steps here.",
        samples=base.size,
        runs=count,
        most=most,
    )


def _with_changes(base: Scenario, changes: Changes) -> Scenario:
    names = {"lr": "learning_rate"}
    fields = {names.get(name, name): value for name, value in changes.items()}
    if "batch" in fields:
        fields["batch"] = 0 if fields["batch"] == "all" else int(fields["batch"])
    if "start" in fields:
        fields["weights"] = ()
    return replace(base, **fields)


def _changed(base: Scenario, changes: Changes) -> Scenario:
    run = _with_changes(base, changes)
    if run.scaling == base.scaling or "start" in changes:
        return run
    # Other units, the same outputs: so both begin at one point of the surface.
    ours, theirs = base.dataset(), run.dataset()
    start = original_weights(base.start_weights().T, ours.shift, ours.scale)
    weights = np.clip(scaled_weights(start, theirs.shift, theirs.scale)[0], -WEIGHT, WEIGHT)
    return replace(run, start="typed", weights=tuple(float(weight) for weight in weights))
