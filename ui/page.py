"""What there is to say of a page: one record, which the navigation, the links, the light view, the static site, the
exports and Share read. A folder with a record in it is a page; no list names it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from core.data.dataset import Dataset
from core.scenario import FREE_FEATURES, Scenario
from core.training import History
from ui.language.speaking import _, ngettext, number
from ui.settings import scenario_settings
from ui.settings.parameter import Parameter, Settings, write_number
from ui.timeline.content import Content
from ui.timeline.draft import Draft, Hold
from ui.timeline.timeline import Timeline, Track

# Gives the data of a scenario and the whole history of its run, and may know them already.
Runner: TypeAlias = Callable[[Scenario], tuple[Dataset, History]]

# Of a loss in a sentence.
LOSS_DIGITS = 3
# A step takes as long as this many samples before it looks at the first; and the app's own tables have about 500.
STEP_SAMPLES, TABLE_SAMPLES = 600, 500
# The work (see `work`) of about 50 ms.
LARGE = 2_000_000

ALWAYS = frozenset(parameter.name for parameter in scenario_settings.PARAMETERS)


@dataclass(frozen=True)
class Shown:
    """What a page is to show: a run, all settings, which it is made of, and the step at which the page stands."""

    scenario: Scenario
    settings: Settings
    step: int


@dataclass(frozen=True)
class Moment:
    """Where a link stands, for a sentence on it.

    case : what its run is called · step, stage : where in it
    history : gives the run; None where it takes long, or where its loss is not to be said
    """

    case: str
    step: int
    stage: str = ""
    history: Callable[[], History | None] = lambda: None

    @property
    def without_loss(self) -> "Moment":
        """The same where the loss is that of another run, or of one among several."""
        return replace(self, history=lambda: None)

    def __str__(self) -> str:
        """The run, and how far it has come."""
        history = self.history()
        if history is None:
            if not self.step:
                return _("{case} before the first step", case=self.case)
            return ngettext("{case} after {n} step", "{case} after {n:,} steps", self.step, case=self.case)
        step = min(self.step, history.steps)
        loss = number(float(history.loss[step]), LOSS_DIGITS)
        if not step:
            return _("{case} before the first step, loss {loss}", case=self.case, loss=loss)
        return ngettext(
            "{case} after {n} step, loss {loss}",
            "{case} after {n:,} steps, loss {loss}",
            step,
            case=self.case,
            loss=loss,
        )


class Page:
    """A page of the app.

    code : its name in an address, and that of its folder and its script in pages/ · title : in the navigation
    place : among the pages · menu : of the navigation in which it stands, "" for the line itself
    at_bare_address : whether it is the page at the app's own address
    question : what there is to find out on it, in one sentence · invitation : what to ask oneself first, "" for nothing
    lesson : one that begins with this question, where it can be answered before it is seen
    in_footer : whether only a line at the end leads to it
    about : what it shows, where a card has nothing better to say, without its full stop
    parameters : the settings that it alone asks for, with a control of its own or one in the sidebar's view
    page_controls : those of them whose control stands on the page itself
    cases : whether the classic cases are offered above its charts
    depends_on : the settings that its timeline depends on, besides its own; all others leave it as it is
    shown_by_a_link : whether a link alone is enough to show it: then it has a light view, and can be a file
    asks : what a click on a light view asks its full page about, "" for nothing
    of_one_moment : whether what it shows of a run is its end, whatever the step
    inside_a_step : whether its player goes through the stages of one step, for a sample: its link names both
    by_hand : whether something can be moved on it by hand, so that it has a scene and drafts
    stems : whether it has the stems of all samples, which a static site may round to save room
    contents : the kinds of what its panels have that are no charts
    picture : the panels that its picture on an index may be of, the first one first
    """

    code: str
    title: str
    place: int
    menu: str = ""
    at_bare_address: bool = False
    question: str = ""
    invitation: str = ""
    lesson: str = ""
    in_footer: bool = False
    about: str = ""
    parameters: tuple[Parameter, ...] = ()
    page_controls: frozenset[str] = frozenset()
    cases: bool = False
    depends_on: frozenset[str] = ALWAYS
    shown_by_a_link: bool = False
    asks: str = ""
    of_one_moment: bool = False
    inside_a_step: bool = False
    by_hand: bool = False
    stems: bool = False
    contents: tuple[type[Content], ...] = ()
    picture: tuple[str, ...] = ()

    @property
    def settings(self) -> frozenset[str]:
        """All settings that act on it: only their controls are shown."""
        return self.depends_on | {parameter.name for parameter in self.parameters}

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        """What its player shows where no page stands around it, so that panels say all. Only a page that is shown by a
        link has it."""
        raise NotImplementedError(f"The page {self.title} is more than a player.")

    def timeline_in_file(self, shown: Shown, run: Runner) -> Timeline:
        """The same in a file, where nobody can be asked for another step, or for more of this one."""
        return self.timeline_alone(shown, run)

    def learning_rates(self, shown: Shown, run: Runner, count: int) -> tuple[float, ...]:
        """So many learning rates at which a file can have it, in order, the run's own among them; () for none."""
        return ()

    def at_rates(self, shown: Shown, run: Runner, rates: tuple[float, ...]) -> Iterator[Timeline]:
        """The timeline of a file at each of such rates; only where there are any."""
        raise NotImplementedError(f"The page {self.title} has no other rates.")

    def check(self, settings: Settings) -> tuple[Settings, tuple[str, ...], tuple[str, ...]]:
        """The settings that this page can show, sentences on what it does otherwise than they say, and one for each
        value that was not usable."""
        return settings, (), ()

    def idle(self, settings: Settings) -> frozenset[str]:
        """Those of its settings that do nothing as long as the others are these."""
        return frozenset()

    def last_step(self, settings: Settings) -> int | None:
        """The last step that it has of any run; None where it has all of them."""
        return None

    def follows(self, settings: Settings) -> str:
        """When another step of the run needs another timeline: "" for never, else as light_view.js says."""
        return ""

    def in_space(self, settings: Settings) -> bool:
        """Whether it has a 3-D chart, which needs all of Plotly."""
        return False

    def flat(self, settings: Settings) -> Settings:
        """The settings with flat charts only, for a picture."""
        return settings

    def coarse(self, settings: Settings) -> bool:
        """Whether its timeline may leave out what `detail` has."""
        return False

    def foreseen(self, settings: Settings) -> bool:
        """Whether all that stands above its player is known beforehand: then it is shown before the page runs."""
        return False

    def detail(self, shown: Shown, run: Runner) -> tuple[str, tuple[Track, ...]]:
        """A panel, and its tracks of one step in full; no tracks where the timeline has them in full."""
        return "", ()

    def scene(self, shown: Shown, run: Runner) -> Any:
        """What stands still while a hand moves something on it, for `draft`; only where it is `by_hand`."""
        raise NotImplementedError(f"Nothing can be moved on the page {self.title}.")

    def draft(self, scene: Any, hold: Hold, step: int) -> Draft:
        """A step under the hand (see ui/timeline/draft.py); only if it is `by_hand`.

        Raises ValueError for what no hand can hold.
        """
        raise NotImplementedError(f"Nothing can be moved on the page {self.title}.")

    def is_large(self, shown: Shown) -> bool:
        """Whether its timeline takes more than some 50 ms: then it is computed where no small one waits for it."""
        return is_large(shown.scenario)

    def heading(self, settings: Settings) -> str:
        """What a page with these settings is called."""
        return f"{_(self.title)}: {', '.join(self.said_of(settings))}"

    def sentence(self, settings: Settings, moment: Moment) -> str:
        """What a link with these settings shows, in a short sentence: the title of its card, where it has none."""
        return f"{_(self.title)}: {moment}"

    def said_of(self, settings: Settings) -> tuple[str, ...]:
        """What a heading says of these settings, each in a word or two, the most telling first."""
        return _(settings["data"]), settings["loss"], _(settings["optimizer"]), rate_of(settings)

    def key(self, settings: Settings) -> Settings:
        """The settings with those alike for which it shows the same."""
        return settings

    def of_one_step(self, step: int) -> str:
        """What is said of a file where another step of the run would need another timeline."""
        return _("This page shows step {step} of the run.", step=step)


def work(scenario: Scenario) -> float:
    """What the time of a run is proportional to, about 25 ns each: (samples + 600) × steps, more for a wide table."""
    wide = max(scenario.num_features, FREE_FEATURES) / FREE_FEATURES
    return ((scenario.size or TABLE_SAMPLES) * wide + STEP_SAMPLES) * scenario.steps


def is_large(*scenarios: Scenario) -> bool:
    """Whether runs take more than some 50 ms altogether."""
    return sum(map(work, scenarios)) > LARGE


def rate_of(settings: Settings) -> str:
    """The learning rate in words."""
    return _("learning rate {rate}", rate=write_number(settings["lr"]))
