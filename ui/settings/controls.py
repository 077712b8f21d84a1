"""The controls that all pages share: the sidebar, bound to the address bar, and the presets.
State changes in callbacks only, and nothing is drawn there."""

import html
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.data.dataset import Facts
from core.data.own_data import OWN, Own
from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.loss import LOSSES
from core.optimizer import RULES
from core.scenario import LEARNING_RATE, NOISE, SAMPLES, SEED, STARTS, STEPS, Scenario
from core.surface.sections import DIRECTIONS, HELD
from core.surface.step_size import StepSize
from core.take_home.saved import Place
from ui.backward_pass.graph import GRAPHS
from ui.backward_pass.stages import STAGES
from ui.bridge import race
from ui.gradient_check.errors import WIDTHS
from ui.loss_surface.look import AROUND, BESIDE, FIELDS, HEIGHTS, Look
from ui.loss_surface.page import read_point, to_look
from ui.page import Page
from ui.panels.view import ORDERS, SCALES, SURFACES, View, to_view
from ui.serving import table_shelf, visitor
from ui.settings import address, links, script_alone, teaching, versions
from ui.settings.cases import BY_NAME, about_rate, case_of
from ui.settings.parameter import Settings, write_number
from ui.settings.scenario_settings import BATCHES, fitting, from_scenario, own_data, to_scenario, with_data
from ui.timeline.notation import NOTATIONS
from ui.timeline.notation import name as named

# What can be opened in the sidebar, and the settings in it.
DRAWERS = {
    "advanced": ("features", "scaling", "samples", "noise", "batch", "seed"),
    "view": ("surface", "order", "scale", "notation", "graph", "shapes"),
}
# Parameters of the address that belong to no widget: Streamlit drops them when another page is opened.
UNBOUND = ("points", "runs", "title", "task", "show", "hide", "predict")
# Parameters that the player writes into the address by itself.
PLAYERS = ("panel", "lecture", "camera", "push")
# The version of an address of this session.
NOW = {links.VERSION.name: [str(versions.NEWEST)]}
# Samples × steps from which a run takes long enough to say so: about half a second.
LONG = 5_000_000
# Samples from which a surface alone takes half a second.
MANY = 20_000
# Notches of the learning rate's slider: the round numbers that people say, about equally far apart on a log scale.
DIGITS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)
RATES = {float(f"{digit}e{power}") for power in range(-4, 2) for digit in DIGITS} | {LEARNING_RATE[1]}


@dataclass(frozen=True)
class Chosen:
    """What the visitor has chosen: a run, and how it is shown."""

    scenario: Scenario
    view: View
    notation: str
    shapes: bool
    graph: str


def chosen() -> Chosen:
    """What the sidebar of this run of the page says."""
    script_alone.end()
    choice: Chosen = st.session_state["chosen"]
    return choice


def read_link() -> None:
    """Once a session, before any widget: check the link, and put right what is broken in it."""
    if "problems" in st.session_state:
        return
    query = _address()
    link = links.decode(query)
    st.session_state["problems"] = link.problems
    st.session_state["problems_with"] = None
    st.session_state["step"] = link.step
    st.session_state["place"] = Place(link.step, link.stage, link.sample)
    st.session_state["command"] = (1, link.step)
    older = link.version != versions.NEWEST
    if link.problems or older or not link.as_written or "," in st.query_params.get("features", ""):
        # Streamlit reads the address itself for every bound widget, by the defaults of today: it gets one that is
        # right, in its own spelling. What the player writes there by itself stays: the panels that are shown alone,
        # the lecture.
        own = {name: st.query_params[name] for name in (*PLAYERS, *UNBOUND[2:]) if name in st.query_params}
        st.query_params.from_dict({**own, **links.encode(link.settings, link.step, link.stage, link.sample)})
        st.rerun()
    # The server's first page has done so already, but where a host runs the script alone.
    if links.VERSION.name not in query:
        st.query_params[links.VERSION.name] = str(versions.NEWEST)


