"""Where a host runs app.py as a plain script, Streamlit takes the folder pages/ beside it for scripts that stand alone,
without the controls and the navigation of ui/main.py."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def end() -> None:
    """Begin again, and this time with ui/main.py, if this page has been run by itself.

    st.navigation says so too, for the server's life, but only to a run that comes that far. A browser test holds that a
    deep link to a fresh server shows the page with its controls.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
