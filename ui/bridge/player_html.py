"""The player's HTML in Streamlit's element, with the addresses that its program needs."""

from ui.assets import CARTESIAN_ROUTE, PLOTLY_ROUTE, below, text
from ui.bridge import race
from ui.language.html import translated


def player_html() -> str:
    """In the language that is spoken here."""
    sources = f'data-plotly="{below(PLOTLY_ROUTE)}" data-light="{below(CARTESIAN_ROUTE)}"'
    constants = f"data-race='{race.CONSTANTS}'"
    return f"<div {sources} {constants}>{translated(text('player.html'))}</div>"
