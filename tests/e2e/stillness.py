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
PLACES = """(wanted) => [...document.querySelectorAll(wanted)].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect();
  const { name } = each.closest(".gx-panel").dataset;
  return [name, x, y, width, height].join(" ");
})"""


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
