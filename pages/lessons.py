"""The list of lessons, with what this browser has done of them."""

import streamlit as st

from ui.bridge.component import lessons_done
from ui.lessons.overview import overview
from ui.lessons.shelf import shelf
from ui.settings import session

st.html(overview(shelf(), session.LANGUAGE_CHOSEN.get()))
lessons_done()
