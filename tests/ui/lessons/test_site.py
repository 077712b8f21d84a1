"""Lessons in a static site: a page a moment, which leads to the others without a server."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from ui.export.lesson_files import file_of
from ui.export.site_files import site_files
from ui.export.static_site import MARKER, main
from ui.lessons.shelf import FOLDER, shelf

# Links in the words lead into the full app, wherever that is.
OURS = re.compile(r'href="(\./[^"]*)"')
DOWNHILL = shelf().lessons["downhill"]


def test_each_moment_is_a_page_that_leads_to_the_others() -> None:
    files = site_files([], lessons=[DOWNHILL])
    sheet = "parts/worksheet-downhill.html"
    pages = [name for name in files if name.endswith(".html") and name not in ("index.html", sheet)]
    assert len(pages) == len(DOWNHILL.moments)
    for name, moment in zip(pages, DOWNHILL.moments, strict=True):
        page = files[name].decode()
        facts = json.loads(unescape(re.findall(r'data-lesson="([^"]*)"', page)[0]))
        assert (facts["name"], facts["id"], facts["served"]) == ("downhill", moment.id, False)
        assert f"<h2>{moment.title}</h2>" in page
        # Nothing leads to a server that may not be there.
        words = page.split('<section class="gx-lesson"')[1].split("</section>")[0]
        assert set(re.findall(r'href="([^"]*)"', words)) <= {*pages, "index.html", sheet}
        assert f'href="{sheet}"' in words
    # What is printed of it needs no server either: its pictures are those of its pages.
    pictures = re.findall(r'<img src="([^"]*)"', files[sheet].decode())
    assert len(pictures) == len(DOWNHILL.moments)
    assert all(files[f"parts/{picture}"].startswith(b"\x89PNG") for picture in pictures)
    # Of a mixed lesson it leads to any moment, and a moment's own address to that one.
    mixed = site_files([], lessons=[shelf().lessons["mixed"]])
    assert re.findall(r'href="(mixed[^"]*)"', mixed["index.html"].decode())[:1] == ["mixed.html#any"]
    assert "#any" not in mixed["mixed.html"].decode()
    # The index has the lesson once.
    assert files["index.html"].decode().count("<h2") == files["index.html"].decode().count(DOWNHILL.title + "</")


def test_a_site_is_made_of_a_file_and_says_what_is_wrong_with_another(tmp_path: Path, capsys) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text("nothing", encoding="utf-8")
    good = FOLDER / "en" / "5-diagnose.md"
    assert main(["--lessons", f"{good},{bad}", "--out", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site" / "broken-runs.html").is_file()
    assert "bad.md: Line 1: " in capsys.readouterr().err
    # Where none is left there is no site, and not one of something else.
    assert main(["--lessons", str(bad), "--out", str(tmp_path / "other")]) == 2
    assert not (tmp_path / "other").exists()
    assert main(["--lessons", str(tmp_path / "none.md"), "--out", str(tmp_path / "other")]) == 2


def test_a_lesson_is_one_file_with_all_its_moments() -> None:
    page = file_of(DOWNHILL).decode()
    moments = re.findall(r'<template class="gx-moment" data-place="([^"]*)">(.*?)</template>\n', page, re.DOTALL)
    assert [place for place, _ in moments] == [f"#{moment.id}" for moment in DOWNHILL.moments]
    for (_, shown), moment in zip(moments, DOWNHILL.moments, strict=True):
        facts = json.loads(unescape(re.findall(r'data-lesson="([^"]*)"', shown)[0]))
        assert (facts["id"], facts["served"]) == (moment.id, False)
        words = shown.split('<section class="gx-lesson"')[1].split("</section>")[0]
        assert set(re.findall(r'href="([^"]*)"', words)) <= {place for place, _ in moments} | set(OURS.findall(words))
    # The programs stand in it once, and nothing is fetched.
    assert page.count("<script>") == 2
    assert not re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(?!data:)', page.partition("<script>")[0])
    assert len(page) < 2_000_000
    paper = page.partition('<template class="gx-worksheet">')[2].partition("</template>")[0]
    assert paper.count('<img src="data:image/png;base64,') == len(DOWNHILL.moments)
    assert '<aside aria-label="Answers">' in paper


@pytest.mark.long
def test_lessons_are_written_as_files(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "files"
    good = FOLDER / "en" / "1-downhill.md"
    assert main(["--lessons", str(good), "--one-file", "--out", str(folder)]) == 0
    assert {file.name for file in folder.iterdir()} == {"downhill.html", MARKER}
    assert "downhill.html, 1." in capsys.readouterr().out
    # As a site it is another one, in the same folder.
    assert main(["--lessons", str(good), "--out", str(folder)]) == 0
    assert (folder / "index.html").is_file()
    for others in ([], ["--links", "links.txt", "--lessons", str(good)]):
        assert main([*others, "--one-file", "--out", str(tmp_path / "other")]) == 2
