"""Whatever a link asks for, every word, cell and number of every page can be read: no NaN, and no place left open."""

import itertools
import re
from collections.abc import Iterator

import numpy as np
import pytest

from core.data.sets import SOURCES
from core.data.user_data import USER_DATA, UserData
from core.scenario import Scenario
from ui.language.speaking import speaking
from ui.page import Shown
from ui.pages import LIGHT
from ui.serving.cache import run
from ui.settings import links
from ui.timeline.content import Bars, Graph, Grid, Shapes, Tables, Text
from ui.timeline.templates import FIELD, fill
from ui.timeline.timeline import Panel, Timeline

pytestmark = pytest.mark.filterwarnings("error")


def table(scale: float) -> UserData:
    """A table of two features as large as somebody may bring them."""
    rng = np.random.default_rng(0)
    X = scale * rng.standard_normal((25, 2))
    return UserData(X, (X[:, 0] + scale * rng.standard_normal(25) > 0).astype(int))


# What a run can come to: saturated, thrown about by its rate, at rest, with large and small features, with many.
SCENARIOS = {
    "saturated": Scenario(data="one outlier", start="far away", learning_rate=20.0, steps=12),
    "thrown about": Scenario(data="circles", optimizer="momentum", batch=32, learning_rate=100.0, samples=40, steps=12),
    "large features": Scenario(data=USER_DATA, user_data=table(1e11), learning_rate=100.0, steps=12),
    "large features, no gradient left": Scenario(
        data=USER_DATA, user_data=table(1e6), loss="MSE", optimizer="RMSProp", start="small random", steps=12
    ),
    "small features": Scenario(data=USER_DATA, user_data=table(1e-9), scaling="min-max", batch=4, steps=12),
    "many features": Scenario(data="penguins", features=SOURCES["penguins"].features, loss="MSE", steps=12),
    "no gradient": Scenario(data="two samples", start="typed", weights=(1e6, 1e6, 1e6), loss="MSE", steps=1),
}
# A bug that is told of in these words divides by 0.
SAID = ("become inf", "werden inf")
MORE = {
    "break_it": {"mistake": "swapped"},
    "compare": {"runs": "lr:0.1|lr:100|optimizer:Adam|loss:MSE"},
    "loss_surface": {"point": "1000000, -0.5"},
}


def words(timeline: Timeline, step: int, sample: int) -> Iterator[str]:
    """All that is said at a step: inside a step at each stage, of a sample."""
    place = sample if timeline.inside else step
    values = {name: float(each[place % len(each)]) for name, each in timeline.scalars.items()}

    def said(template: str | tuple[str, ...]) -> Iterator[str]:
        for one in (template,) if isinstance(template, str) else template:
            yield fill(one, values)

    for template in (timeline.note, timeline.spoken, *(template for _, template in timeline.readout)):
        yield from said(template)
    yield from itertools.chain.from_iterable(
        said(template) for condition, template in timeline.moment if not condition or values[condition]
    )
    for panel in timeline.panels:
        for template in (panel.title, panel.caption, panel.sentence, *in_content(panel, values)):
            yield from said(template)


def in_content(panel: Panel, values: dict[str, float]) -> Iterator[str]:
    """The templates of a panel that is no chart, and its numbers."""
    match panel.content:
        case Grid(rows=rows, hints=hints, about=about):
            yield from itertools.chain(*rows, *hints, about)
        case Text(stages=stages):
            yield from (line[1] for line in itertools.chain(*stages) if len(line) == 2 or values[line[2]])
        case Graph(nodes=nodes):
            yield from (each for node in nodes for each in (node.title, node.value, node.later))
        case Shapes(stages=stages):
            yield from (product.note for product in itertools.chain(*stages))
        case Bars(columns=columns):
            yield from (str(values[name]) for column in columns for name in column.scalars)
        case Tables(stages=stages):
            yield from (str(values[name]) for each in itertools.chain(*stages) for name in each.columns)


@pytest.mark.parametrize("code", LIGHT)
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_word_and_number_can_be_read(code: str, name: str) -> None:
    scenario = SCENARIOS[name]
    language = ("en", "de")[(list(LIGHT).index(code) + list(SCENARIOS).index(name)) % 2]
    settings = {**links.complete({}), "loss": scenario.loss, "lr": scenario.learning_rate, **MORE.get(code, {})}
    last = run(scenario)[1].steps
    with speaking(language):
        for step in (0, last):
            timeline = LIGHT[code].timeline_alone(Shown(scenario, settings, step), run)
            for text in words(timeline, step, -1):
                plain = text
                for known in SAID:
                    plain = plain.replace(known, "")
                assert not re.search(r"\b(nan|inf|infinity)\b", plain, re.IGNORECASE), text
                assert not FIELD.search(plain), text
