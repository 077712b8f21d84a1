"""`check(Classifier, BCE)`: what is wrong with somebody's code, in sentences, each with a link that shows it."""

import sys
from typing import Any

from core.own_code.finding import Finding
from core.own_code.findings import findings
from core.own_code.here import BASE, CASE_LINK, LANGUAGE
from core.own_code.words import LANGUAGES, knows, named, say

# Where a finding has no mistake, these say that none is known; the others say enough.
OPEN = ("row", "value", "sign", "factor", "factor of N", "number", "again")


def check(
    Classifier: Any,
    BCE: Any,
    Optimizer: Any = None,
    language: str = LANGUAGE,
    ones: bool = False,
) -> None:
    """Run your own classes on a few small cases, and print which array first differs and which bug that is.

    Classifier : the class; forward(X) → z, backward(dout) → dW, and the weights W, the bias last
    BCE : the class, or a function for L, or a pair of them: one for L, one for dL/dz
    Optimizer : the class, if it is to be checked; Optimizer(model, lr).step(dW)
    language : "en" or "de"
    ones : True where X gets its column of ones before it is given to the model
    """
    try:
        found = findings(Classifier, BCE, Optimizer, ones)
    except Exception as error:
        tell(say(language, "stopped", error=type(error).__name__))
        return
    for line in report(found, language):
        tell(line)


def report(found: "list[Finding]", language: str) -> "list[str]":
    """The findings in sentences, and a last one about all of them."""
    lines = [line for each in found for line in in_words(each, language)]
    wrong = [each for each in found if not each.fine]
    if not wrong:
        checked = all(each.sentence != "no dL/dz" for each in found)
        return [*lines, say(language, "all right" if checked else "what is checked")]
    return [*lines, say(language, "one") if len(wrong) == 1 else say(language, "several", count=len(wrong))]


def in_words(finding: Finding, language: str) -> "list[str]":
    """One finding: what differs, and below it what it comes from and where it can be seen."""
    filled = finding.filled
    lines = [say(language, finding.sentence, **filled)]
    if filled.get("broadcast"):
        lines.append(say(language, "broadcast"))
    if filled.get("cache"):
        lines.append(say(language, "cache"))
    cause = f"{filled.get('array')} {filled.get('factor')}"
    if not finding.mistakes and (knows(cause) or finding.sentence in OPEN):
        lines.append(say(language, cause if knows(cause) else "unknown"))
    if len(finding.mistakes) > 1:
        lines.append(say(language, "two"))
    for mistake in finding.mistakes:
        name, hint = named(language, mistake)
        one = "mistake" if len(finding.mistakes) == 1 else "one of two"
        lines.append(say(language, one, name=name, hint=hint))
        if BASE:
            step = "&step=1" if finding.step else ""
            link = f"{BASE}break_it?{CASE_LINK}&mistake={mistake.key}{step}{spoken(language)}"
            lines.append(say(language, "see", link=link))
    return lines


def spoken(language: str) -> str:
    """What a link has at its end, so that the app speaks this language too."""
    return "" if language == LANGUAGE or language not in LANGUAGES else f"&lang={language}"


def tell(line: str) -> None:
    """Print a line, also where the terminal does not know all of its letters."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding))