def _address() -> dict[str, list[str]]:
    """What the address says, each name's values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def arrive(page: str) -> None:
    """On another page than in the last run: its player begins at the step where the last one was.

    A link or Back names its own step; a click in the navigation keeps the settings, but not the step, nor what belongs
    to no widget.
    """
    if st.session_state.get("page") not in (None, page):
        linked = links.decode({**_address(), **NOW}).step
        go_to(linked or st.session_state["step"])
        # Its columns are chosen on one page only; what the runs learn from stays.
        table_shelf.forget_read()
        for name in UNBOUND:
            if name not in st.query_params and st.session_state.get(name):
                address.keep(name, st.session_state[name])
    st.session_state["page"] = page
    if page == "backward_pass":
        _place()
    for name in UNBOUND:
        address.kept(name)
    if sheet := teaching.style(address.kept("hide")):
        st.html(sheet)


def go_to(step: int) -> None:
    """In a callback: send the player to a step."""
    number, _ = st.session_state["command"]
    st.session_state["step"] = step
    st.session_state["command"] = (number + 1, step)


def apply(settings: dict[str, Any]) -> None:
    """In a callback: these settings, and what is usual with their data set for all others, from step 0."""
    _set(links.complete(settings))


def start_at(weights: list[float]) -> None:
    """In a callback: train from these weights, (D+1) numbers, from step 0; all else stays."""
    text = ", ".join(f"{weight:.6g}" for weight in weights)
    _set({**_now(), "start": "typed", "weights": text})


def set_rate(rate: float) -> None:
    """In a callback: train with this learning rate, as it can be written in three digits; all else stays."""
    low, high = LEARNING_RATE
    _set({**_now(), "lr": float(f"{min(max(rate, low), high):.3g}")})


def use_data(data: str) -> None:
    """In a callback: learn from another data set, with what is usual with it."""
    _take(with_data(_now(), data))


def use_table() -> None:
    """In a callback: learn from the session's own table; another table has other columns and weights."""
    now = with_data(_now(), OWN)
    start = "zero" if now["start"] == "typed" else now["start"]
    _set({**now, "points": "", "start": start})


def load(scenario: Scenario, place: Place) -> None:
    """In a callback: take a saved scenario, its own data with it, and go where it stood.

    The stage and the sample are shown where the Backward pass is opened next. Raises ValueError where the scenario
    cannot be set here.
    """
    settings = links.complete(from_scenario(scenario))
    if scenario.data == OWN:
        assert scenario.own is not None
        table_shelf.use(scenario.own)
    step = min(place.step, scenario.steps)
    _set(settings, step)
    linked = links.decode({"stage": [place.stage or STAGES[0]], "sample": [str(place.sample)]})
    st.session_state["place"] = Place(step, linked.stage, linked.sample)
    st.session_state["place to show"] = True


def place() -> Place:
    """Where the visitor stands: at the step that all pages share, and where the Backward pass was last."""
    last: Place = st.session_state.get("place", Place())
    return replace(last, step=st.session_state["step"])


def move(report: Mapping[str, str]) -> None:
    """In a callback: the Backward pass rests at this stage and this sample, as the address has them."""
    linked = links.decode({name: [text] for name, text in report.items() if text and name in ("stage", "sample")})
    st.session_state["place"] = Place(0, linked.stage, linked.sample)


def _place() -> None:
    """On the Backward pass: what the address says of stage and sample, or what a scenario that was loaded says."""
    if st.session_state.pop("place to show", False):
        loaded = place()
        for name, value, usual in (("stage", loaded.stage, STAGES[0]), ("sample", loaded.sample, 0)):
            if value != usual:
                st.query_params[name] = str(value)
    else:
        move({name: st.query_params.get(name, "") for name in ("stage", "sample")})


def compare(runs: str, settings: dict[str, Any] | None, own: Collection[str] = ()) -> None:
    """In a callback: compare these runs (see ui.compare.runs), with other settings, or with those that are chosen.

    own : settings that each of the runs has for itself: the sidebar's stay as they are
    """
    now = _now()
    chosen = now if settings is None else {**links.complete(settings), **{name: now[name] for name in own}}
    _set({**chosen, "runs": runs})


def _now() -> Settings:
    """What all settings are now."""
    usual = links.defaults(st.session_state.get("data"))
    return {name: st.session_state.get(name, default) for name, default in usual.items()}


def _set(settings: Settings, step: int = 0) -> None:
    """All settings at once, as one entry in the browser's history; the players go to the step."""
    for name, value in settings.items():
        st.session_state[name] = value
    race.hold(settings)
    address.replace(links.encode(settings, step))
    for name in UNBOUND:
        address.keep(name, settings.get(name, st.session_state.get(name, "")))
    go_to(step)


