"""The controls that all pages share: the sidebar, bound to the address bar, and the presets.
State changes in callbacks only, and nothing is drawn there."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.datasets import SOURCES
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import LEARNING_RATE, NOISE, SAMPLES, SEED, STARTS, STEPS, Scenario
from ui import links
from ui.player.explorer import ORDERS, SCALES, SURFACES, View
from ui.presets import PRESETS, Preset

# A sixth of a decade a notch, more or less: the round numbers that people say.
RATES = sorted(
    {float(f"{digit}e{power}") for power in range(-4, 2) for digit in (1, 1.5, 2, 3, 4, 5, 6, 8)} | {LEARNING_RATE[1]}
)


@dataclass(frozen=True)
class Chosen:
    """What the visitor has chosen: a run, and how it is shown."""

    scenario: Scenario
    view: View


def chosen() -> Chosen:
    """What the sidebar of this run of the page says."""
    choice: Chosen = st.session_state["chosen"]
    return choice


def read_link() -> None:
    """Once a session, before any widget: check the link, and put right what is broken in it."""
    if "problems" in st.session_state:
        return
    link = links.decode({name: st.query_params.get_all(name) for name in st.query_params})
    st.session_state["problems"] = link.problems
    st.session_state["problems_with"] = None
    st.session_state["step"] = link.step
    st.session_state["command"] = (1, link.step)
    if link.problems:
        # Streamlit reads the address itself for every bound widget: it gets one that is right.
        st.query_params.from_dict(links.encode(link.settings, link.step))
        st.rerun()


def go_to(step: int) -> None:
    """In a callback: send the player to a step."""
    number, _ = st.session_state["command"]
    st.session_state["step"] = step
    st.session_state["command"] = (number + 1, step)


def apply(settings: dict[str, Any]) -> None:
    """In a callback: these settings, and the defaults for all others, from step 0."""
    for name, value in {**links.defaults(), **settings}.items():
        st.session_state[name] = value
    go_to(0)


def start_at(weights: list[float]) -> None:
    """In a callback: train from these weights, (D+1) numbers, from step 0; all else stays."""
    st.session_state["start"] = "typed"
    st.session_state["weights"] = ", ".join(f"{weight:.6g}" for weight in weights)
    go_to(0)


def presets() -> None:
    """A row of buttons, one a preset."""
    with st.container(horizontal=True, gap="small", key="presets"):
        for preset in PRESETS:
            st.button(preset.name, help=preset.about, on_click=_take_preset, args=(preset,), key=f"preset {preset.name}")


def _take_preset(preset: Preset) -> None:
    apply(preset.settings)


def problems() -> None:
    """One line for what was broken in the link, until a setting is changed."""
    lines = st.session_state["problems"]
    if not lines:
        return
    if st.session_state["problems_with"] is None:
        st.session_state["problems_with"] = chosen()
    if st.session_state["problems_with"] != chosen():
        st.session_state["problems"] = ()
        return
    more = f" ({len(lines) - 1} more values were not usable either.)" if len(lines) > 1 else ""
    st.warning(_plain(lines[0]) + more, icon=":material/link_off:")


def _plain(text: str) -> str:
    """Text for a place that reads Markdown, with everything that Markdown would act on made harmless."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+!|~$:" else letter for letter in text)


def sidebar() -> None:
    """Draw all controls, and put what they say where `chosen` finds it."""
    with st.sidebar:
        st.header("Gradient Explorer", anchor=False)
        settings: links.Settings = {}
        _data(settings)
        _start(settings)
        _training(settings)
        _view(settings)
        try:
            scenario = links.to_scenario(settings)
        except ValueError as error:
            scenario = _nearest(settings)
            st.error(_plain(str(error)), icon=":material/edit:")
    st.session_state["chosen"] = Chosen(scenario, links.to_view(settings))


