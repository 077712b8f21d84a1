"""The tags by which chats, forums and course pages read what a link shows: Open Graph's, Twitter's, and where the
oEmbed answer is. They are read without JavaScript, and from afar: so their addresses are whole, where that can be."""

from urllib.parse import urlencode

from markupsafe import Markup

from ui.export import light_view
from ui.export.markup import render
from ui.language.speaking import _, speaking
from ui.pages import HOME
from ui.previews.picture import HEIGHT, WIDTH
from ui.previews.preview import NAME, Preview

# Where the server has the picture and the oEmbed answer.
PICTURE, OEMBED = "preview.png", "oembed"
# Where a page that is kept for all has the tags of whoever asks: their addresses begin with the app's, as he knows it.
PLACE = Markup("<!-- preview -->")


def tags(preview: Preview, app: str, link: str = "", picture: str = "") -> Markup:
    """The tags of a page. app : its whole address, with a slash at its end; "" where that is not known

    link : of the page, where the server can be asked about it · picture : of a file, "" for the server's
    """
    return render(
        "preview.html",
        name=NAME,
        title=preview.title,
        about=preview.about,
        alt=alt(preview),
        picture=picture or picture_address(preview, app),
        width=WIDTH,
        height=HEIGHT,
        oembed=f"{app}{OEMBED}?{urlencode({'url': link})}" if link else "",
    )


def alt(preview: Preview) -> str:
    """What the picture shows, in words."""
    with speaking(preview.destination.language):
        return _("The charts at step {step}: {title}", step=preview.destination.step, title=preview.title)


def picture_address(preview: Preview, app: str) -> str:
    """Of the picture; it holds the version of what draws it, for those who keep pictures."""
    made = urlencode({light_view.MADE_BY: light_view.version()})
    return f"{app}{PICTURE}?{preview.key}{'&' if preview.key else ''}{made}"


def full_page(preview: Preview, app: str) -> str:
    """The link to the full app's page."""
    query = {name: values for name, values in preview.query.items() if name != "page"}
    page = "" if preview.page == HOME else preview.page.code
    return f"{app}{page}{'?' if query else ''}{urlencode(query, doseq=True)}"


def light_page(preview: Preview, app: str, **others: str) -> str:
    """The link to the light view. others : what it says besides"""
    query = urlencode({**preview.query, **others}, doseq=True)
    return f"{app}view{'?' if query else ''}{query}"
