"""The settings that make a run: the data, the start, the training. And the Scenario that they describe, and back."""

from core.data import drawings
from core.data.scaling import SCALINGS
from core.data.sets import SOURCES
from core.data.user_data import USER_DATA, UserData
from core.loss import LOSSES
from core.optimizer import OPTIMIZERS
from core.scenario import LEARNING_RATE, NOISE, SAMPLES, SEED, STARTS, STEPS, WEIGHT, Scenario
from ui.language.speaking import N_, _
from ui.settings import versions
from ui.settings.parameter import Parameter, Settings, finite, number_words, one_of, real, whole, write_number

BATCHES = ("all", "1", "2", "4", "8", "16", "32", "64", "128", "256")


def read_weights(text: str) -> tuple[float, ...]:
    """Weights as typed, with commas, semicolons or spaces between them: "0.1, -0.2, 0.3"; see `number_words`.

    Raises ValueError with a sentence that completes "The weights …".
    """
    parts = number_words(text)
    values = [finite(part) for part in parts]
    weights = tuple(value for value in values if value is not None)
    if not parts or len(weights) != len(parts):
        raise ValueError(_("must be numbers with commas between them, like 0.1, -0.2, 0.3, or 0,1; -0,2; 0,3"))
    if any(abs(weight) > WEIGHT for weight in weights):
        raise ValueError(_("must lie between {low:,.0f} and {high:,.0f}", low=-WEIGHT, high=WEIGHT))
    return weights


def _weights_text(text: str) -> str:
    if text:
        read_weights(text)
    return text


def _drawing(text: str) -> str:
    try:
        drawings.decode(text)
    except ValueError as error:
        raise ValueError(_("cannot be read ({why})", why=_(error).rstrip("."))) from None
    return text


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


DEFAULT = Scenario()
PARAMETERS: tuple[Parameter, ...] = (
    Parameter("data", N_("data set"), DEFAULT.data, one_of((*SOURCES, USER_DATA))),
    Parameter("samples", N_("number of samples"), DEFAULT.samples, whole(SAMPLES)),
    Parameter("noise", N_("noise"), DEFAULT.noise, real(NOISE)),
    Parameter("seed", N_("seed"), DEFAULT.seed, whole(SEED)),
    Parameter("points", N_("drawing"), "", _drawing),
    Parameter("features", N_("list of features"), [], _names),
    Parameter("start", N_("start"), DEFAULT.start, one_of(STARTS)),
    Parameter("weights", N_("list of start weights"), "", _weights_text),
    Parameter("loss", N_("loss"), DEFAULT.loss, one_of(tuple(LOSSES))),
    Parameter("optimizer", N_("optimizer"), DEFAULT.optimizer, one_of(tuple(OPTIMIZERS))),
    Parameter("batch", N_("batch size"), "all", one_of(BATCHES)),
    Parameter("lr", N_("learning rate"), DEFAULT.learning_rate, real(LEARNING_RATE)),
    Parameter("steps", N_("number of steps"), DEFAULT.steps, whole(STEPS)),
    Parameter("scaling", N_("feature scaling"), DEFAULT.scaling, one_of(SCALINGS)),
)
# A hand on the charts can change these: the rate, the start, and a sample, which makes a drawing of all.
MOVABLE = tuple(parameter.name for parameter in PARAMETERS if parameter.name != "features")
BY_NAME: dict[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}


def user_data(settings: Settings, table: UserData | None = None) -> UserData | None:
    """The data of one's own: the drawn points, else the table of this session; None where another set is chosen.

    Raises ValueError, in one sentence, where there is none, or none to learn from.
    """
    if settings["data"] != USER_DATA:
        return None
    if settings["points"]:
        return drawings.to_user_data(drawings.decode(settings["points"]))
    if table is None:
        raise ValueError(_("There is no data of your own yet: draw points, or upload a table, on the page Your data."))
    return table


def to_scenario(settings: Settings, table: UserData | None = None) -> Scenario:
    """The Scenario that the settings describe; `table` is the session's own, where there is one.

    Raises ValueError, in one sentence, where they do not fit together.
    """
    typed = settings["start"] == "typed"
    brought = user_data(settings, table)
    # What a data set does not ask for does not make another scenario.
    synthetic = brought is None and SOURCES[settings["data"]].synthetic
    return Scenario(
        data=settings["data"],
        user_data=brought,
        samples=settings["samples"] if synthetic else DEFAULT.samples,
        noise=settings["noise"] if synthetic else DEFAULT.noise,
        seed=settings["seed"],
        features=tuple(settings["features"]),
        start=settings["start"],
        weights=_typed(settings["weights"]) if typed else (),
        loss=settings["loss"],
        optimizer=settings["optimizer"],
        batch=0 if settings["batch"] == "all" else int(settings["batch"]),
        learning_rate=settings["lr"],
        steps=settings["steps"],
        scaling=settings["scaling"],
    )


def from_scenario(scenario: Scenario) -> Settings:
    """The settings that describe a scenario, its own data left out: the way back from `to_scenario`.

    Raises ValueError, in one sentence, for a batch size that the settings do not offer.
    """
    batch = str(scenario.batch) if scenario.batch else "all"
    if batch not in BATCHES:
        raise ValueError(_("The batch size must be one of {sizes}.", sizes=", ".join(BATCHES)))
    return {
        "data": scenario.data,
        "samples": scenario.samples,
        "noise": scenario.noise,
        "seed": scenario.seed,
        "features": list(scenario.features),
        "start": scenario.start,
        "weights": ", ".join(map(write_number, scenario.weights)),
        "loss": scenario.loss,
        "optimizer": scenario.optimizer,
        "batch": batch,
        "lr": float(scenario.learning_rate),
        "steps": scenario.steps,
        "scaling": scenario.scaling,
    }


def settings_of_drawing(scenario: Scenario) -> dict[str, str]:
    """The settings of a run on drawn points as a link has them, with those too that are usual: its points say no more
    than a drawing, whatever was there before.

    Raises ValueError where the points are none that could have been drawn.
    """
    assert scenario.user_data is not None
    labelled = zip(scenario.user_data.X, scenario.user_data.t[:, 0], strict=True)
    points = drawings.encode((float(x1), float(x2), int(t)) for (x1, x2), t in labelled)
    settings = {**from_scenario(scenario), "points": points}
    return {
        name: write_number(value) if isinstance(value, float) else str(value)
        for name, value in settings.items()
        if name in MOVABLE
    }


def _typed(text: str) -> tuple[float, ...]:
    try:
        return read_weights(text)
    except ValueError as error:
        raise ValueError(_("The weights {problem}.", problem=error)) from None


def usual(data: str | None = None) -> Settings:
    """These settings as the bare address has them, or as they are usual for a data set."""
    return versions.defaults(PARAMETERS, data)


def with_data(settings: Settings, data: str) -> Settings:
    """The same settings for another data set: what was usual for the last one becomes what is usual for this one.

    What somebody has chosen stays, but for what only fits the data that it was chosen for: features and typed weights.
    """
    before, now = usual(settings["data"]), usual(data)
    moved = {name: now[name] if settings[name] == before[name] else settings[name] for name in BY_NAME}
    if moved["start"] == "typed" and moved["weights"] != now["weights"]:
        moved["start"] = "zero"
    return {**settings, **moved, "data": data, "features": []}


def fitting(settings: Settings) -> Settings:
    """The same settings for other features: a usual start that is for all of them gives way to the start at zero."""
    typed = settings["start"] == "typed" and settings["weights"] == usual(settings["data"])["weights"]
    return {**settings, "start": "zero"} if typed and settings["features"] else settings
