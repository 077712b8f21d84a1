"""A sentence with places for numbers, which the browser fills in at each step, and Python where no browser does."""

import json
import re
from collections.abc import Mapping

from core.numbers import typeset
from ui.language.speaking import here
from ui.timeline.content import TEXT

FIELD = re.compile(r"\{(\w+)(?::(%?)(\d+))?\}")
PLACE = re.compile(f"{TEXT}|{FIELD.pattern}")


def fill(template: str, values: Mapping[str, float]) -> str:
    """Put `values` into a template, as the browser does: {name} whole, {name:8} with 8 digits, {name:%1} in percent,
    with the marks of the language that is spoken here.

    What stands there by `content.literal` comes out as it was written.
    """

    def replace(match: re.Match[str]) -> str:
        text, name, percent, digits = match.groups()
        if text is not None:
            return str(json.loads(text))
        value = float(values[name])
        if digits is None:
            return here(f"{int(value):,}")
        if percent:
            return here(f"{100 * value:.{int(digits)}f}")
        # A browser writes no point behind a whole number.
        return here(typeset(f"{value:#.{int(digits)}g}".replace(".e", "e").rstrip(".")))

    return PLACE.sub(replace, template)
