"""The learning rate beside the loss surface: a slider around the largest stable rate, and what a rate means."""

from dataclasses import replace
from functools import cache

import numpy as np

from core.optimizer import RULES
from core.scenario import LEARNING_RATE, Scenario
from core.surface.step_size import StepSize
from ui.language.speaking import N_, _, here, number
from ui.timeline.timeline import Rate

# What steps do in a bowl as steep as the valley's steepest direction, which near the minimum it is.
OF_ALL = {
    "glides": N_(
        "{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, each step ends before the "
        "valley's floor."
    ),
    "overshoots": N_(
        "{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, steps cross the valley and "
        "settle."
    ),
    "settles": N_("{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, the run settles."),
    "bounces": N_(
        "{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, steps bounce out of the valley."
    ),
}
OF_A_BATCH = {
    "glides": N_(
        "{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, steps over all samples end "
        "before the floor."
    ),
    "overshoots": N_(
        "{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, steps over all samples cross "
        "the floor and settle."
    ),
    "settles": N_(
        "{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, a run over all samples settles."
    ),
    "bounces": N_(
        "{times} × the largest stable rate, {formula} = {stable:.3g}: near the minimum, steps over all samples bounce "
        "out."
    ),
}
AT_START = N_("{times} × {formula}, which is {stable:.3g} by the curvature at the start: a guide only.")
OF_A_BATCH_AT_START = N_(
    "{times} × {formula}, which is {stable:.3g} by the curvature at the start over all samples: a guide only."
)
# From here on nobody counts the digits: 3e14 times.
MOST_WRITTEN_OUT = 1e6
# Notches a decade: a hand's smallest movement changes the rate by six percent.
FINE = 40
# How many decades the slider reaches below and above the largest stable rate; around the run's own where there is none.
BELOW, ABOVE = 2.0, 1.0
# Of a rate of the slider in largest stable ones: none has more digits.
LONGEST_RATIO = 0.0098


def about_rate(size: StepSize | None, scenario: Scenario) -> str:
    """A learning rate in words, beside the largest stable one, which is the whole data's."""
    batch = scenario.batch
    if size is None:
        if RULES[scenario.optimizer].stable is None:
            return _("This optimizer scales each step itself: it has no largest stable rate.")
        return _("At the start the surface bends up in no direction: there is no largest stable rate.")
    times = here(f"{size.ratio:,.0f}") if 100 <= size.ratio < MOST_WRITTEN_OUT else number(size.ratio, 2)
    if not size.at_minimum:
        by = OF_A_BATCH_AT_START if batch else AT_START
    else:
        by = (OF_A_BATCH if batch else OF_ALL)[size.kind]
    return _(by, times=times, formula=size.formula, stable=size.stable)


def longest_about_rate(size: StepSize | None, scenario: Scenario) -> str:
    """The longest that is said of any rate of the slider: it has room there, so that nothing moves below it."""
    own = about_rate(size, scenario)
    if size is None:
        return own
    # Of each kind, and with as many digits as any has.
    kinds = (replace(size, ratio=LONGEST_RATIO, kind=kind) for kind in OF_ALL)
    return max(own, *(about_rate(kind, scenario) for kind in kinds), key=len)


def rounded_rate(rate: float) -> float:
    """A learning rate as it can be written in three digits, and within its limits."""
    low, high = LEARNING_RATE
    return float(f"{min(max(rate, low), high):.3g}")


@cache
def _notch(place: int) -> float:
    """The rate that is so many notches above 1: the same on every slider."""
    return rounded_rate(10 ** (place / FINE))


def rate_slider(scenario: Scenario, size: StepSize | None, rates: tuple[float, ...] = ()) -> Rate:
    """The slider of a run's learning rate; on it every rate can be written in three digits.

    rates : its places, in order, one of them the run's own; without, as many as a hand can tell apart
    """
    own = scenario.learning_rate
    middle = own if size is None else size.stable
    low, high = LEARNING_RATE
    first = max(min(middle * 10**-BELOW, own), low)
    last = min(max(middle * 10**ABOVE, own), high)
    ends = np.round(FINE * np.log10([first, last])).astype(int)
    fine = {_notch(place) for place in range(ends[0], ends[1] + 1)}
    notches = sorted(rates or fine | {own})
    stable = None
    if size is not None and notches[0] <= size.stable <= notches[-1]:
        stable = float(np.interp(np.log(size.stable), np.log(notches), np.arange(len(notches))))
    return Rate(
        "surface",
        tuple(notches),
        notches.index(own),
        stable,
        about_rate(size, scenario),
        longest_about_rate(size, scenario),
    )


def spread(notches: tuple[float, ...], own: float, count: int) -> tuple[float, ...]:
    """So many of a slider's places, the run's own among them, as evenly as can be; all where there are fewer."""
    if len(notches) <= count:
        return notches
    now, last = notches.index(own), len(notches) - 1
    # So many to the left of it as its share of the way is, and the others to the right; both ends are among them.
    left = min(max(round((count - 1) * now / last), min(now, 1)), count - 1 - min(last - now, 1))
    places = {*np.linspace(0, now, left + 1).round(), *np.linspace(now, last, count - left).round()}
    return tuple(notches[int(place)] for place in sorted(places))