def choose_case() -> None:
    """In a callback: the case that was chosen, from step 0."""
    case = BY_NAME.get(st.session_state["case"])
    if case is not None:
        apply(case.settings)


def _case(settings: Settings) -> None:
    """The classic cases: which one this is, and what there is to see in it."""
    case = case_of(settings)
    st.session_state["case"] = case.name if case else None
    st.selectbox(
        "Case",
        tuple(BY_NAME),
        key="case",
        on_change=choose_case,
        placeholder="your own settings",
        help="Classic cases, each in one click: what each changes of the usual settings is in the sidebar.",
    )
    about = case.about if case else "Your own settings: choose a case to begin anew."
    st.html(f"<p>{html.escape(about)}</p>")


def say_rate(size: StepSize | None) -> None:
    """Beside the learning rate: what it means for this run."""
    rate = write_number(chosen().scenario.learning_rate)
    st.session_state["rate: place"].html(f"<p><b>Learning rate {rate}</b>: {html.escape(about_rate(size))}</p>")


def problems() -> None:
    """One line for what was broken in the link, or for a table that is gone, until a setting is changed."""
    lines = st.session_state["problems"]
    if not lines:
        return
    if st.session_state["problems_with"] is None:
        st.session_state["problems_with"] = chosen()
    if st.session_state["problems_with"] != chosen():
        st.session_state["problems"], st.session_state["problems_with"] = (), None
        return
    others = "One more value was" if len(lines) == 2 else f"{len(lines) - 1} more values were"
    more = f" ({others} not usable either.)" if len(lines) > 1 else ""
    st.warning(plain(lines[0]) + more, icon=":material/link_off:")


@contextmanager
def waiting(scenario: Scenario) -> Iterator[Callable[[float, str], None] | None]:
    """Around a long computation: a bar over the page that says what is being done; around a short one nothing.

    Where a computation has to wait for its turn, the bar says its place in the queue.

    Gives a function that moves the bar on, to a share of the whole with the words for what comes next; None where
    nothing is shown, and nothing has to be done in parts.
    """
    samples = scenario.size
    is_long = samples * scenario.steps >= LONG or samples >= MANY
    bars: list[DeltaGenerator] = []
    doing = (0.0, f"Training {scenario.steps:,} steps on {samples:,} samples …" if is_long else "It is on its way …")

    def show(share: float, words: str) -> None:
        if bars:
            bars[0].progress(share, words)
        else:
            with st.session_state.get("waiting: place", st.sidebar):
                bars.append(st.progress(share, words))

    def goes_on(share: float, words: str) -> None:
        nonlocal doing
        doing = (share, words)
        show(*doing)

    def wait(place: int) -> None:
        if place:
            show(doing[0], f"The server is busy: you are number {place} in the queue …")
        else:
            show(*doing)

    if is_long:
        show(*doing)
    try:
        with visitor.visiting(wait):
            yield goes_on if is_long else None
    finally:
        for bar in bars:
            bar.empty()


def place_for_waiting() -> None:
    """Where the bar of `waiting` comes: over the page, so that it takes no room, and moves nothing that is there."""
    st.session_state["waiting: place"] = st.container(key="waiting", gap=None)


