"""The page that Streamlit runs: its configuration, the shared controls, and the navigation over pages/."""

import base64
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# `streamlit run app.py` puts the root on the path; a bare `streamlit run ui/main.py` would not.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from ui.bridge import race, telephone  # noqa: E402
from ui.bridge.component import watch_line  # noqa: E402
from ui.pages import FIRST, PAGES  # noqa: E402
from ui.serving import measures, visitor  # noqa: E402
from ui.settings import controls  # noqa: E402

# As a part of the page: a file would be fetched anew after every run.
icon = base64.b64encode((ROOT / "web" / "icon.png").read_bytes()).decode()
st.set_page_config("Gradient Explorer", page_icon=f"data:image/png;base64,{icon}", layout="wide")
st.html(ROOT / "web" / "page.css")

pages = [
    st.Page(ROOT / "pages" / f"{each.code}.py", title=each.title, default=each is FIRST) for each in PAGES.values()
]
# The header's line is free, and the sidebar is needed for the controls.
page = st.navigation(pages, position="top")
with measures.rerun(page.url_path or FIRST.code), visitor.visiting():
    # Behind st.navigation: a rerun before it would forget the page.
    controls.read_link()
    controls.arrive(page.url_path)
    controls.sidebar()
    telephone.top(pages)
    watch_line()
    controls.place_for_waiting()
    page.run()
    race.settle()
