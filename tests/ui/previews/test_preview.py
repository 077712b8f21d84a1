"""What is said of a link where it is sent: read off the link, as text, and of the app itself where it is broken."""

from urllib.parse import parse_qs

import pytest

from core.training import train
from tests.hostile import HOSTILE
from ui.export.link_list import TITLE, Entry
from ui.language.speaking import speaking
from ui.pages import LIGHT, PAGES
from ui.previews.preview import ABOUT, NAME, Preview, of_an_entry, of_the_app, preview_of
from ui.settings.links import PARAMETERS, complete, encode
from ui.settings.presets import PRESETS, Preset


def preview(link: str, code: str = "") -> Preview:
    return preview_of(parse_qs(link), code)


@pytest.mark.parametrize("case", PRESETS, ids=lambda case: case.name)
def test_every_classic_case_says_its_loss(case: Preset) -> None:
    settings = complete(case.settings)
    title = preview_of(encode(settings, settings["steps"])).title
    assert title.startswith(f"{case.name} after "), title
    assert ", loss " in title


def test_a_link_is_called_as_it_says_or_where_it_says_nothing_as_the_page() -> None:
    assert preview("title=Too+fast%3F&lr=60&data=moons").title == "Too fast?"
    assert preview("lesson=transpose&at=2").title == "Where the transpose comes from: One arrow per sample"
    assert preview("", "about").title == PAGES["about"].title
    assert preview("").title == NAME


@pytest.mark.parametrize(
    ("code", "link", "english", "german"),
    [
        ("", "v=2&step=12", "Zigzag after 12 steps, loss {loss}", "Zickzack nach 12 Schritten, Verlust {loss}"),
        ("", "v=2&step=1", "Zigzag after 1 step, loss {loss}", "Zickzack nach 1 Schritt, Verlust {loss}"),
        ("", "data=XOR", "XOR before the first step, loss {loss}", "XOR vor dem ersten Schritt, Verlust {loss}"),
        (
            "",
            "data=moons&lr=60&steps=50&step=20&optimizer=Adam&batch=8",
            "Moons (Adam, learning rate 60, batch 8) after 20 steps, loss {loss}",
            "Monde (Adam, Lernrate 60, Stapel 8) nach 20 Schritten, Verlust {loss}",
        ),
        # Of a long run its beginning is enough,
        (
            "",
            "data=moons&steps=5000&step=20",
            "Moons after 20 steps, loss {loss}",
            "Monde nach 20 Schritten, Verlust {loss}",
        ),
        # and so long a one is not computed for a sentence.
        (
            "",
            "data=moons&steps=5000&step=1200",
            "Moons after 1,200 steps",
            "Monde nach 1.200 Schritten",
        ),
        (
            "loss_surface",
            "v=2&step=12",
            "Loss surface: Zigzag after 12 steps, loss {loss}",
            "Verlustfläche: Zickzack nach 12 Schritten, Verlust {loss}",
        ),
        (
            "take_home",
            "v=2&step=12",
            "Export: Zigzag after 12 steps, loss {loss}",
            "Export: Zickzack nach 12 Schritten, Verlust {loss}",
        ),
        (
            "backward_pass",
            "data=blobs&step=3&stage=dy&notation=textbook",
            "Blobs, inside step 3: dL/dz",
            "Wolken, Schritt 3 von innen: dL/dz",
        ),
        (
            "gradient_check",
            "v=2&step=3&h=0.01",
            "Zigzag, step 3: gradient check with h = 0.01",
            "Zickzack, Schritt 3: Gradientenprüfung mit h = 0,01",
        ),
        (
            "break_it",
            "data=moons&loss=MSE&mistake=no-n&step=5",
            "Bug “missing 1/N”: Moons after 5 steps",
            "Fehler „1/N fehlt“: Monde nach 5 Schritten",
        ),
        (
            "break_it",
            "data=moons&step=5",
            "Break it: Moons after 5 steps",
            "Fehler einbauen: Monde nach 5 Schritten",
        ),
        (
            "by_hand",
            "data=two+samples&step=3",
            "Two samples, step 3, to work out on paper",
            "Zwei Beispiele, Schritt 3, zum Nachrechnen auf Papier",
        ),
        # It takes other data than these.
        ("by_hand", "data=moons", "One step to work out on paper", "Ein Schritt zum Nachrechnen auf Papier"),
        (
            "compare",
            "data=moons&step=30",
            "Moons after 30 steps: 4 runs side by side",
            "Monde nach 30 Schritten: 4 Läufe nebeneinander",
        ),
        (
            "data",
            "data=own+data&points=w-BwMh9Dw-B-8Dof",
            "Your data: 2 points of class 0, 1 of class 1",
            "Eigene Daten: 2 Punkte der Klasse 0, 1 der Klasse 1",
        ),
    ],
)
def test_the_title_of_a_link_without_one_is_a_sentence_of_what_it_shows(
    code: str, link: str, english: str, german: str
) -> None:
    shown = preview(link, code)
    scenario, step = shown.destination.shown.scenario, shown.destination.step
    loss = f"{train(scenario, scenario.dataset()).loss[step]:.3g}" if "{loss}" in english else ""
    assert shown.title == english.format(loss=loss)
    assert preview(f"{link}&lang=de", code).title == german.format(loss=loss.replace(".", ","))
    assert len(shown.title) <= 70


