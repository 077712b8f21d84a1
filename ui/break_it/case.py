"""What the page "Break it" makes of a scenario: a run that the bugs know, and one of its steps, at which the buggy code
is called. Every number comes from core.mistakes.effects; nothing is worked out here."""

from dataclasses import dataclass, replace

from core.arrays import Array
from core.data.dataset import Dataset
from core.mistakes.effects import Effect, effect_of
from core.mistakes.fingerprints import Verdict, recognise
from core.mistakes.mistake import Mistake
from core.mistakes.pasted_numbers import read_numbers
from core.scenario import Scenario
from core.training import History
from ui.language.speaking import _

# Steps of a run at the most: enough to see what a mistake does, and quickly there.
MOST_STEPS = 400


def comparable(scenario: Scenario) -> Scenario:
    """The scenario as the mistakes know it: BCE, plain gradient descent over all samples, at most 400 steps."""
    steps = min(scenario.steps, MOST_STEPS)
    return replace(scenario, loss="BCE", optimizer="gradient descent", batch=0, steps=steps)


def departures(scenario: Scenario) -> str:
    """What this page does otherwise than the sidebar says; "" where nothing."""
    said = []
    if scenario.loss != "BCE":
        said.append(_("These are bugs in BCE, so this page uses BCE on the same data."))
    if scenario.optimizer != "gradient descent" or scenario.batch:
        said.append(_("Here training is plain gradient descent over all samples."))
    if scenario.steps > MOST_STEPS:
        said.append(_("Here a run is cut off after {steps} steps.", steps=MOST_STEPS))
    return " ".join(said)


@dataclass(frozen=True)
class Case:
    """One step of the right run: X (N, D), t (N, 1), W (D+1, 1) there, and W where the run began."""

    X: Array
    t: Array
    W: Array
    start: Array
    learning_rate: float
    step: int

    def line(self) -> str:
        """Which numbers they are, besides the weights."""
        return _("N = {n:,}, D = {d}, step {step}", n=len(self.X), d=self.X.shape[1], step=self.step)

    def weights(self) -> str:
        """W with all its digits, as numpy reads it."""
        return f"W = np.array([{', '.join(f'[{float(weight)!r}]' for weight in self.W[:, 0])}])"

    def shape(self, kind: str) -> str:
        """The shape of dL/dz, dL/dy or dW."""
        return f"({len(self.W) if kind == 'dW' else len(self.X):,}, 1)"

    def effect(self, mistake: Mistake | None) -> Effect:
        """What the mistake does to the numbers of this step; for None, what the correct code makes of them."""
        return effect_of(mistake, self.X, self.t, self.W, self.start, self.learning_rate)

    def name(self, kind: str, text: str) -> Verdict:
        """Whose numbers these are. Raises ValueError, in one sentence, where the text cannot be read as numbers."""
        return recognise(kind, read_numbers(text), self.X, self.t, self.W, self.start)


def case_of(scenario: Scenario, data: Dataset, history: History, step: int) -> Case:
    """Step `step` of a run; a step behind its last is the last."""
    step = min(step, history.steps)
    W = history.W[step].reshape(-1, 1)
    return Case(data.X, data.t, W, scenario.start_weights(), scenario.learning_rate, step)
