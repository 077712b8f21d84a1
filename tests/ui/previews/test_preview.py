"""What is said of a link where it is sent: read off the link, as text, and of the app itself where it is broken."""

from urllib.parse import parse_qs

import pytest

from tests.hostile import HOSTILE
from ui.export.link_list import TITLE, Entry
from ui.language.speaking import speaking
from ui.pages import LIGHT, PAGES
from ui.previews.preview import ABOUT, NAME, Preview, of_an_entry, of_the_app, preview_of
from ui.settings.links import PARAMETERS


def preview(link: str, code: str = "") -> Preview:
    return preview_of(parse_qs(link), code)


def test_a_link_is_called_as_it_says_or_by_what_it_shows() -> None:
    assert preview("title=Too+fast%3F&lr=60&data=moons").title == "Too fast?"
    assert preview("lr=60&data=moons").title == "Explore: moons, BCE, gradient descent, learning rate 60"
    assert preview("data=moons", "compare").title == "Compare: moons, BCE, gradient descent"
    assert preview("lesson=transpose&at=2").title == "Where the transpose comes from: One arrow per sample"
    assert preview("", "about").title == PAGES["about"].title
    assert preview("").title == NAME


def test_the_sentence_is_the_task_the_question_or_what_is_shown_and_where() -> None:
    assert preview("task=Find+it.&step=3").about == "Find it."
    assert preview("predict=5~Where+next%3F~left~right&step=3").about == "Where next?"
    assert preview("v=2&step=3").about.endswith("at every step. Step 3 of 60.")
    assert preview("v=2&step=3&stage=dy", "backward_pass").about.endswith("Step 3 of 60, stage 7 of 9.")
    assert preview("", "by_hand").about == PAGES["by_hand"].question
    assert preview("").about == ABOUT


def test_all_of_it_is_in_the_link_s_language() -> None:
    german = preview("v=2&step=3&lang=de", "compare")
    assert german.about.endswith("Schritt 3 von 60.")
    assert not german.about.startswith(PAGES["compare"].about)
    assert preview("v=2&step=3&lang=de").title.startswith("Erkunden: ")
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
    assert preview("mistake=swapped&loss=MSE", "break_it").title.startswith("Break it: targets and outputs swapped")


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