def plain(text: str) -> str:
    """Text for a place that reads Markdown, with everything that Markdown would act on made harmless."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+!|~$:" else letter for letter in text)


def sidebar(page: Page) -> None:
    """Draw all controls, and put what they say where `chosen` finds it.

    A control that does nothing on this page, or for this choice, is there and keeps its value, but is not shown.
    """
    race.restore()
    case = None
    if page.rate_on_page:
        with st.container(key="case-row"):
            case = st.container(horizontal=True, vertical_alignment="center", key="presets")
            st.session_state["rate: place"] = st.container(key="rate-note")
    if gone := table_shelf.problem():
        st.session_state["problems"], st.session_state["problems_with"] = (gone,), None
    with st.sidebar:
        st.html("<p class='gx-name'>Gradient Explorer</p>")
        settings: Settings = {}
        _version()
        _data(settings)
        _start(settings)
        _training(settings)
        _rate(settings)
        _steps(settings)
        _advanced(settings)
        _view(settings)
        if case is not None:
            with case:
                _case(settings)
        st.html(teaching.unseen(_idle(page, settings)))
        table = table_shelf.used()
        try:
            scenario = to_scenario(settings, table)
        except ValueError as error:
            scenario, said = _as_it_was(settings, table)
            st.error(plain(f"{error}{said}"), icon=":material/edit:")
    ways = (settings["notation"], settings["shapes"], settings["graph"])
    st.session_state["chosen"] = Chosen(scenario, to_view(settings), *ways)


def _as_it_was(settings: Settings, table: Own | None) -> tuple[Scenario, str]:
    """Where the typed weights cannot be used: the settings with the start of the last run, and a sentence on that.

    Where that does not help, the nearest scenario that works.
    """
    last: Chosen | None = st.session_state.get("chosen")
    if last is not None and settings["start"] == "typed":
        weights = ", ".join(map(write_number, last.scenario.weights))
        try:
            scenario = to_scenario({**settings, "start": last.scenario.start, "weights": weights}, table)
            return scenario, " The run begins where it began before."
        except ValueError:
            pass
    return _nearest(settings, table), ""


def _nearest(settings: Settings, table: Own | None) -> Scenario:
    """A scenario that works where the settings do not fit together: without typed weights, shorter, the usual data."""
    usual = {**settings, "data": links.defaults()["data"], "features": []}
    settings = {**settings, "start": "zero"}
    try:
        shortest = to_scenario({**settings, "steps": 1}, table)
    except ValueError:
        return to_scenario({**usual, "start": "zero"})
    return to_scenario({**settings, "steps": min(settings["steps"], shortest.most_steps())}, table)


def _new_start() -> None:
    # An empty field would be an error at once: it begins with where the run began before.
    if st.session_state["start"] == "typed" and not st.session_state.get("weights"):
        weights = chosen().scenario.start_weights()[:, 0]
        st.session_state["weights"] = ", ".join(f"{weight:.4g}" for weight in weights)


def _new_data() -> None:
    if race.is_holding():
        return
    # Another table has other columns and another number of weights, and what suited the last one hardly suits it.
    before = {**_now(), "data": st.session_state["data before"]}
    _take(with_data(before, st.session_state["data"]))


def _new_features() -> None:
    if not race.is_holding():
        _take(fitting(_now()))


def _take(settings: Settings) -> None:
    """In a control's callback: what it changes of the others."""
    now = _now()
    for name, value in settings.items():
        if value != now[name]:
            st.session_state[name] = value


def _version() -> None:
    """A field that nobody sees, for the version of the defaults: only what belongs to a widget stays in the address
    when another page is opened, and Streamlit writes the others beside it without us."""
    name = links.VERSION.name
    if st.session_state.get(name) != str(versions.NEWEST):
        st.session_state[name] = str(versions.NEWEST)
    st.text_input("Version of the link", key=name, bind="query-params", label_visibility="collapsed")


def _data(settings: Settings) -> None:
    default = links.defaults()
    settings["points"] = address.kept("points")
    name = st.selectbox(
        "Data set",
        (*SOURCES, OWN),
        index=tuple(SOURCES).index(default["data"]),
        key="data",
        bind="query-params",
        on_change=_new_data,
        help="What the classifier learns from.\n\n"
        + "\n".join(f"- **{n}**: {s.about}" for n, s in SOURCES.items())
        + f"\n- **{OWN}**: what you draw, or bring as a table, on the page Your data.",
    )
    settings["data"] = st.session_state["data before"] = name


