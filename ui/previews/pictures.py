"""The pictures of links, each drawn once for all who ask for it, and when it is its turn."""

from ui import costs
from ui.language.speaking import speaking
from ui.previews.brush import readable
from ui.previews.picture import picture
from ui.previews.preview import Preview, of_the_app, sentence_of
from ui.serving.cache import PREVIEWS, run, work_of
from ui.serving.store import Ticket
from ui.serving.work import Work


def has_picture(preview: Preview) -> bool:
    """Whether the picture is there already."""
    return PREVIEWS.has(preview.key)


def picture_of(preview: Preview) -> bytes:
    """The PNG of a link's moment."""
    return PREVIEWS.get(preview.key, lambda: draw_picture(preview), lambda: _work(preview))


def order_picture(preview: Preview) -> Ticket[bytes] | None:
    """A ticket for it where it is a worker's to make; None where `picture_of` gives it within a moment."""
    return PREVIEWS.ask(preview.key, lambda: _work(preview))


def draw_picture(preview: Preview) -> bytes:
    """The same, made at once. What no picture can be made of has that of the app."""
    with speaking(preview.destination.language):
        try:
            # There may be no letters for its own title.
            title = preview.title if readable(preview.title) else sentence_of(preview)
            return picture(title, preview.destination, run, preview.panels, preview.without)
        except ValueError:
            other = of_the_app()
            return picture(other.title, other.destination, run, other.panels)


def _work(preview: Preview) -> Work[bytes]:
    destination = preview.destination
    return work_of(
        draw_picture,
        (preview,),
        costs.PICTURE + destination.page.cost(destination.shown),
        destination.page.runs(destination.shown),
    )
