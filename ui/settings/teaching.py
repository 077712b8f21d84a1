"""What a link for a class hides of the full page: controls and pages. What is hidden is still in the link, and obeyed.
The player's Share dialog makes such links (class_form.js); title, task and question are the player's own."""

from collections.abc import Iterable

from ui.pages import HOME, PAGES

# Settings whose controls can be hidden, and what the dialog calls them.
CONTROLS = {
    "data": "data set",
    "features": "features",
    "scaling": "scaling",
    "samples": "samples",
    "noise": "noise",
    "start": "start weights",
    "seed": "seed",
    "loss": "loss",
    "batch": "batch size",
    "optimizer": "optimizer",
    "lr": "learning rate",
    "steps": "steps",
}
# All that the dialog offers to hide, but for single pages.
HIDDEN = {
    "sidebar": "all settings",
    **CONTROLS,
    "view": "view",
    "presets": "presets",
    "pages": "all other pages",
}
# Where a page is linked: in the line on top, in a menu, in a narrow window's sidebar, on a telephone, in the header and
# the footer.
LINKS = (
    '[data-testid="stTopNavLinkContainer"]:has(%s)',
    '[data-testid="stTopNavDropdownLink"]%s',
    ".stSidebar li:has(%s)",
    '.stElementContainer:has([data-testid="stPageLink-NavLink"]%s)',
)


def _links_to(code: str) -> str:
    """The style sheet's way to all links to a page. The first page stands at the bare address."""
    target = f':is([href*="/{code}"], [href="{code}"])'
    if code == HOME.code:
        target = f":is([href=''], [href$='/'], [href*='/?'], [href$='/{code}'])"
    return ", ".join(link % target for link in LINKS)


# What `hide` may name in a link, and how the style sheet finds it.
HIDE = {
    **{name: f".st-key-{name}" for name in CONTROLS},
    "start": ".st-key-start, .st-key-weights",
    "view": ".st-key-view",
    "presets": ".st-key-presets, .st-key-classics",
    "sidebar": '.stSidebar, [data-testid="stExpandSidebarButton"], [data-opens="settings"], '
    ".st-key-presets, .st-key-classics",
    "pages": '[data-testid="stTopNavLinkContainer"], [data-testid="stTopNavSection"], [data-testid="stSidebarNav"], '
    '.stPageLink, [data-opens="pages"], .st-key-telephone-pages',
    **{f"page-{code}": _links_to(code) for code in PAGES},
}


def unseen(names: Iterable[str]) -> str:
    """The style sheet for the settings that are not to be seen: their controls are there, and keep what they say."""
    return f"<style>{', '.join(f'.stSidebar .st-key-{name}' for name in names)} {{ display: none; }}</style>"


def style(hide: str) -> str:
    """The style sheet for the names in `hide`, with commas between them; "" where nothing is to be hidden."""
    hidden = [HIDE[name] for name in hide.split(",") if name in HIDE]
    return f"<style>{', '.join(hidden)} {{ display: none !important; }}</style>" if hidden else ""