def _advanced(settings: Settings) -> None:
    """What is changed seldom."""
    default = links.defaults(settings["data"])
    source = _source(settings)
    with st.expander("Advanced", icon=":material/tune:", key="advanced"):
        settings["features"] = st.multiselect(
            "Features",
            source.features,
            key="features",
            bind="query-params",
            on_change=_new_features,
            placeholder=", ".join(source.default_features),
            help="The columns of X. With one feature you see the sigmoid curve; with two, a line; "
            f"with more, the first two are the axes. If none is chosen: {plain(', '.join(source.default_features))}.",
        )
        settings["scaling"] = st.selectbox(
            "Scaling",
            SCALINGS,
            SCALINGS.index(default["scaling"]),
            key="scaling",
            bind="query-params",
            help="How the features are scaled, fitted on the training part. As is: unchanged. Standard: mean 0, "
            "standard deviation 1. Min-max: from 0 to 1.",
        )
        settings["samples"] = st.number_input(
            "Samples",
            *SAMPLES,
            default["samples"],
            10,
            key="samples",
            bind="query-params",
            help="N, the number of samples drawn. Real data sets have a fixed number.",
        )
        settings["noise"] = st.number_input(
            "Noise",
            *NOISE,
            default["noise"],
            0.05,
            format="%.2f",
            key="noise",
            bind="query-params",
            help="Standard deviation of the scatter, in units of x. More noise, more overlap.",
        )
        settings["batch"] = st.selectbox(
            "Batch size",
            BATCHES,
            BATCHES.index(default["batch"]),
            key="batch",
            bind="query-params",
            help="Samples per step: all of them, or mini-batches, shuffled anew by the seed every epoch.",
        )
        settings["seed"] = st.number_input(
            "Seed",
            *SEED,
            default["seed"],
            key="seed",
            bind="query-params",
            help="The same seed gives the same data, start weights and batches.",
        )


def _idle(page: Page, settings: Settings) -> list[str]:
    """The settings that do nothing on this page or for this choice."""
    idle = set(links.PARAMETERS) - page.settings
    data = settings["data"]
    if data == OWN or not SOURCES[data].synthetic:
        idle |= {"samples", "noise"}
    if len(_source(settings).features) < 2:
        idle.add("features")
    if settings["start"] != "typed":
        idle.add("weights")
    # A drawer in which there is nothing.
    idle |= {drawer for drawer, names in DRAWERS.items() if idle.issuperset(names)}
    return sorted(idle)


def _source(settings: Settings) -> Facts:
    """What is known of the chosen data; of one's own, as long as there is none, nothing."""
    if settings["data"] != OWN:
        return SOURCES[settings["data"]]
    try:
        own = own_data(settings, table_shelf.used())
    except ValueError:
        own = None
    return own.source if own is not None else Facts((), (), ("", ""), False, "")


def _start(settings: Settings) -> None:
    default = links.defaults(settings["data"])
    settings["start"] = st.selectbox(
        "Start weights",
        STARTS,
        STARTS.index(default["start"]),
        key="start",
        bind="query-params",
        on_change=_new_start,
        help="W before the first step: all zero; small random (standard deviation 0.1); far away (length 10, in a "
        "random direction); or typed. A click on the loss surface starts there.",
    )
    settings["weights"] = st.text_input(
        "Typed weights",
        default["weights"],
        key="weights",
        bind="query-params",
        max_chars=links.LONGEST,
        placeholder="0.1, -0.2, 0.3",
        help="For the start “typed”: one number per feature, then the bias, separated by commas. "
        "With decimal commas, separate them by semicolons: 0,1; -0,2; 0,3.",
    )


def _training(settings: Settings) -> None:
    default = links.defaults(settings["data"])
    settings["loss"] = st.selectbox(
        "Loss",
        tuple(LOSSES),
        tuple(LOSSES).index(default["loss"]),
        key="loss",
        bind="query-params",
        help="Binary cross-entropy, or mean squared error on the same sigmoid output, to see what goes wrong with it.",
    )
    settings["optimizer"] = st.selectbox(
        "Optimizer",
        tuple(RULES),
        tuple(RULES).index(default["optimizer"]),
        key="optimizer",
        bind="query-params",
        help=f"How dW becomes the next step: {'; '.join(f'{name} {rule.about}' for name, rule in RULES.items())}.",
    )


def _rate(settings: Settings) -> None:
    default = links.defaults(settings["data"])
    # A link may hold any learning rate: it gets a notch of its own between the round ones.
    now = st.session_state.get("lr") or _linked("lr") or default["lr"]
    settings["lr"] = st.select_slider(
        "Learning rate",
        sorted({*RATES, now}),
        default["lr"],
        key="lr",
        bind="query-params",
        format_func=write_number,
        help="lr, the length of a step as a multiple of dW (or of what the optimizer makes of dW): from 0.0001 to 100. "
        "A link may contain any number in between.",
    )


def _steps(settings: Settings) -> None:
    settings["steps"] = st.number_input(
        "Steps",
        *STEPS,
        links.defaults(settings["data"])["steps"],
        100,
        key="steps",
        bind="query-params",
        help="The number of updates of W in the run.",
    )


