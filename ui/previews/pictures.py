"""The pictures of links, each drawn once for all who ask for it."""

from ui.language.speaking import speaking
from ui.previews.brush import readable
from ui.previews.picture import picture
from ui.previews.preview import Preview, of_the_app, sentence_of
from ui.serving.cache import run
from ui.serving.store import STORE


def picture_of(preview: Preview) -> bytes:
    """The PNG of a link's moment."""
    png: bytes = STORE.get(_key(preview), lambda: draw_picture(preview))
    return png


def is_large_picture(preview: Preview) -> bool:
    """Whether `picture_of` takes much longer than drawing does."""
    return preview.destination.is_large and _key(preview) not in STORE


def draw_picture(preview: Preview) -> bytes:
    """The same, not cached. Where a link cannot be drawn it is the app's own picture."""
    with speaking(preview.destination.language):
        try:
            # Our fonts may lack characters of its own title.
            title = preview.title if readable(preview.title) else sentence_of(preview)
            return picture(title, preview.destination, run, preview.panels, preview.without)
        except ValueError:
            other = of_the_app()
            return picture(other.title, other.destination, run, other.panels)


def _key(preview: Preview) -> tuple[str, str]:
    return "preview", preview.key
