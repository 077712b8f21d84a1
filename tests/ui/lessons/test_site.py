"""Lessons in a static site: a page a moment, which leads to the others without a server."""

import json
import re
from html import unescape
from pathlib import Path

from ui.export.site_files import site_files
from ui.export.static_site import main
from ui.lessons.shelf import FOLDER, shelf

DOWNHILL = shelf().lessons["downhill"]


def test_each_moment_is_a_page_that_leads_to_the_others() -> None:
    files = site_files([], lessons=[DOWNHILL])
    pages = [name for name in files if name.endswith(".html") and name != "index.html"]
    assert len(pages) == len(DOWNHILL.moments)
    for name, moment in zip(pages, DOWNHILL.moments, strict=True):
        page = files[name].decode()
        facts = json.loads(unescape(re.findall(r'data-lesson="([^"]*)"', page)[0]))
        assert (facts["name"], facts["id"], facts["served"]) == ("downhill", moment.id, False)
        assert f"<h2>{moment.title}</h2>" in page
        # Nothing leads to a server that may not be there.
        words = page.split('<section class="gx-lesson"')[1].split("</section>")[0]
        assert set(re.findall(r'href="([^"]*)"', words)) <= {*pages, "index.html"}
    # The index has the lesson once.
    assert files["index.html"].decode().count("<h2") == files["index.html"].decode().count(DOWNHILL.title + "</")


def test_a_site_is_made_of_a_file_and_says_what_is_wrong_with_another(tmp_path: Path, capsys) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text("nothing", encoding="utf-8")
    good = FOLDER / "en" / "5-diagnose.md"
    assert main(["--lessons", f"{good},{bad}", "--out", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site" / "three-broken-runs.html").is_file()
    assert "bad.md: Line 1: " in capsys.readouterr().err
    assert main(["--lessons", str(tmp_path / "none.md"), "--out", str(tmp_path / "other")]) == 2
