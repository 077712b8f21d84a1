"""The languages that there are: English, in which the words stand in the program, and a folder of `locale` each other.
A folder has words.po, which a person writes, and what `make strings` makes of it: words.mo, and words.json, which has
what the browser half says."""

import json
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path
from typing import Any

ENGLISH = "en"
LOCALE = Path(__file__).parents[2] / "locale"
DOMAIN = "words"


@dataclass(frozen=True)
class Language:
    """code : as in an address · name : as its speakers call it · decimal, group : the marks in numbers
    sayings : its catalogue · browser : the words of the browser half, English → its own
    """

    code: str
    name: str = "English"
    decimal: str = "."
    group: str = ","
    sayings: NullTranslations = field(default_factory=NullTranslations)
    browser: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def marks(self) -> dict[int, str]:
        """English marks in a number → its own, for `str.translate`."""
        return str.maketrans({".": self.decimal, ",": self.group})


def languages_in(folder: Path) -> dict[str, Language]:
    """English, and each language that has a folder here, by their codes."""
    found = {ENGLISH: Language(ENGLISH)}
    for file in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        code = file.parents[1].name
        sayings = translation(DOMAIN, folder, [code])
        assert isinstance(sayings, GNUTranslations)
        found[code] = Language(
            code=code,
            # For translators: what the language calls itself; then its mark before decimals, and between thousands.
            name=sayings.pgettext("language", "English"),
            decimal=sayings.pgettext("language", "."),
            group=sayings.pgettext("language", ","),
            sayings=sayings,
            browser=json.loads(file.with_suffix(".json").read_text(encoding="utf-8")),
        )
    return found


@cache
def languages() -> dict[str, Language]:
    """All languages of this app, English first."""
    return languages_in(LOCALE)
