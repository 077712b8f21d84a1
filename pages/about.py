"""Who made this, which version it is, and what happens to what a visitor brings: nothing."""

from importlib.metadata import version

import streamlit as st

from ui.export import light_view
from ui.language.speaking import N_, _
from ui.settings import script_alone
from ui.version import VERSION

SPARE = ("numpy", "plotly", "streamlit")

# Each line a paragraph, or a point of the list.
PRIVACY = N_(
    """
- **Nothing is stored.** Your settings are in the link, and nowhere else. Points and tables that you bring stay in this
  server's memory while your page is open. Results, and the numbers behind them, stay there until the space is
  needed; only someone who brings the same data can see them.
- **Only your browser** keeps your progress in the lessons and a talk that you put together: you can save them as a
  file, or delete them.
- **No third party is contacted.** Fonts, programs and charts come from this server alone, and the browser is told to
  load nothing from elsewhere.
- **You are not tracked.** The server counts open pages, computations and errors. It logs an error with an id, its
  kind and its place in the program: not your words, your data, your link or your address.
- **One cookie** keeps other sites from sending files in your name. Where several servers share the work, another one
  says which of them has your page. Both end with your visit. If you choose a language, one more remembers it for a
  year.

This server may stand behind another one that keeps a log of its own: whoever runs it can tell you.
"""
)

script_alone.end()
st.markdown(
    _(
        "Step through the training of a sigmoid classifier and see every number of the backward "
        "pass: dL/dz, dz/dy, dL/dy, dW. It grew out of an exercise of the course Introduction to "
        "Deep Learning at TU Munich."
    )
)
st.header(_("Your privacy"), anchor=False)
st.markdown(_(PRIVACY))
st.header(_("Version"), anchor=False)
build = _("{version}, build {build}", version=VERSION, build=light_view.version())
st.markdown(f"Gradient Explorer {build} · " + " · ".join(f"{name} {version(name)}" for name in SPARE))
st.caption(
    _(
        "A link shows the same numbers to everyone who opens it here. A server with another version "
        "of numpy, or another kind of processor, may round the last bits differently. If you report "
        "an error, please give its id and this version."
    )
)
st.header(_("Licenses"), anchor=False)
st.markdown(
    _(
        "The program is under the MIT license: use it, change it, host it. The data sets and their "
        "sources are named where they are chosen; Plotly, Streamlit, NumPy, pandas and segno have "
        "licenses of their own, all of them free."
    )
)
