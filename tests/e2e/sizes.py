"""What a page must hold at every size of a window: nothing is cut, nothing lies on something else, no text has less
than 12 pixels, no chart is tiny, nothing scrolls to the side."""

from playwright.sync_api import Page, TimeoutError

# In milliseconds: how long a page may take to find its place in a window of another size.
PATIENCE = 60_000
SIZES = (
    (1920, 1080),
    (1440, 900),
    (1280, 720),
    (1024, 768),
    # Telephones, upright and held across, and a tablet.
    (390, 844),
    (360, 740),
    (844, 390),
    (820, 1180),
)
# What hides a part of its text and cannot be scrolled. Streamlit's navigation holds a second, bold text for its width.
CUT = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(each);
  // On a narrow screen the bar has one line of numbers; the rest comes with "More".
  const unseen =
    "svg, .gx-chart, dialog:not([open]), [inert], [data-testid=stTopNav] span, .gx-deck:not(.gx-all) .gx-readout";
  if (!each.innerText?.trim() || each.clientWidth < 2 || clipPath !== "none" || each.closest(unseen)) return false;
  const hides = (overflow) => ["hidden", "clip"].includes(overflow);
  return (hides(overflowX) && each.scrollWidth > each.clientWidth + 1)
    || (hides(overflowY) && each.scrollHeight > each.clientHeight + 1);
}).map((each) => each.outerHTML.slice(0, 200))"""
# The words in and around a chart.
LABELS = ":is(.xtick, .ytick, .g-xtitle, .g-ytitle, .annotation) text, text.legendtext"
# Which of them lie on each other.
OVERLAPS = (
    f"() => {{ const labels = {LABELS!r};"
    + """
  const isSeen = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const found = [];
  for (const chart of [...document.querySelectorAll(".gx-chart")].filter(isSeen)) {
    const { name } = chart.closest(".gx-panel").dataset;
    const written = [...chart.querySelectorAll(labels)]
      .filter((label) => label.textContent.trim() && isSeen(label))
      .map((label) => [label.textContent, label.getBoundingClientRect()]);
    written.forEach(([text, a], i) => written.slice(i + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // A line of letters has room above and below them.
      const room = Math.min(4, 0.25 * Math.min(a.height, b.height));
      if (across > 2 && down > room) found.push(`${name}: ${text} lies on ${other}`);
    }));
  }
  return found;
}"""
)
COMPLAINTS = (
    f"() => {{ const cut = ({CUT})(); const overlaps = ({OVERLAPS})();"
    + """
  const found = [...cut.map((each) => `cut: ${each}`), ...overlaps];
  const isSeen = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const unseen = "script, style, template, noscript, option, dialog, [inert], [data-testid=stIconMaterial]";
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let word = words.nextNode(); word; word = words.nextNode()) {
    const each = word.parentElement;
    if (!word.textContent.trim() || each.closest(unseen) || !isSeen(each)) continue;
    const size = parseFloat(getComputedStyle(each).fontSize) * (each.closest(".gx-graph")?.getScreenCTM().a ?? 1);
    if (size < 11.9) found.push(`${size.toFixed(1)} px: ${word.textContent.trim().slice(0, 40)}`);
  }
  for (const each of document.querySelectorAll("html, .stMain, .gx, .gx-panels")) {
    const wide = each.scrollWidth - each.clientWidth;
    if (each.clientWidth > 1 && wide > 1) found.push(`${wide} px too wide: ${each.className || each.tagName}`);
  }
  for (const each of document.querySelectorAll(".gx-content:has(> .gx-grid)")) {
    const wide = each.scrollWidth - each.clientWidth;
    if (wide > 1) found.push(`${wide} px too wide: ${each.closest(".gx-panel").dataset.name}`);
  }
  for (const chart of [...document.querySelectorAll(".gx-chart")].filter(isSeen)) {
    const { name } = chart.closest(".gx-panel").dataset;
    const { clientWidth: width, clientHeight: height } = chart;
    if (width < 160 || height < 160) found.push(`small: ${name} ${width}×${height}`);
    // What a chart draws in, without its numbers and names.
    const [across, up] = ["xaxis", "yaxis"].map((axis) => chart._fullLayout?.[axis]?._length ?? 100);
    if (across < 100 || up < 100) found.push(`flat: ${name} ${Math.round(across)}×${Math.round(up)}`);
    if (Math.abs((chart._fullLayout?.width ?? 0) - width) > 2) found.push(`not drawn yet: ${name}`);
    const [names, plot] = [".legend", ".nsewdrag"].map((part) => chart.querySelector(part)?.getBoundingClientRect());
    if (names?.height && plot && Math.abs(names.bottom - plot.top) > 3) found.push(`legend: ${name}`);
  }
  return found;
}"""
)


def expect_fits(page: Page, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
    """Wait at each size until there is nothing to complain of; the page is as wide as before afterwards."""
    usual = page.viewport_size
    assert usual
    now = (usual["width"], usual["height"])
    # A window that has its size need not be drawn anew.
    for width, height in sorted(sizes, key=lambda size: size != now):
        if (width, height) != now:
            page.set_viewport_size({"width": width, "height": height})
        try:
            # To look at everything takes long: not at each frame, while charts are drawn.
            page.wait_for_function(f"() => !({COMPLAINTS})().length", timeout=PATIENCE, polling=100)
        except TimeoutError:
            found = page.evaluate(COMPLAINTS)
            assert found == [], (width, height, found)
    page.set_viewport_size(usual)
