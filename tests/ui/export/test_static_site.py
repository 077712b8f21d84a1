"""A static site: links are not trusted, names are stable, nobody's files are touched, and the numbers are core's."""

import gzip
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

from core.training import train
from tests.hostile import HOSTILE
from tests.ui.export.reading import from_text, read_timeline
from ui.assets import text
from ui.export.link_list import presets, read_links
from ui.export.offline import LETTERS, as_text, player_program
from ui.export.site_files import site_files, slugs
from ui.export.static_site import MARKER, RefusedError, main, write_site
from ui.language.speaking import speaking
from ui.modules import SITE, whole
from ui.settings import links
from ui.settings.presets import PRESETS
from ui.settings.scenario_settings import to_scenario
from ui.timeline.folding import unfold
from ui.timeline.packing import read, unpack

SMALL = "?data=blobs&samples=20&steps=6"


def small(count: int = 1) -> list:
    entries, problems = read_links("\n".join(f"Run {i} | {SMALL}&seed={i}" for i in range(count)))
    assert not problems
    return entries


def timeline_of(files: dict[str, bytes], slug: str) -> tuple[dict, bytes]:
    return unpack(unfold(read_timeline(files[f"parts/run-{slug}.js"].decode())))


@pytest.fixture(scope="module")
def classic() -> dict[str, bytes]:
    """The files of the site of all presets."""
    return site_files(presets())


def test_a_site_says_on_its_cards_and_to_others_what_it_shows_in_its_language() -> None:
    with speaking("de"):
        assert [entry.title for entry in presets()][:1] == ["I2DL: Häuser"]
        files = site_files(small())
    index, page = (unescape(files[name].decode()) for name in ("index.html", "run-0.html"))
    assert "Die Daten, die Verlustfläche, dW" in index
    assert "The data, the loss surface" not in index
    assert 'content="Sieh den Gradienten: ' in page
    assert "See the gradient: " not in page


