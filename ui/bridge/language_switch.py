"""The switch between languages in the header. The browser remembers what was chosen (see web/language_switch.js)."""

from collections.abc import Callable

from ui.bridge.component import components
from ui.language import preference
from ui.language.catalogue import languages
from ui.language.speaking import _
from ui.settings import session


def switch(now: str, on_choice: Callable[[str], None]) -> None:
    """Draw it. now : the code of the language that is spoken · on_choice : called with the code that was chosen"""

    def on_chosen_change() -> None:
        chosen = getattr(session.LANGUAGE_SWITCH.get(), "chosen", None)
        if chosen:
            on_choice(chosen)

    known = [(code, language.name) for code, language in languages().items()]
    data = {"now": now, "languages": known, "called": _("Language"), "cookie": preference.COOKIE}
    components().languages(key=session.LANGUAGE_SWITCH.name, data=data, on_chosen_change=on_chosen_change)
