"""The page that Streamlit runs: its configuration, the shared controls, and the navigation over pages/."""

import base64
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# `streamlit run app.py` puts the root on the path; a bare `streamlit run ui/main.py` would not.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from ui.bridge.component import watch_line  # noqa: E402
from ui.serving import (
    measures,
    visitor,
)
from ui.settings import controls  # noqa: E402

# As a part of the page: a file would be fetched anew after every run.
icon = base64.b64encode((ROOT / "web" / "icon.png").read_bytes()).decode()
st.set_page_config("Gradient Explorer", page_icon=f"data:image/png;base64,{icon}", layout="wide")
st.html(ROOT / "web" / "page.css")

page = st.navigation(
    [
        st.Page(ROOT / "pages" / "explorer.py", title="Explorer", default=True),
        st.Page(ROOT / "pages" / "data.py", title="Data"),
        st.Page(ROOT / "pages" / "loss_surface.py", title="Loss surface"),
        st.Page(ROOT / "pages" / "compare.py", title="Compare"),
        st.Page(ROOT / "pages" / "backward_pass.py", title="Backward pass"),
        st.Page(ROOT / "pages" / "break_it.py", title="Break it"),
        st.Page(ROOT / "pages" / "gradient_check.py", title="Gradient check"),
        st.Page(ROOT / "pages" / "by_hand.py", title="By hand"),
        st.Page(ROOT / "pages" / "take_home.py", title="Take home"),
        st.Page(ROOT / "pages" / "about.py", title="About"),
    ],
    # The header's line is free, and the sidebar is needed for the controls.
    position="top",
)
with measures.rerun(page.url_path or "explorer"), visitor.visiting():
    # Behind st.navigation: a rerun before it would forget the page.
    controls.read_link()
    controls.arrive(page.url_path)
    controls.sidebar()
    watch_line()
    controls.place_for_waiting()
    page.run()
    controls.settle()
