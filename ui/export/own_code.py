"""check_gradient.py as this app gives it away: with the app's address in it, and links to what it speaks of."""

from urllib.parse import urlencode, urlsplit

from core.data import drawings
from core.data.user_data import USER_DATA
from core.mistakes.catalogue import MISTAKES
from core.own_code.cases import CASES
from core.own_code.observe import LEARNING_RATE
from core.own_code.words import LANGUAGES
from core.scenario import Scenario
from core.take_home.check_gradient import check_gradient
from ui.language.catalogue import ENGLISH
from ui.language.speaking import _, language_code, speaking
from ui.settings import links
from ui.settings.parameter import Settings, write_number
from ui.settings.scenario_settings import from_scenario

# Its own steps are of little interest: the bug is to be seen in the first of them.
CASE_STEPS = 50


def check_file(address: str, scenario: Scenario, points: str = "") -> str:
    """The file for somebody who looks at this run.

    address : of any page of the app, as the visitor's browser has it; "" where nobody knows
    points : the drawing that the run learns from, as a link has it
    """
    language = language_code() if language_code() in LANGUAGES else ENGLISH
    return check_gradient(base(address), _query(case_settings()), run_link(scenario, points), language, mistake_words())


def mistake_words() -> dict[str, dict[str, tuple[str, str]]]:
    """What each mistake is called and what there is to say of it, in the languages that the file speaks."""
    found = {}
    for code in LANGUAGES:
        if code != ENGLISH:
            with speaking(code):
                found[code] = {mistake.key: (_(mistake.name), _(mistake.hint)) for mistake in MISTAKES}
    return found


def base(address: str) -> str:
    """Where the app is: the address of one of its pages without the page. "" for what is no address of a page."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"


def case_settings() -> Settings:
    """The first of the file's small cases, as the app has it: the same samples, the same weights at step 0."""
    case = CASES[0]
    points = [(float(x1), float(x2), int(t)) for (x1, x2), t in zip(case.X, case.t[:, 0], strict=True)]
    return links.complete(
        {
            "data": USER_DATA,
            "points": drawings.encode(points),
            "start": "typed",
            "weights": ", ".join(write_number(float(weight)) for weight in case.W[:, 0]),
            "lr": LEARNING_RATE,
            "steps": CASE_STEPS,
        }
    )


def run_link(scenario: Scenario, points: str = "") -> str:
    """The run, as a link has it; "" where no link can carry its data."""
    if scenario.data == USER_DATA and not points:
        return ""
    return _query(links.complete({**from_scenario(scenario), "points": points if scenario.data == USER_DATA else ""}))


def _query(settings: Settings) -> str:
    return urlencode(links.encode(settings), doseq=True)
