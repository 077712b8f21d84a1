"""Nothing jumps: choosing, stepping and switching move no panel and no chart, and shift nothing else either."""

from playwright.sync_api import Page

# All that has moved without being asked to, from now on.
WATCH = """() => {
  window.shifts = [];
  const words = ({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.data;
  const moved = ({ value, sources }) => [value, ...sources.map(words)];
  const watcher = new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(moved)));
  watcher.observe({ type: "layout-shift" });
}"""
# How much has moved since the page was opened, all together, as browsers count it: 0.1 is where it begins to disturb.
SHIFTED = """() => new Promise((answer) => {
  const sum = (all, { value }) => all + value;
  const watcher = new PerformanceObserver((list) => answer(list.getEntries().reduce(sum, 0)));
  watcher.observe({ type: "layout-shift", buffered: true });
  // Where nothing has moved nobody is told.
  setTimeout(() => answer(0), 1000);
})"""
DISTURBING = 0.1
# Hardly anybody notices so little.
LITTLE = 0.05
PLACES = """(wanted) => [...document.querySelectorAll(wanted)].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect();
  const { name } = each.closest(".gx-panel").dataset;
  return [name, x, y, width, height].join(" ");
})"""

# Whether all is where it was when this was last asked, and every chart has its place's size.
AT_REST = f"""() => {{
  const now = ({PLACES})(".gx-panel, .gx-chart").join();
  const rests = now === window.places
    && [...document.querySelectorAll(".gx-chart")].every((each) =>
      Math.abs((each._fullLayout?.width ?? 0) - each.clientWidth) < 2);
  window.places = now;
  return rests;
}}"""


def watch(page: Page) -> list[str]:
    """Note from now on what is shifted → where everything is."""
    page.evaluate(WATCH)
    return places(page)


def places(page: Page, wanted: str = ".gx-panel, .gx-chart") -> list[str]:
    """Where every panel and every chart is, or what else is wanted, the name of its panel first."""
    found: list[str] = page.evaluate(PLACES, wanted)
    return found


def shifts(page: Page) -> list[list[object]]:
    """What was shifted since: how far, and which elements."""
    found: list[list[object]] = page.evaluate("window.shifts")
    return found


def shifted(page: Page) -> float:
    """How much has moved since the page was opened."""
    return float(page.evaluate(SHIFTED))
