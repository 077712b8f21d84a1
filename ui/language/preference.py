"""Which language a visitor wants: the link's, else what he has chosen in this browser before, else his browser's."""

from collections.abc import Iterable

from ui.language.catalogue import ENGLISH, languages

# The parameter of an address, and the name under which a browser remembers the choice.
PARAMETER = "lang"
COOKIE = "gradient-explorer-language"


def preferred(link: str, remembered: str, accepted: str) -> str:
    """The code of a language that there is.

    link : what the address says, "" for nothing · remembered : what was chosen before
    accepted : the header Accept-Language, or a locale
    """
    return next((code for code in (link, remembered, *_accepted(accepted)) if code in languages()), ENGLISH)


def _accepted(accepted: str) -> Iterable[str]:
    """The codes in a header Accept-Language, the dearest first: "de-AT,de;q=0.9,en;q=0.8" → de, de, en."""
    found: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        tag, _, quality = part.partition(";")
        code = tag.strip().partition("-")[0].lower()
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        if code and weight > 0:
            found.append((weight, code))
    return [code for _, code in sorted(found, key=lambda each: -each[0])]
