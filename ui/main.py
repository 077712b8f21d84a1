"""The page that Streamlit runs: its configuration, the shared controls, and the navigation over pages/."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# `streamlit run app.py` puts the root on the path; a bare `streamlit run ui/main.py` would not.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from ui.bridge import race, telephone  # noqa: E402
from ui.bridge.component import watch_line  # noqa: E402
from ui.language.speaking import _  # noqa: E402
from ui.pages import HOME, PAGES, menus  # noqa: E402
from ui.serving import lanes, measures  # noqa: E402
from ui.settings import arrival, language, page_frame, sidebar  # noqa: E402
from ui.settings.header import footer, header, onward  # noqa: E402

race.begin()
with language.of_session():
    scripts = page_frame.scripts()
    page = st.navigation(
        {_(menu): [scripts[each.code] for each in of_it] for menu, of_it in menus().items()},
        # The header's line is free, and the sidebar is needed for the controls.
        position="top",
    )
    record = PAGES[page.url_path or HOME.code]
    title = f"{_(record.title)} · Gradient Explorer"
    st.set_page_config(title, page_icon=page_frame.icon(), layout="wide")
    st.html(page_frame.style())
    if sheet := page_frame.page_style(record.code):
        st.html(sheet)
    with lanes.script(), measures.rerun(record.code):
        # Behind st.navigation: a rerun before it would forget the page.
        arrival.read_link()
        arrival.arrive(record)
        header(record, scripts)
        sidebar.draw(record)
        with st.sidebar:
            footer(scripts)
        telephone.top(scripts.values())
        watch_line()
        page.run()
        onward(record, scripts)
        race.settle()
