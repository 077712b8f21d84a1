"""The query of the link that a request has: each name's values."""

from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection

# None of our links is nearly as long: what stands behind so many letters is not read.
LONGEST = 10_000


def query_of(request: HTTPConnection) -> dict[str, list[str]]:
    """Each name's values, in their order; of a link that is too long, as far as it is read."""
    link = request.scope["query_string"]
    if len(link) > LONGEST:
        # A value that was cut would be another one, unless it is all there is.
        beginning = link[:LONGEST]
        link = beginning.rpartition(b"&")[0] or beginning
    query: dict[str, list[str]] = {}
    # Gone through once: `getlist` would go through all of it for each name.
    for name, value in QueryParams(link).multi_items():
        query.setdefault(name, []).append(value)
    return query