class Addresses(HTMLParser):
    """The elements of a page, and the addresses in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        where = ("href", "src", "data-script", "data-player", "data-plotly", "data-explore")
        self.found += [value for name, value in attrs if name in where and value]


@pytest.mark.parametrize("length", [0, 1, 2, 12, 13, 14, 1000])
def test_letters_say_every_byte(length: int) -> None:
    data = np.random.default_rng(length).integers(0, 256, length, np.uint8).tobytes()
    written = as_text(data)
    assert from_text(written, length) == data
    assert set(written.encode()) <= set(LETTERS)
    assert not set(written) & set('"\\<\n')


def test_the_player_is_the_app_s_own() -> None:
    program = player_program()
    assert program.startswith(text("packed.js"))
    found = re.search(r'gxModule\((\d+), "([^"]+)"\);\n$', program)
    assert found
    assert gzip.decompress(from_text(found[2], int(found[1]))).decode() == whole(SITE)


@pytest.mark.parametrize(
    ("line", "page", "query"),
    [
        ("?data=moons", "explorer", {"data": "moons"}),
        ("data=moons&lr=2", "explorer", {"data": "moons", "lr": "2"}),
        ("backward_pass?data=moons&step=3", "backward_pass", {"data": "moons", "step": "3"}),
        ("/view?page=compare&data=moons", "compare", {"data": "moons"}),
        ("https://gx.example.org/?data=moons#here", "explorer", {"data": "moons"}),
        ("https://gx.example.org/lesson?data=moons", "explorer", {"data": "moons"}),
        ("https://gx.example.org/lesson/view?page=break_it&mistake=ascent", "break_it", {"mistake": "ascent"}),
        ("https://gx.example.org/lesson/loss_surface", "loss_surface", {}),
        ("explorer", "explorer", {}),
        ("?", "explorer", {}),
    ],
)
def test_a_link_is_read_however_it_is_written(line: str, page: str, query: dict[str, str]) -> None:
    for title in ("", "Week | 1", "Week 1"):
        written = f"{title}\t{line}" if "|" in title else f"{title} | {line}" if title else line
        (entry,), problems = read_links(f"# links\n\n  {written}  \r\n")
        assert not problems
        assert (entry.title, entry.destination.page.code) == (title, page)
        assert {name: values[-1] for name, values in entry.query.items() if name != "page"} == query


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hello world", "no link of this app"),
        ("javascript:alert(1)", "no link of this app"),
        ("https://example.org/picture.png", "no link of this app"),
        ("ftp://gx.example.org/?data=moons", "no link of this app"),
        ("?utm=1", "no link of this app"),
        ("http://[broken/?data=moons", "cannot be read as a link"),
        ("by_hand?step=2", "has no light view"),
        ("https://gx.example.org/take_home?data=moons", "has no light view"),
        ("view?page=nowhere&data=moons", "has no light view"),
        ("?data=own+data", "which no link can carry"),
        ("data?data=own+data&points=broken", "cannot be read"),
    ],
)
def test_a_line_that_is_no_use_is_named_and_the_rest_is_read(line: str, said: str) -> None:
    entries, problems = read_links(f"?data=moons\n{line}\n?data=XOR")
    assert len(entries) == 2
    (problem,) = problems
    assert problem.startswith("Line 2: ")
    assert said in problem
    assert problem.endswith("; it is left out.")


def test_a_value_that_is_no_use_is_named_and_the_usual_one_is_taken() -> None:
    (entry,), problems = read_links("\n?data=moons&lr=fast&steps=-1")
    assert [problem.partition(":")[0] for problem in problems] == ["Line 2", "Line 2"]
    assert "The learning rate in this link must be" in problems[0]
    assert entry.destination.settings["lr"] == links.defaults(version=1)["lr"]
    (entry,), problems = read_links(f"{'long ' * 40} | ?data=moons")
    assert "more than 80 letters" in problems[0]
    assert len(entry.title) <= 80


def test_names_are_readable_ascii_and_unlike() -> None:
    titles = [
        "Woche 1: Größe & Maß",
        "Too fast?",
        "too fast",
        "Too fast 2",
        "index",
        "CON",
        "日本",
        "?!",
        "a" * 99,
        "b " * 99,
    ]
    names = slugs(titles)
    assert names[:7] == ["woche-1-grosse-mass", "too-fast", "too-fast-2", "too-fast-2-2", "index-2", "con-2", "page"]
    assert len(set(names)) == len(titles)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= 64 for name in names)
    # What stands behind a page does not change its name.
    assert slugs(titles[:5]) == names[:5]
    hostile = slugs(HOSTILE)
    assert len(set(hostile)) == len(HOSTILE)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_s_page_has_the_numbers_of_core(classic: dict[str, bytes], preset) -> None:
    (slug,) = slugs([preset.name])
    header, body = timeline_of(classic, slug)
    scenario = to_scenario(links.complete(preset.settings))
    history = train(scenario, scenario.dataset())
    assert header["steps"] == history.steps
    scalars = {name: read(entry, body) for name, entry in header["scalars"].items()}
    assert np.array_equal(scalars["loss"], history.loss)
    names = [name for name in scalars if re.fullmatch(r"w\d+|b", name)]
    for column, name in enumerate(names):
        assert np.array_equal(scalars[name], history.W[:, column])
        assert np.array_equal(scalars[f"d{name}"], history.dW[:, column])
    # Exact, or said not to be.
    stems = next(panel for panel in header["panels"] if panel["name"] == "samples")
    exact = all(track["values"]["dtype"] == "float32" for track in stems["tracks"])
    hover = [trace["hovertemplate"] for trace in stems["figure"]["data"] if "%{y" in trace.get("hovertemplate", "")]
    assert hover
    assert all(("≈" in template) != exact for template in hover)


def test_a_first_visit_is_no_longer_than_promised_on_a_host_that_compresses_nothing(classic: dict[str, bytes]) -> None:
    shared = sum(len(classic[f"parts/{name}"]) for name in ("player.js", "player.css", "plotly.js"))
    for slug in slugs([preset.name for preset in PRESETS]):
        assert shared + len(classic[f"{slug}.html"]) + len(classic[f"parts/run-{slug}.js"]) <= 895_000
    small = sum(len(content) for name, content in classic.items() if name.startswith("parts/small-"))
    assert shared + small + len(classic["index.html"]) <= 1_000_000
    assert "parts/plotly-3d.js" not in classic


def test_all_addresses_are_relative_and_there(classic: dict[str, bytes]) -> None:
    for name, content in classic.items():
        if name.endswith(".html"):
            page = content.decode()
            addresses = Addresses(page).found
            assert len(addresses) > 4
            assert {address.partition("?")[0] for address in addresses} <= {*classic, "data:,"}
            assert "default-src 'none'" in unescape(page)
            assert "http" not in re.sub(r'http-equiv|xmlns="[^"]*"|http://www.w3.org/2000/svg', "", page)


def test_each_page_has_a_picture_for_others_as_a_file(classic: dict[str, bytes]) -> None:
    pages = [name.removesuffix(".html") for name in classic if name.endswith(".html")]
    for name in pages:
        assert f'name="twitter:image" content="parts/{name}.png"' in classic[f"{name}.html"].decode()
    pictures = {classic[f"parts/{name}.png"] for name in pages}
    assert len(pictures) == len(pages)
    assert all(len(picture) <= 150_000 for picture in pictures)
    # Many of those who ask for it need its whole address.
    page = site_files(small(), address="https://course.example.org/gx")["index.html"].decode()
    assert 'content="https://course.example.org/gx/parts/index.png"' in page


def test_the_same_links_give_the_same_bytes() -> None:
    assert site_files(small(2)) == site_files(small(2))


def test_explore_leads_to_the_full_app_where_that_is_known() -> None:
    entries, _ = read_links(f"Inside | backward_pass{SMALL}&step=2&task=Look&hide=sidebar")
    page = site_files(entries, "https://gx.example.org/lesson/")["inside.html"].decode()
    assert 'data-explore="https://gx.example.org/lesson/backward_pass"' in page
    query = urlencode(
        {"v": "2", "data": "blobs", "samples": "20", "steps": "6", "step": "2", "task": "Look", "hide": "sidebar"}
    )
    assert f'data-given="{query.replace("&", "&amp;")}"' in page
    assert "This page shows step 2 of the run." in page
    index = site_files(entries, "https://gx.example.org/lesson/")["index.html"].decode()
    assert 'href="https://gx.example.org/lesson/"' in index
    assert "gx-explore" not in re.sub(r"<script>.*?</script>", "", site_files(entries)["inside.html"].decode())


def test_a_page_in_space_has_all_of_plotly_and_no_other() -> None:
    entries, _ = read_links(f"Flat | {SMALL}\nRelief | {SMALL}&surface=3-D")
    files = site_files(entries)
    assert "parts/plotly-3d.js" in files["relief.html"].decode()
    assert "parts/plotly-3d.js" not in files["flat.html"].decode()
    # The small picture of it needs none of that.
    header, _ = unpack(unfold(read_timeline(files["parts/small-relief.js"].decode())))
    assert [panel["name"] for panel in header["panels"]] == ["data"]


@pytest.mark.parametrize("marked", ["", ".2"])
def test_a_question_is_not_answered_by_the_small_picture(marked: str) -> None:
    entries, _ = read_links(f"Ask | {SMALL}&step=1&predict=2{marked}~Where%3F~left~right")
    assert 'data-still="1" data-last="2"' in site_files(entries)["index.html"].decode()


@pytest.mark.long
def test_nothing_of_a_link_is_markup() -> None:
    usual = site_files(small())
    for word in (HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[7], HOSTILE[9], "$title ${css}", "{{x}}"):
        lines = f"{word} | {SMALL}&" + urlencode({"title": word, "task": word, "predict": f"2~{word}~{word}~{word}"})
        entries, _ = read_links(lines)
        files = site_files(entries)
        (name,) = (name for name in files if name.endswith(".html") and name != "index.html")
        page, index = files[name].decode(), files["index.html"].decode()
        assert Addresses(page).tags == Addresses(usual["run-0.html"].decode()).tags
        # The index has the task besides.
        assert [tag for tag in Addresses(index).tags if tag not in ("p", "strong")] == [
            tag for tag in Addresses(usual["index.html"].decode()).tags if tag not in ("p", "strong")
        ]


def test_every_hostile_text_can_be_a_title_and_a_value() -> None:
    lines = [f"{word} | {SMALL}&{urlencode({'task': word, 'lr': word, 'weights': word})}" for word in HOSTILE]
    entries, problems = read_links("\n".join(lines))
    assert all(re.match(r"Line \d+: .*\.$", problem) for problem in problems)
    assert all(len(entry.title) <= 80 and entry.title.isprintable() for entry in entries)


def test_stale_parts_go_and_other_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    write_site(small(3), folder)
    (folder / "CNAME").write_text("gx.example.org")
    assert (folder / "run-2.html").exists()
    files = write_site(small(1), folder)
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there == {*files, MARKER, "CNAME"}
    assert (folder / "CNAME").read_text() == "gx.example.org"


def test_a_marker_that_somebody_has_changed_leads_to_nothing_outside(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(small(), folder)
    (tmp_path / "precious.txt").write_text("mine")
    marker = folder / MARKER
    marker.write_text(marker.read_text() + "../precious.txt\nparts/../../precious.txt\n/precious.txt\n")
    write_site(small(), folder)
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_nobody_s_files_are_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RefusedError, match="not of a site of ours"):
        write_site(small(), tmp_path)
    with pytest.raises(RefusedError, match="a file, not a folder"):
        write_site(small(), tmp_path / "thesis.txt")
    folder = tmp_path / "site"
    write_site(small(), folder)
    (folder / "run-1.html").write_text("mine too")
    with pytest.raises(RefusedError, match="run-1"):
        write_site(small(2), folder)
    assert (folder / "run-1.html").read_text() == "mine too"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "base", ["gx.example.org", "javascript:alert(1)", 'https://a.b/"><script>', "https://a.b/?x=1"]
)
def test_the_app_s_address_is_a_real_one(tmp_path: Path, base: str) -> None:
    with pytest.raises(RefusedError, match="must begin with http"):
        write_site(small(), tmp_path / "site", base)
    assert not (tmp_path / "site").exists()


def test_the_command_says_what_it_did_and_keeps_an_old_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "links.txt", tmp_path / "site"
    file.write_text(f"One | {SMALL}\nhello\n", encoding="utf-8")
    command = ["--links", str(file), "--out", str(folder)]
    assert main(command) == 0
    said = capsys.readouterr()
    assert "1 page and an index" in said.out
    assert said.err == "Line 2: “hello” is no link of this app; it is left out.\n"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for content, words in (("hello", "no usable link"), ("\n# nothing\n", "has no links"), (None, "cannot be read")):
        file.unlink()
        if content is not None:
            file.write_text(content)
        assert main(command) == 2
        assert words in capsys.readouterr().err.splitlines()[-1]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
