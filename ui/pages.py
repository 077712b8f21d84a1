"""All pages, found in the folders beside this file: whoever adds a folder with a record has added a page."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from ui.page import Page


def _records() -> dict[str, Page]:
    folders = [folder.name for folder in iter_modules([str(Path(__file__).parent)]) if folder.ispkg]
    found = [import_module(f"ui.{name}.page").PAGE for name in folders if find_spec(f"ui.{name}.page")]
    return {page.code: page for page in sorted(found, key=lambda page: (page.place, page.code))}


# By their codes, in the order of the navigation.
PAGES: dict[str, Page] = _records()
# The page at the bare address.
HOME: Page = next(page for page in PAGES.values() if page.at_bare_address)


def after(page: Page) -> Page | None:
    """The page that follows this one in the story; None behind the last one."""
    story = [each for each in PAGES.values() if not each.in_footer]
    return story[story.index(page) + 1] if page in story[:-1] else None


def menus() -> dict[str, list[Page]]:
    """The pages of the navigation, by the menus in which they stand, in the order of the story."""
    found: dict[str, list[Page]] = {}
    for page in PAGES.values():
        found.setdefault(page.menu, []).append(page)
    return found


# Those that a link alone is enough to show.
LIGHT: dict[str, Page] = {code: page for code, page in PAGES.items() if page.shown_by_a_link}
