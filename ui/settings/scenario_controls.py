"""The sidebar's controls of the run: the data, the start, the training. Each is bound to its parameter of the link, and
puts what it says into `settings`. State changes in callbacks only, and nothing is drawn there."""

import streamlit as st

from core.data.dataset import Facts
from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.data.user_data import USER_DATA
from core.loss import LOSSES
from core.optimizer import RULES
from core.scenario import LEARNING_RATE, NOISE, SAMPLES, SEED, STARTS, STEPS
from ui.bridge import race
from ui.language.speaking import _
from ui.markdown import plain
from ui.serving import table_shelf
from ui.settings import address, changes, links, session
from ui.settings.choice import choose
from ui.settings.parameter import Settings, write_number
from ui.settings.scenario_settings import BATCHES, fitting, user_data, with_data
from ui.settings.typed_numbers import type_numbers

# Notches of the learning rate's slider: the round numbers that people say, about equally far apart on a log scale.
DIGITS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)
RATES = {float(f"{digit}e{power}") for power in range(-4, 2) for digit in DIGITS} | {LEARNING_RATE[1]}


def data(settings: Settings) -> None:
    """Draw the controls of the data: what they say goes into `settings`, as with all of these."""
    default = links.defaults()
    settings["points"] = address.read("points")
    known = [f"- **{_(name)}**: {_(source.about)}" for name, source in SOURCES.items()]
    own = _("**{own}**: what you draw, or upload as a table, on the page Your data.", own=_(USER_DATA))
    name = choose(
        st.selectbox,
        _("Data set"),
        (*SOURCES, USER_DATA),
        default["data"],
        session.DATA,
        on_change=_on_data,
        help="\n".join([_("What the classifier learns from."), "", *known, f"- {own}"]),
    )
    settings["data"] = name
    session.DATA_BEFORE.set(name)


def _on_data() -> None:
    if race.is_holding():
        return
    # Another table has other columns and another number of weights, and what suited the last one hardly suits it.
    before = {**changes.current(), "data": session.DATA_BEFORE.get()}
    changes.adjust(with_data(before, session.DATA.get() or before["data"]))


def start(settings: Settings) -> None:
    """Draw the controls of where the run begins."""
    default = links.defaults(settings["data"])
    settings["start"] = choose(
        st.selectbox,
        _("Start weights"),
        STARTS,
        default["start"],
        session.START,
        on_change=_on_start,
        help=_(
            "W before the first step: all zero; small random (standard deviation 0.1); far away (length "
            "10, in a random direction); or typed. A click on the loss surface starts there."
        ),
    )
    settings["weights"] = type_numbers(
        _("Typed weights"),
        default["weights"],
        session.WEIGHTS,
        placeholder="0.1, -0.2, 0.3",
        max_chars=links.LONGEST,
        help=_(
            "For the start “typed”: one number per feature, then the bias, separated by commas. With "
            "decimal commas, separate them by semicolons: 0,1; -0,2; 0,3."
        ),
    )


def _on_start() -> None:
    # An empty field would be an error at once: it begins with where the run began before.
    last = session.CHOSEN.get()
    if last is not None and session.START.get() == "typed" and not session.WEIGHTS.get():
        weights = last.scenario.start_weights()[:, 0]
        session.WEIGHTS.set(", ".join(f"{weight:.4g}" for weight in weights))


def training(settings: Settings) -> None:
    """Draw the controls of the loss, the optimizer and the batch."""
    default = links.defaults(settings["data"])
    settings["loss"] = choose(
        st.selectbox,
        _("Loss"),
        tuple(LOSSES),
        default["loss"],
        session.LOSS,
        help=_(
            "Binary cross-entropy, or mean squared error on the same sigmoid output, to see what goes wrong with it."
        ),
    )
    settings["optimizer"] = choose(
        st.selectbox,
        _("Optimizer"),
        tuple(RULES),
        default["optimizer"],
        session.OPTIMIZER,
        help=_(
            "How dW becomes the next step: {rules}.",
            rules="; ".join(f"{_(name)} {_(rule.about)}" for name, rule in RULES.items()),
        ),
    )


def learning_rate(settings: Settings) -> None:
    """Draw the slider of how far a step goes."""
    default = links.defaults(settings["data"])
    # A link may hold any learning rate: it gets a notch of its own between the round ones. Back and Forward lead to
    # what the address says: without a notch Streamlit would take it for none, and out of the address.
    said = address.setting("lr")
    now = said if race.is_history_navigation() else session.LEARNING_RATE.get() or said
    settings["lr"] = choose(
        st.select_slider,
        _("Learning rate"),
        sorted({*RATES, now}),
        default["lr"],
        session.LEARNING_RATE,
        write_number,
        help=_(
            "lr, the length of a step as a multiple of dW (or of what the optimizer makes of dW): from "
            "0.0001 to 100. A link may contain any number in between."
        ),
    )


def steps(settings: Settings) -> None:
    """Draw the field for the length of the run."""
    settings["steps"] = st.number_input(
        _("Steps"),
        *STEPS,
        links.defaults(settings["data"])["steps"],
        100,
        key=session.STEPS.name,
        bind="query-params",
        help=_("The number of updates of W in the run."),
    )


def samples(settings: Settings) -> None:
    """Draw the controls of what is drawn of the data, and of how the run goes through it."""
    default = links.defaults(settings["data"])
    source = source_of(settings)
    settings["features"] = st.multiselect(
        _("Features"),
        source.features,
        key=session.FEATURES.name,
        bind="query-params",
        on_change=_on_features,
        placeholder=", ".join(source.default_features),
        help=_(
            "The columns of X. With one feature you see the sigmoid curve; with two, a line; with "
            "more, the first two "
            "are the axes. If none is chosen: {features}.",
            features=plain(", ".join(source.default_features)),
        ),
    )
    settings["scaling"] = choose(
        st.selectbox,
        _("Scaling"),
        SCALINGS,
        default["scaling"],
        session.SCALING,
        help=_(
            "How the features are scaled, fitted on the training set. As is: unchanged. Standard: mean "
            "0, standard deviation 1. Min-max: from 0 to 1."
        ),
    )
    settings["samples"] = st.number_input(
        _("Samples"),
        *SAMPLES,
        default["samples"],
        10,
        key=session.SAMPLES.name,
        bind="query-params",
        help=_("N, the number of samples drawn. Real data sets have a fixed number."),
    )
    settings["noise"] = st.number_input(
        _("Noise"),
        *NOISE,
        default["noise"],
        0.05,
        format="%.2f",
        key=session.NOISE.name,
        bind="query-params",
        help=_("Standard deviation of the scatter, in units of x. More noise, more overlap."),
    )
    settings["batch"] = choose(
        st.selectbox,
        _("Batch size"),
        BATCHES,
        default["batch"],
        session.BATCH,
        help=_("Samples per step: all of them, or mini-batches, shuffled anew by the seed every epoch."),
    )
    settings["seed"] = st.number_input(
        _("Seed"),
        *SEED,
        default["seed"],
        key=session.SEED.name,
        bind="query-params",
        help=_("The same seed gives the same data, start weights and batches."),
    )


def _on_features() -> None:
    if not race.is_holding():
        changes.adjust(fitting(changes.current()))


def source_of(settings: Settings) -> Facts:
    """What is known of the chosen data; of one's own, as long as there is none, nothing."""
    if settings["data"] != USER_DATA:
        return SOURCES[settings["data"]]
    try:
        found = user_data(settings, table_shelf.used())
    except ValueError:
        found = None
    return found.source if found is not None else Facts((), (), ("", ""), False, "")
