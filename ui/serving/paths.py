"""Where the server has its routes: below the app's base path, if it has one."""

import streamlit as st


def url(route: str) -> str:
    """The path at which the server answers for a route. Pages never ask by it: they ask relative to where they are."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{route}" if base else route