def test_after_the_last_step_of_a_run_that_overflows_is_its_last_step() -> None:
    link = "data=blobs&start=typed&weights=1e6,1e6,0&lr=100&steps=200&loss=MSE&step=200"
    scenario = preview(link).destination.shown.scenario
    last = train(scenario, scenario.dataset()).steps
    assert f" after {last} step" in preview(link).title


def test_a_title_does_not_tell_the_answer_to_a_question() -> None:
    assert preview("v=2&step=9&predict=5~Where+next%3F~left~right").title == "Zigzag after 5 steps"
    assert preview("v=2&step=9&covers=usual").title == "Zigzag after 9 steps"


def test_the_sentence_is_the_task_the_question_or_what_is_shown_and_where() -> None:
    assert preview("task=Find+it.&step=3").about == "Find it."
    assert preview("predict=5~Where+next%3F~left~right&step=3").about == "Where next?"
    assert preview("v=2&step=3").about.endswith("at every step. Step 3 of 60.")
    assert preview("v=2&step=3&stage=dy", "backward_pass").about.endswith("Step 3 of 60, stage 7 of 9.")
    # The board has no steps.
    assert preview("v=2&step=3", "data").about == "The points."
    assert preview("", "by_hand").about == PAGES["by_hand"].question
    assert preview("").about == ABOUT


def test_all_of_it_is_in_the_link_s_language() -> None:
    german = preview("v=2&step=3&lang=de", "compare")
    assert german.about.endswith("Schritt 3 von 60.")
    assert not german.about.startswith(PAGES["compare"].about)
    assert preview("v=2&step=3&lang=de").title.startswith("Zickzack nach 3 Schritten")
    assert preview("lang=de", "about").about != preview("", "about").about
    assert preview("lang=de").key == preview("lang=de&lr=x").key == "lang=de"


def test_a_page_of_a_site_is_told_of_in_the_site_s_language() -> None:
    entry = Entry("Zu weit", parse_qs("v=2&data=moons&lr=60&step=20"))
    with speaking("de"):
        shown = of_an_entry(entry)
    assert shown.title == "Zu weit"
    assert shown.about.startswith("Die Daten, die Verlustfläche")
    assert shown.destination.language == "de"
    assert of_an_entry(entry).about.startswith("The data, the loss surface")


def test_what_is_said_to_a_class_stays_in_the_link_and_is_no_part_of_the_picture() -> None:
    said = preview("v=2&step=3&task=Find+it&hide=lr&lecture=true")
    assert said.query["task"] == ["Find it"]
    assert said.query["hide"] == ["lr"]
    assert said.key == preview("v=2&step=3").key


@pytest.mark.parametrize("text", HOSTILE)
def test_a_broken_link_has_the_preview_of_the_app(text: str) -> None:
    # What some of these say, some parameters can read.
    previews = [preview_of({name: [text]}) for name in PARAMETERS]
    assert all(each == of_the_app() or each.destination.usable for each in previews)
    assert previews.count(of_the_app()) > len(previews) / 2


@pytest.mark.parametrize("link", ["lesson=none", "lesson=downhill&at=99", "page=none", "lr=0,5", "data=own+data"])
def test_so_has_a_link_to_nowhere(link: str) -> None:
    assert preview(link) == of_the_app()


def test_what_a_page_does_otherwise_is_not_broken() -> None:
    assert preview("mistake=swapped&loss=MSE", "break_it").title.startswith("Bug “targets and outputs swapped”: ")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_is_one_short_line(text: str) -> None:
    title = preview_of({"title": [text], "task": [text]}).title
    assert title.isprintable()
    assert len(title) <= max(TITLE, len(preview("v=1").title))


def test_a_question_is_not_answered_by_its_picture() -> None:
    posed = preview("v=2&step=9&predict=5~Where+next%3F~left~right", "compare")
    assert posed.destination.step == 5
    assert "losses" in posed.without
    assert not preview("v=2&step=9", "compare").without
    # A lesson says what would tell the answer.
    # What a talk's own question covers.
    assert "losses" in preview("v=2&step=9&covers=usual").without
    covered = preview("v=2&step=9&covers=arrows")
    assert covered.without == ("arrows", "gradient", "update")
    assert "covers=arrows" in covered.key
    assert not preview("v=2&step=9&covers=%3Cscript%3E").without
    assert preview("lesson=downhill&at=1").without == ("arrows", "gradient", "update")


def test_a_picture_shows_what_the_link_shows() -> None:
    assert preview("v=2&show=data,loss").panels == ("data",)
    assert preview("v=2").panels == LIGHT["explorer"].picture


def test_a_picture_needs_no_third_dimension() -> None:
    assert preview("v=2&surface=3-D").destination.settings["surface"] == "2-D"


def test_a_changed_moment_is_said_in_one_way_however_it_was_written() -> None:
    one, other = (preview(f"lesson=downhill&at=4&lr={rate}&theme=dark") for rate in ("0.50", "0.5"))
    assert one.key == other.key == "lesson=downhill&at=4&lr=0.5"
    assert preview("lesson=downhill&at=4&lr=0.1&lr=0.5").key == one.key
    assert preview("lesson=downhill&at=4&step=000003").key == "lesson=downhill&at=4&step=3"
    assert preview("lesson=downhill&at=4&lang=de&data=moons&features=x&features=y").destination.usable


@pytest.mark.parametrize("change", ["lr=" + "1" * 50_000, "lr=fast", "data=none", "features=nothing", "step=x"])
def test_a_moment_with_an_unusable_change_is_that_of_the_app(change: str) -> None:
    assert preview(f"lesson=downhill&at=4&{change}") == of_the_app()
