"""A lesson's file may be anybody's: whatever stands in it is a mistake that is named with its line, or words; and never
markup, a program, or a link that leads elsewhere. The browser's half reads it alike."""

from html.parser import HTMLParser

import pytest

from tests.ui.lessons.test_reader import PLAIN, SENTENCE, changed
from tests.ui.lessons.test_talks import both_say, browser
from ui.lessons.card import card
from ui.lessons.place import Place
from ui.lessons.reader import read_lesson
from ui.lessons.worksheet import paper
from ui.serving.cache import run

HEAD = "title: A lesson"
WORDS = "A *word*"
SCRIPT = "<script>window.hacked = 1</script>"
# Refused, each with a sentence that names its line.
REFUSED = {
    "a link that is a program": changed("(?v=2&step=3)", "(javascript:alert(1))"),
    "a link that is data": changed("(?v=2&step=3)", "(data:text/html,<b>x)"),
    "a link to another host": changed("(?v=2&step=3)", "(//elsewhere.invalid/?v=2)"),
    "a solution that is a program": changed("way: ?v=2&lr=3", "way: javascript:alert(1)"),
    "a condition that is a program": changed("arrives", "__import__('os').system('true')"),
    "a number that is a program": changed("{L:3}", "{L.__class__}"),
    "a number that is a template": changed("{L:3}", "{{7*7}}"),
    "a number that no run has": changed("number: y[0]", "number: y[99999999999999999999]"),
    "an id that objects have": changed("{#second}", "{#__proto__}"),
    "the same id twice": changed("{#second}", "{#first}"),
    "ten thousand moments": PLAIN + "".join(f"\n## M {{#m{i}}}\nlink: ?v=2\n" for i in range(10_000)),
    "five million letters": PLAIN + "word " * 1_000_000,
    "a line of a million letters": changed(WORDS, "x" * 1_000_000),
    "many open brackets": changed(WORDS, "[a](" * 20_000),
    "a head that names itself": changed(HEAD, "a: &a [x]\nb: &b [*a, *a, *a]\ntitle: *b"),
    "a key behind a line's other end": changed("question: What comes?", "question: What\rlink: ?v=2\rcomes?"),
    "a template": changed(WORDS, "${window.hacked = 1} %s %(x)s"),
}
# Words, whatever they look like.
ONLY_WORDS = {
    "a head that makes objects": changed(
        "about: What one learns of it.", "about: !!python/object/apply:os.system [true]"
    ),
    "a program": changed(WORDS, SCRIPT),
    "a picture": changed(WORDS, "<img src=x onerror=window.hacked=1>"),
    "the end of what hides it": changed("Yes, for", f"</template></p>{SCRIPT}"),
    "a program in a title": changed("## Second {", f"## Second {SCRIPT} {{"),
    "a program in the head": changed(HEAD, f"title: {SCRIPT}"),
    "an attribute": changed("[a moment](?v=2&step=3)", '[x" onfocus="alert(1)](?v=2&step=3&title=" onfocus="alert(1))'),
    "brackets in one another": changed(WORDS, "[[a](?v=2)](javascript:alert(1))"),
    "markup in code": changed("`code`", "`</code><script>1</script>`"),
    "letters that are not there": changed(WORDS, "A\0w\x1bord"),
    "letters that turn others round": changed(WORDS, "\u202eA\u202a \u2067word"),
}
# Of an address only what it says of a run is read: it leads to ours.
ELSEWHERE = changed("link: ?v=2&step=2", "link: https://elsewhere.invalid/?v=2")
# The names of elements and attributes that a lesson's words and worksheet have.
ELEMENTS = set(
    "section nav a strong ol ul li span h1 h2 p em code div template button header main aside img hr br".split()  # noqa: SIM905
)
PLACES = ("./", "view?", "view/worksheet?", "?lang=", "data:,")


class Markup(HTMLParser):
    """What a browser makes of a text: elements, and where their links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_line(what: str) -> None:
    lesson, problems = read_lesson(REFUSED[what], "plain")
    assert lesson is None
    assert problems
    assert all(SENTENCE.fullmatch(problem) for problem in problems), problems[:3]
    assert all(len(problem) < 300 for problem in problems)


@pytest.mark.parametrize("file", [*ONLY_WORDS.values(), ELSEWHERE], ids=[*ONLY_WORDS, "elsewhere"])
def test_it_is_words(file: str) -> None:
    lesson, problems = read_lesson(file, "plain")
    assert problems == []
    assert lesson is not None
    sheet = paper(lesson, run, lambda place: f"data:,{place.at}")
    shown = [card(Place(lesson, at, {}), run).words for at in range(1, len(lesson.moments) + 1)]
    for text in (*shown, sheet):
        found = Markup(str(text))
        assert found.elements <= ELEMENTS, found.elements - ELEMENTS
        assert not [name for name in found.attributes if name.startswith("on")]
        assert [link for link in found.links if not link.startswith(PLACES)] == []
        assert not set(text) & set("\0\x1b\u202a\u202e\u2067")


def test_the_browser_reads_it_alike() -> None:
    files = [*REFUSED.values(), *ONLY_WORDS.values()]
    for file, said in zip(files, browser(files)["read"], strict=True):
        lesson, problems = read_lesson(file, "plain")
        theirs = [f"Line {line}: {sentence}" for line, sentence in said["problems"]]
        assert both_say(theirs) == both_say(problems), file[:500]
        if lesson:
            assert said["ids"] == [moment.id for moment in lesson.moments]