def _nearest(settings: links.Settings) -> Scenario:
    """A scenario that works where the settings do not fit together: first without typed weights, then shorter."""
    try:
        return links.to_scenario({**settings, "start": "zero"})
    except ValueError:
        return links.to_scenario({**settings, "start": "zero", "steps": max(1, 100_000_000 // settings["samples"])})


def _new_data() -> None:
    # Another table has other columns, and another number of weights.
    st.session_state["features"] = []
    if st.session_state.get("start") == "typed":
        st.session_state["start"] = "zero"


def _data(settings: links.Settings) -> None:
    default = links.defaults()
    name = st.selectbox(
        "Data set",
        tuple(SOURCES),
        index=tuple(SOURCES).index(default["data"]),
        key="data",
        bind="query-params",
        on_change=_new_data,
        help="What the classifier learns from.\n\n" + "\n".join(f"- **{n}**: {s.about}" for n, s in SOURCES.items()),
    )
    source = SOURCES[name]
    settings |= {"data": name, "samples": default["samples"], "noise": default["noise"]}
    if source.synthetic:
        left, right = st.columns(2)
        settings["samples"] = left.number_input(
            "Samples", *SAMPLES, default["samples"], 10, key="samples", bind="query-params", help="N, how many are drawn."
        )
        settings["noise"] = right.number_input(
            "Noise",
            *NOISE,
            default["noise"],
            0.05,
            format="%.2f",
            key="noise",
            bind="query-params",
            help="Standard deviation of the scatter, in units of x. More noise, more overlap.",
        )
    if len(source.features) > 1:
        settings["features"] = st.multiselect(
            "Features",
            source.features,
            key="features",
            bind="query-params",
            placeholder=", ".join(source.default_features),
            help="The columns of X. With one feature you see the sigmoid curve; with two, a line; "
            f"with more, the first two are the axes. None chosen: {', '.join(source.default_features)}.",
        )
    settings["seed"] = st.number_input(
        "Seed",
        *SEED,
        default["seed"],
        key="seed",
        bind="query-params",
        help="The same seed gives the same data, start weights and batches, on every machine.",
    )


def _start(settings: links.Settings) -> None:
    settings["start"] = st.selectbox(
        "Start weights",
        STARTS,
        key="start",
        bind="query-params",
        help="W before the first step: all zero; small random (standard deviation 0.1); far away (length 10, in a random "
        "direction); or typed. A click on the loss surface starts there.",
    )
    settings["weights"] = ""
    if settings["start"] == "typed":
        settings["weights"] = st.text_input(
            "Typed weights",
            key="weights",
            bind="query-params",
            max_chars=links.LONGEST,
            placeholder="0.1, -0.2, 0.3",
            help="One number a feature, and the bias last, with commas between them.",
        )


def _training(settings: links.Settings) -> None:
    default = links.defaults()
    left, right = st.columns(2)
    settings["loss"] = left.selectbox(
        "Loss",
        tuple(LOSSES),
        key="loss",
        bind="query-params",
        help="Binary cross-entropy; or the mean squared error through the same sigmoid, to see what goes wrong with it.",
    )
    settings["batch"] = right.selectbox(
        "Batch size",
        links.BATCHES,
        key="batch",
        bind="query-params",
        help="Samples a step: all of them, or mini-batches in an order shuffled by the seed, anew every epoch.",
    )
    settings["optimizer"] = st.selectbox(
        "Optimizer",
        tuple(OPTIMIZERS),
        key="optimizer",
        bind="query-params",
        help="How dW becomes the next step: gradient descent takes lr · dW; momentum (0.9) rolls on; "
        "RMSProp and Adam give each weight its own scale.",
    )
    settings["lr"] = st.number_input(
        "Learning rate",
        *LEARNING_RATE,
        default["lr"],
        format="%g",
        key="lr",
        bind="query-params",
        help="lr, how far a step goes along −dW: from 0.0001 to 100. Type it, or drag below on a logarithmic scale.",
    )
    # The slider follows the number, which may lie between its notches, and sets it when it is dragged.
    st.session_state["lr notch"] = min(RATES, key=lambda rate: abs(rate / settings["lr"] - 1))
    st.select_slider(
        "Learning rate, log scale",
        RATES,
        key="lr notch",
        format_func=lambda rate: f"{rate:g}",
        label_visibility="collapsed",
        on_change=_take_notch,
    )
    settings["steps"] = st.number_input(
        "Steps",
        *STEPS,
        default["steps"],
        100,
        key="steps",
        bind="query-params",
        help="How many updates of W the run has.",
    )


def _take_notch() -> None:
    st.session_state["lr"] = st.session_state["lr notch"]


def _view(settings: links.Settings) -> None:
    with st.expander("View", icon=":material/visibility:"):
        for name, label, options, about in (
            ("surface", "Loss surface", SURFACES, "Contour lines from above, or a landscape that you can turn."),
            ("order", "dL/dy", ORDERS, "Sorted by size at every step, or each sample at its own place."),
            ("scale", "Loss axis", SCALES, "A logarithmic axis shows progress that a linear one hides."),
        ):
            settings[name] = st.radio(
                label, options, key=name, bind="query-params", horizontal=True, help=about
            )
    settings.setdefault("features", [])