def width() -> float:
    """The gradient check's own control: h, on a logarithmic scale."""
    now = st.session_state.get("h") or _linked("h")
    value: float = st.select_slider(
        "Finite-difference step h",
        sorted({*WIDTHS, now}),
        float(links.defaults()["h"]),
        key="h",
        bind="query-params",
        format_func=write_number,
        help="h in the central difference (L(w + h) − L(w − h)) / 2h.",
    )
    return value


def look(names: Sequence[str], on_start_here: Callable[[], None]) -> tuple[Look, tuple[float, float] | None]:
    """The controls of the page "Loss surface", in one row, for a run whose weights have these names.

    Gives what is to be seen, and the point that is asked about, if any.
    """
    pairs = [f"{first} {second}" for first, second in combinations(names, 2)]
    options = pairs if len(names) == 2 else [*pairs, *DIRECTIONS[1:]]
    # Another data set has other weights.
    if st.session_state.get("axes", pairs[0]) not in options:
        st.session_state["axes"] = pairs[0]
    settings: Settings = {}
    with st.container(horizontal=True, gap="small", key="look", vertical_alignment="bottom"):
        for name, label, choices, about in (
            (
                "axes",
                "Axes",
                options,
                "Two of the weights; PCA: the two directions in which the path moves most; "
                "random: two directions drawn by the seed.",
            ),
            (
                "held",
                "Other weights fixed at",
                HELD,
                "The weights that are not on the axes: as at the minimum, at the start, at the "
                "current step, or re-optimised at every point (the profile).",
            ),
            (
                "height",
                "Loss shown",
                HEIGHTS,
                "The loss whose surface is shown: the one the run is trained on, or BCE or MSE.",
            ),
            ("beside", "Second panel", BESIDE, "The same surface in 3-D, or the other loss over the same weights."),
            ("field", "Gradient field", FIELDS, "−gradient at every point, drawn to scale or with logarithmic length."),
            (
                "around",
                "Overlays",
                AROUND,
                "What is drawn at the current point. All: also the ellipse of the Hessian, its axes and Newton's step.",
            ),
        ):
            settings[name] = st.selectbox(label, choices, key=name, bind="query-params", help=about, width=118)
        text = st.text_input(
            "Point",
            key="point",
            bind="query-params",
            max_chars=60,
            placeholder="click the map",
            width=118,
            help="A point on the map, as two numbers: its loss, gradient and curvature are shown below the map.",
        )
        point, problem = None, ""
        try:
            point = read_point(text)
        except ValueError as error:
            problem = f"The point {error}."
        st.button("Start here", on_click=on_start_here, disabled=point is None, help="Train from the point on the map.")
    if problem:
        st.error(problem, icon=":material/edit:")
    return to_look(settings, names), point


def _linked(name: str) -> Any:
    """What the address says of a parameter."""
    query = {known: values for known, values in _address().items() if known in (name, "data")}
    return links.decode({**query, **NOW}).settings[name]


def _view(settings: Settings) -> None:
    usual = links.defaults(settings["data"])
    with st.expander("View", icon=":material/visibility:", key="view"):
        for name, label, options, about in (
            ("surface", "Loss surface", SURFACES, "Contours seen from above, or a 3-D surface that you can turn."),
            (
                "order",
                named("dL/dy", st.session_state.get("notation", NOTATIONS[0])),
                ORDERS,
                "Sorted by size at every step, or each sample in a fixed place.",
            ),
            ("scale", "Loss axis", SCALES, "A logarithmic axis shows progress that a linear axis hides."),
            (
                "notation",
                "Notation",
                NOTATIONS,
                "I2DL: y logit, z output. Textbook: z logit, ŷ output.",
            ),
            (
                "graph",
                "Graph shows",
                GRAPHS,
                "On the page Backward pass: the selected sample, or the extremes of the batch.",
            ),
        ):
            first = options.index(usual[name])
            settings[name] = st.radio(label, options, first, key=name, bind="query-params", horizontal=True, help=about)
        settings["shapes"] = st.toggle(
            "Shapes",
            usual["shapes"],
            key="shapes",
            bind="query-params",
            help="On the page Backward pass: the shapes in each product, and which shapes would not fit.",
        )
