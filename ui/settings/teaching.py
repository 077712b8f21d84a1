"""What a link for a class hides of the full page: controls and pages. What is hidden is still in the link, and obeyed.
The player's Share dialog makes such links (class_form.js); title, task and question are the player's own."""

from collections.abc import Iterable

from ui.language.catalogue import ENGLISH
from ui.language.speaking import N_, language_code
from ui.pages import HOME, PAGES

# Settings whose controls can be hidden, and what the dialog calls them.
CONTROLS = {
    "data": N_("data set"),
    "features": N_("features"),
    "scaling": N_("scaling"),
    "samples": N_("samples"),
    "noise": N_("noise"),
    "start": N_("start weights"),
    "seed": N_("seed"),
    "loss": N_("loss"),
    "batch": N_("batch size"),
    "optimizer": N_("optimizer"),
    "lr": N_("learning rate"),
    "steps": N_("steps"),
}
# All that the dialog offers to hide, but for single pages.
HIDDEN = {
    "sidebar": N_("all settings"),
    **CONTROLS,
    "view": N_("view"),
    "presets": N_("cases"),
    "pages": N_("all other pages"),
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
    **{name: f".st-key-{name}, .st-key-{name}-shown" for name in CONTROLS},
    "start": ".st-key-start, .st-key-start-shown, .st-key-weights, .st-key-weights-shown",
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
    # In another language than English a choice is shown in words of its own (see choice.py).
    words = ("",) if language_code() == ENGLISH else ("", "-shown")
    hidden = [f".stSidebar .st-key-{name}{each}" for name in names for each in words]
    return f"<style>{', '.join(hidden)} {{ display: none; }}</style>"


def style(hide: str) -> str:
    """The style sheet for the names in `hide`, with commas between them; "" where nothing is to be hidden."""
    hidden = [HIDE[name] for name in hide.split(",") if name in HIDE]
    return f"<style>{', '.join(hidden)} {{ display: none !important; }}</style>" if hidden else ""
