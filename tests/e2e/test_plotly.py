"""Plotly's program of what our pages draw (`make plotly`) draws what all of Plotly does, to the letter, but for the
pieces of a line with gaps, which are one path, points in gaps, which are not to be seen but there, and numbers with an
exponent; and it rests while it draws."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.ui.test_figures import LINKS, figures
from tests.ui.test_plotly import is_flat, words
from ui.assets import CARTESIAN_FILE, PLOTLY_FILE
from ui.timeline.figure import Figure
from ui.timeline.style import canvas

pytestmark = pytest.mark.long

# What they say is a manner of drawing; of all other words it only counts that they are there.
MANNERS = ("coloring", "dash", "fill", "mode", "orientation", "side", "symbol", "textposition", "type")

# A figure by each of the two → its marks, its picture as a file where asked for, and what there is to see in it.
DRAW = """async ({ figure, saved }) => {
  const size = { width: 480, height: 320 };
  const options = { displayModeBar: false, responsive: false, doubleClick: "reset", showTips: false };
  // Each chart, and each trace, has letters of its own for what is referred to in it.
  const alike = (text) => {
    const own = new Set(Array.from(text.matchAll(/(?:defs-|trace|clip)([0-9a-f]{6})/g), ([, name]) => name));
    // (Not where the same six digits are part of a number.)
    return [...own].reduce((said, name) => said.replaceAll(new RegExp(`(?<=[a-z-])${name}`, "g"), "own"), text);
  };
  // The pieces of a line that nothing is filled below, as one; attributes in one order, for theirs is that of timers;
  // and no points in gaps.
  const together = (root) => {
    for (const point of root.querySelectorAll(".point")) if (point.style.display === "none") point.remove();
    for (const element of [root, ...root.querySelectorAll("*")]) {
      const attributes = [...element.attributes].sort((one, other) => (one.name < other.name ? -1 : 1));
      for (const each of attributes) element.removeAttributeNode(each);
      for (const each of attributes) element.setAttributeNode(each);
    }
    for (const lines of root.querySelectorAll(".lines")) {
      const [first, ...others] = lines.querySelectorAll(".js-line");
      if (!others.length || lines.parentNode.querySelector(".js-fill")) continue;
      const said = (path) => [...path.attributes].map(({ name, value }) => (name === "d" ? "" : value)).join();
      if (others.some((path) => said(path) !== said(first))) continue;
      seen.pieces = (seen.pieces ?? 0) + others.length;
      first.setAttribute("d", [first, ...others].map((path) => path.getAttribute("d")).join(""));
      for (const path of others) path.remove();
    }
    return root;
  };
  const written = (file) => {
    const { documentElement } = new DOMParser().parseFromString(file, "image/svg+xml");
    return new XMLSerializer().serializeToString(together(documentElement));
  };
  const drawn = [];
  const seen = {};
  for (const Plotly of [whole, part]) {
    const place = document.createElement("div");
    place.style.visibility = "hidden";
    place.rest = () => {
      seen.rests = (seen.rests ?? 0) + 1;
      return new Promise((resolve) => setTimeout(resolve));
    };
    document.body.append(place);
    const { data, layout } = structuredClone(figure);
    await Plotly.react(place, data, { ...layout, ...size }, options);
    const prefix = "data:image/svg+xml,";
    const picture = saved ? decodeURIComponent(await Plotly.toImage(place, { ...size, format: "svg" })) : prefix;
    const file = saved ? written(picture.slice(prefix.length)) : "";
    drawn.push({ marks: alike(together(place).innerHTML), picture: alike(file) });
    for (const what of [".contour path", ".scatterlayer path", ".xtick", ".ytick", ".cbaxis text", ".legend .traces"]) {
      seen[what] = place.querySelectorAll(what).length;
    }
    Plotly.purge(place);
    place.remove();
  }
  const [{ marks, picture }, ours] = drawn;
  return { marks: marks === ours.marks, picture: picture === ours.picture, seen };
}"""


def manner(figure: Figure) -> frozenset[tuple[str, str]]:
    """How a figure is drawn, whatever its numbers are."""
    return frozenset((word, str(said) if word in MANNERS else "") for word, said in words(figure.plain()))


def test_every_page_s_charts_are_the_same(new_page: Callable[..., Page]) -> None:
    page = new_page(480, 320)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name, file in (("whole", PLOTLY_FILE), ("part", CARTESIAN_FILE)):
        page.add_script_tag(path=file)
        page.evaluate(f"globalThis.{name} = Plotly; globalThis.Plotly = undefined")
    assert page.evaluate("whole !== part && whole.version === part.version")
    # One of each manner, that of the first page that has it.
    drawn = {manner(each): (query, each) for query in reversed(LINKS) for each in figures(query) if is_flat(each)}
    seen: dict[str, int] = {}
    for query, figure in drawn.values():
        found = page.evaluate(DRAW, {"figure": figure.plain(), "saved": "&" not in query})
        assert found["marks"], query
        assert found["picture"], query
        for what, count in found["seen"].items():
            seen[what] = seen.get(what, 0) + count
    assert said == []
    # What nobody has drawn would be the same too, and what has not rested.
    assert "pieces" in seen
    assert all(seen.values()), seen


def test_along_an_axis_numbers_are_written_as_in_the_tables(new_page: Callable[..., Page]) -> None:
    page = new_page(480, 320)
    page.add_script_tag(path=CARTESIAN_FILE)
    figure = canvas()
    figure.add_scatter(x=[0.0, 1.0], y=[0.0, 1.0])
    wanted = {
        2e6: ["0", "2e6", "4e6", "6e6"],
        4e6: ["0", "4e6", "8e6", "1.2e7"],
        4e3: ["0", "4000", "8000", "1.2e4"],
        1.0: ["0", "1", "2", "3"],
        1e-4: ["0", "0.0001", "0.0002", "0.0003"],
        5e-5: ["0", "5e\u22125", "0.0001", "0.00015"],
        1e-7: ["0", "1e\u22127", "2e\u22127", "3e\u22127"],
    }
    for step, ticks in wanted.items():
        figure.update_yaxes(range=[0, 3.1 * step], dtick=step)
        written = page.evaluate(
            """async ({ data, layout }) => {
              const place = document.createElement("div");
              document.body.append(place);
              await Plotly.react(place, data, { ...layout, width: 480, height: 320 });
              const found = [...place.querySelectorAll(".ytick text")].map((each) => each.textContent);
              Plotly.purge(place);
              place.remove();
              return found;
            }""",
            figure.plain(),
        )
        assert written == ticks, step
