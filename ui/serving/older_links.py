"""A link of an older version is sent on to the same in today's words: Streamlit's widgets know one set of defaults.
So the full page's address carries the newest version from its first moment on, and Back leads out of the app."""

from urllib.parse import parse_qs, urlencode

from ui.serving.link_query import LONGEST
from ui.serving.page_redirects import PageRedirect
from ui.settings import links
from ui.settings.versions import NEWEST

# For the address that says nothing, in the page itself: nobody has to be asked for it.
SCRIPT = f'if (!location.search) history.replaceState(history.state, "", `?v={NEWEST}${{location.hash}}`);'


def renewed_query(query: str) -> str:
    """The query of the same link today; "" where it is that already, says nothing, or has a value that is not usable.

    Of what is not usable the page itself tells.
    """
    if not query or len(query) > LONGEST:
        return ""
    try:
        said = parse_qs(query, keep_blank_values=True)
    except ValueError:
        return ""
    if said.get(links.VERSION.name) or links.decode(said).problems:
        return ""
    return urlencode(links.renewed(said), doseq=True)


class OlderLinks(PageRedirect):
    """Sends a browser that asks for a page by an older link on to the newer one."""

    def target(self, query: str) -> str:
        newer = renewed_query(query)
        return f"?{newer}" if newer else ""
