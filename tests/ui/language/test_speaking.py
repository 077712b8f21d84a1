"""Words in the language of whoever is served: nothing is switched for all, and numbers go along."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import numpy as np
import pytest

from core.sentence import Counted, Formula, Sentence
from ui.language import speaking as module
from ui.language.catalogue import languages
from ui.language.preference import preferred
from ui.language.speaking import _, here, language_code, ngettext, number, speaking
from ui.timeline.templates import fill


def test_english_is_what_stands_in_the_program() -> None:
    assert language_code() == "en"
    assert _("Explore") == "Explore"
    assert _("") == ""
    assert _("{rows:,} rows, {share:.1f}% of {what}", rows=12_345, share=0.25, what="X") == "12,345 rows, 0.2% of X"
    # Without values, what stands in braces is somebody else's place.
    assert _("loss {loss:4}") == "loss {loss:4}"


def test_german_has_its_own_marks_in_numbers_and_leaves_all_else_alone() -> None:
    with speaking("de"):
        assert _("{rows:,} rows of {file}", rows=12_345, file="a.csv, b.csv") == "12.345 rows of a.csv, b.csv"
        assert _("{rate} and {small} of {name}", rate="−0.5", small=1.5e-7, name="v1.2") == "−0,5 and 1,5e−7 of v1.2"
        assert _("") == ""


@pytest.mark.parametrize(("code", "said"), [("en", "1,000 and 20,000"), ("de", "1.000 and 20.000")])
def test_whole_numbers_have_their_marks_wherever_they_are_said(code: str, said: str) -> None:
    with speaking(code):
        assert _("{step} and {last}", step=1000, last=np.int64(20_000)) == said
        assert _("{step} and {last}", step=here("1,000"), last=here(f"{20_000:,}")) == said
        assert fill("{step} and {last}", {"step": 1000.0, "last": 20_000.0}) == said
        # What is written already is nobody's number: a seed in a name, a year.
        assert _("{name}", name="run 2024") == "run 2024"


READ = {"en": "3.1e−7, −0.25 and 1e8 of 1e-05.csv", "de": "3,1e−7, −0,25 and 1e8 of 1e-05.csv"}


@pytest.mark.parametrize("code", READ)
def test_a_number_is_written_in_one_way_however_it_comes(code: str) -> None:
    file = "1e-05.csv"
    with speaking(code):
        assert _("{a:.2g}, {b:g} and {c:.0e} of {file}", a=3.1e-7, b=-0.25, c=1e8, file=file) == READ[code]
        written = {"a": number(3.1e-7, 2), "b": number(-0.25), "c": number(1e8)}
        assert _("{a}, {b} and {c} of {file}", file=file, **written) == READ[code]


def test_a_number_gets_its_marks_once() -> None:
    with speaking("de"):
        known = {"small": number(0.125), "large": here("1,234"), "error": number(0.9963, 3)}
        assert _("{small}, {large}, {error:>6}", **known) == "0,125, 1.234,  0,996"


def test_the_numbers_in_a_formula_get_the_marks_too() -> None:
    said = Sentence("{left} = {right}", left="dz/dy", right=Formula("0.5 · (1 − 12.25) / 2"))
    with speaking("de"):
        assert _(said) == "dz/dy = 0,5 · (1 − 12,25) / 2"
    assert _(said) == "dz/dy = 0.5 · (1 − 12.25) / 2"


def test_two_are_served_at_once_each_in_his_language() -> None:
    def said() -> str:
        return language_code()

    with ThreadPoolExecutor(2) as threads:
        with speaking("de"):
            german = threads.submit(copy_context().run, said)
        english = threads.submit(said)
    assert (german.result(), english.result(), language_code()) == ("de", "en", "en")


def test_an_unknown_language_is_english() -> None:
    with speaking("xx"):
        assert language_code() == "en"


def test_where_nobody_has_said_it_somebody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_otherwise", [lambda: "de"])
    assert language_code() == "de"
    with speaking("en"):
        assert language_code() == "en"


def test_the_text_for_a_number_is_english_in_english() -> None:
    assert [ngettext("{n} row", "{n:,} rows", n) for n in (1, 0, 2_000)] == ["1 row", "0 rows", "2,000 rows"]


def test_a_sentence_is_english_text_and_can_be_said_otherwise() -> None:
    inner = Sentence("at most {most:,}", most=20_000)
    sentence = Sentence("{file} has {rows:,} rows, {limit}.", file="a.csv", rows=30_000, limit=inner)
    assert sentence == "a.csv has 30,000 rows, at most 20,000."
    assert _(sentence) == str(sentence)
    again = pickle.loads(pickle.dumps(sentence))
    with speaking("de"):
        assert _(again) == _(ValueError(again)) == "a.csv has 30.000 rows, at most 20.000."
        both = inner + ", " + inner
        assert _(both) == "at most 20.000, at most 20.000"
    assert both == "at most 20,000, at most 20,000"


@pytest.mark.parametrize(
    ("link", "remembered", "accepted", "language"),
    [
        ("de", "en", "en", "de"),
        ("", "de", "en-US,en", "de"),
        ("xx", "", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "", "xx,en;q=0.7,de;q=0.3", "en"),
        ("", "", "xx;q=0,de;q=oh,*", "en"),
        ("", "../de", "", "en"),
    ],
)
def test_the_link_counts_then_what_was_chosen_then_the_browser(
    link: str, remembered: str, accepted: str, language: str
) -> None:
    assert preferred(link, remembered, accepted) == language


def test_languages_call_themselves_by_their_names() -> None:
    # There may be more: see CONTRIBUTING.md.
    assert next(iter(languages())) == "en"
    assert [languages()[code].name for code in ("en", "de")] == ["English", "Deutsch"]


@pytest.mark.parametrize("n", [0, 1, 2, 1000])
def test_a_sentence_on_so_many_is_said_by_each_language_for_that_number(n: int) -> None:
    said = Counted("After {n} step", "After {n:,} steps", n)
    sent = pickle.loads(pickle.dumps(said))
    assert (sent, type(sent), sent.values) == (said, Counted, {"n": n})
    whole = Sentence("{after}: the end.", after=sent)
    assert _(whole) == whole == (f"After {n:,} steps: the end." if n != 1 else "After 1 step: the end.")
    with speaking("de"):
        assert _(sent) == (f"Nach {n:,} Schritten".replace(",", ".") if n != 1 else "Nach 1 Schritt")
        assert _(sent).rstrip("en") in _(whole)
