"""What a link looks like where somebody sends it: what it is called, a sentence, and of which moment its picture is.
It is read off the link alone, and computes no more than a brief run: its picture is drawn when somebody asks for that
(pictures.py)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from core.training import History
from ui.backward_pass.stages import STAGES
from ui.export import light_view
from ui.export.light_view import Destination, Query
from ui.export.link_list import TITLE, Entry, last_value, on_one_line
from ui.language import preference
from ui.language.catalogue import ENGLISH
from ui.language.speaking import N_, _, language_code, speaking
from ui.lessons.lesson import Question
from ui.lessons.place import Place, find
from ui.page import ALWAYS, Moment, Page, rate_of
from ui.pages import HOME, LIGHT, PAGES
from ui.serving.cache import brief_run
from ui.settings import links
from ui.settings.cases import case_of
from ui.settings.parameter import Settings
from ui.settings.versions import NEWEST

NAME = "Gradient Explorer"
ABOUT = N_("See the gradient: step through the training of a sigmoid classifier, forwards and backwards.")
# A task and a question are not longer than so many letters (see web/predict.js).
TASK = 240
FEW = "12"
# What a link says besides its run, and no picture shows.
UNSEEN = frozenset(links.UNCHECKED) - {"title", "show", "predict", "lesson", "at"}
# Panels that show a whole run, and arrows that show the next step: a question is asked before (see web/question.js).
TELLING = ("loss", "losses", "norms", "table", "sweep")
ARROWS = ("gradient", "update")
# Beside a link: what is not to be seen in its picture, and the word for what a question covers that names nothing.
COVERS, USUAL = "covers", "usual"


@dataclass(frozen=True)
class Preview:
    """title, about : plain text · page : that the link opens · destination : what its picture is of
    query : of the link, as briefly as all of it can be said · panels : that the picture may be of, the first one first
    without : names of panels and traces that are not to be seen
    """

    title: str
    about: str
    page: Page
    destination: Destination
    query: Mapping[str, Sequence[str]]
    panels: tuple[str, ...]
    without: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """All that the picture depends on, as an address has it."""
        return urlencode({name: values for name, values in self.query.items() if name not in UNSEEN}, doseq=True)


def preview_of(query: Query, code: str = "") -> Preview:
    """The preview of a link; of one that has anything unusable, or is of no page, that of the app itself.

    It speaks the link's language, and English where the link has none: whoever sees it there is not known.
    query : each name's values · code : of the page that the link opens, "" where the query says it
    """
    with speaking(last_value(query, preference.PARAMETER)):
        return _preview_of(query, code)


def _preview_of(query: Query, code: str) -> Preview:
    place, said = find(query)
    if said:
        return of_the_app()
    if place:
        return of_a_moment(place)
    code = code or last_value(query, "page") or HOME.code
    page = PAGES.get(code)
    says_nothing = not links.says_something(query)
    if page is None or (page == HOME and says_nothing):
        return of_the_app()
    if says_nothing:
        # The address of a page alone has today's defaults.
        query = {links.VERSION.name: [str(NEWEST)]}
    others = {name: values for name, values in query.items() if name != "page"}
    destination = light_view.destination_of({**others, **({"page": [code]} if code in LIGHT and page != HOME else {})})
    if not destination.usable:
        return of_the_app()
    question = _question(query)
    if question:
        destination = replace(destination, step=min(destination.step, question[0]))
    covers = (*(TELLING if question else ()), *_covered(query))
    own = on_one_line(last_value(query, "title"), TITLE)
    return Preview(
        title=own or _sentence(page, destination, bool(covers)),
        about=on_one_line(last_value(query, "task"), TASK) or (question[1] if question else _about(page, destination)),
        page=page,
        destination=_flat(destination),
        query={
            **Entry("", query).carried,
            **destination.place,
            **({} if page == HOME else {"page": [code]}),
            **({COVERS: [last_value(query, COVERS)]} if _covered(query) else {}),
        },
        panels=_shown(destination.page.picture, query),
        without=(*covers, *(ARROWS if "arrows" in covers else ())),
    )


def of_the_app() -> Preview:
    """The preview of the app itself, with what a visitor sees first, after a few steps."""
    destination = light_view.destination_of({links.VERSION.name: [str(NEWEST)], links.STEP.name: [FEW]})
    language = {preference.PARAMETER: [language_code()]} if language_code() != ENGLISH else {}
    return Preview(NAME, _(ABOUT), HOME, destination, language, HOME.picture)


def of_a_talk() -> Preview:
    """The preview of any talk: what is in it only the browser knows that has it."""
    return replace(of_the_app(), title=" · ".join((_("Talk"), NAME)))


def of_a_worksheet(place: Place) -> Preview:
    """The preview of a lesson on paper. place : the moment of which its picture is"""
    return replace(of_a_moment(place), title=" · ".join((place.lesson.title, _("Worksheet"))))


def of_an_entry(entry: Entry) -> Preview:
    """The preview of a page of a static site, which may have a title of its own; a site speaks one language."""
    preview = preview_of({**entry.query, preference.PARAMETER: [entry.destination.language]})
    return replace(preview, title=entry.heading) if entry.title else preview


def of_a_moment(place: Place) -> Preview:
    """The preview of a moment of a lesson."""
    lesson, moment = place.lesson, place.moment
    destination = moment.destination(place.changes)
    if not destination.usable:
        return of_the_app()
    covers = _covers(moment.question)
    return Preview(
        title=f"{lesson.title}: {moment.title}",
        about=lesson.about,
        page=destination.page,
        destination=_flat(destination),
        query={**place.address, **_canonical(place.changes, destination)},
        panels=_shown(destination.page.picture, moment.entry(place.changes).query),
        without=(*covers, *(ARROWS if "arrows" in covers else ())),
    )


def _canonical(changes: Query, destination: Destination) -> dict[str, Sequence[str]]:
    """What somebody has changed of a moment, in the one way in which a link says it. destination : then"""
    said = {name: links.written(value) for name, value in destination.settings.items()}
    said |= {
        links.STEP.name: [str(destination.step)],
        links.STAGE.name: [destination.stage],
        links.SAMPLE.name: [str(destination.sample)],
    }
    said |= {preference.PARAMETER: [destination.asked_language]}
    return {**Entry("", changes).carried, **{name: said[name] for name in sorted(changes) if name in said}}


def _covers(question: Question | None) -> tuple[str, ...]:
    """What would tell the answer to a lesson's question."""
    return (question.covers or TELLING) if question else ()


