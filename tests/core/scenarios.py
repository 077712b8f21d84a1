"""Any scenario at all, but for its size: for tests of what holds of every run."""

from typing import Any

from hypothesis import strategies as st

from core.data.sets import SOURCES
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import STARTS, Scenario


@st.composite
def scenarios(draw: st.DrawFn, /, **fixed: Any) -> Scenario:
    """fixed : fields that all of them share"""
    data = draw(st.sampled_from(list(SOURCES)))
    features = tuple(draw(st.lists(st.sampled_from(SOURCES[data].features), unique=True)))
    count = len(features or SOURCES[data].default_features) + 1
    fields: dict[str, st.SearchStrategy[Any]] = {
        "samples": st.integers(2, 40),
        "noise": st.floats(0, 1),
        "seed": st.integers(0, 9999),
        "start": st.sampled_from(STARTS),
        "weights": st.lists(st.floats(-1e6, 1e6), min_size=count, max_size=count).map(tuple),
        "loss": st.sampled_from(list(LOSSES)),
        "optimizer": st.sampled_from(list(OPTIMIZERS)),
        "batch": st.just(0) | st.integers(1, 50),
        "learning_rate": st.floats(1e-4, 100),
        "steps": st.integers(1, 30),
    }
    drawn: dict[str, Any] = {name: draw(values) for name, values in fields.items() if name not in fixed}
    return Scenario(data=data, features=features, **drawn, **fixed)