def _covered(query: Query) -> tuple[str, ...]:
    """What would tell the answer to a question of somebody's talk, for its worksheet."""
    said = last_value(query, COVERS)
    if said == USUAL:
        return TELLING
    return tuple(said.split(",")) if re.fullmatch(r"[a-z]{1,12}(,[a-z]{1,12}){0,9}", said) else ()


def _question(query: Query) -> tuple[int, str] | None:
    """At which step a link asks a question, and its words; None for none."""
    found = re.fullmatch(r"(\d{1,4})(?:\.[1-5]{1,5})?~([^~]+)~.*~.*", last_value(query, "predict"))
    return (int(found[1]), on_one_line(found[2], TASK)) if found else None


def _shown(panels: Sequence[str], query: Query) -> tuple[str, ...]:
    """Those panels that a link does not hide."""
    shown = last_value(query, "show").split(",")
    return tuple(name for name in panels if shown == [""] or name in shown)


def _flat(destination: Destination) -> Destination:
    return replace(destination, settings=destination.page.flat(destination.settings))


def sentence_of(preview: Preview) -> str:
    """What a link shows, in a sentence, whatever it is called."""
    return _sentence(preview.page, preview.destination, bool(preview.without))


def _sentence(page: Page, destination: Destination, covered: bool) -> str:
    """The same. covered : whether a loss might tell the answer to a question"""
    if not page.depends_on:
        return _(page.title)
    settings = destination.settings

    def history() -> History | None:
        return None if covered else brief_run(destination.shown.scenario, destination.step)

    return page.sentence(settings, Moment(_case(page, settings), destination.step, destination.stage, history))


def _case(page: Page, settings: Settings) -> str:
    """What a run is called: a classic case, or its data and what is special about it on this page."""
    preset = case_of(settings)
    if preset and ALWAYS.intersection(preset.settings) <= page.settings:
        return _(preset.name)
    usual = links.defaults(settings["data"])
    said = {
        "loss": settings["loss"],
        "optimizer": _(settings["optimizer"]),
        "lr": rate_of(settings),
        "batch": _("batch {size}", size=settings["batch"]),
    }
    special = [said[name] for name in said if name in page.settings and settings[name] != usual[name]]
    data = _(settings["data"])
    data = f"{data[:1].upper()}{data[1:]}"
    return f"{data} ({', '.join(special)})" if special else data


def _about(page: Page, destination: Destination) -> str:
    """A sentence of what a page shows, and at which step."""
    if page == HOME and not destination.step:
        return _(ABOUT)
    sentence = f"{_(page.about)}." if page.about else _(page.question or ABOUT)
    if not page.depends_on or not page.shown_by_a_link or page.of_one_moment:
        return sentence
    step, last = destination.step, destination.settings["steps"]
    if destination.follows != "outside":
        where = _("Step {step} of {last}.", step=step, last=last)
        return f"{sentence} {where}"
    at = STAGES.index(destination.stage) + 1
    where = _("Step {step} of {last}, stage {stage} of {stages}.", step=step, last=last, stage=at, stages=len(STAGES))
    return f"{sentence} {where}"
