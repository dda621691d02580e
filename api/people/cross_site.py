"""Whether a request that a cookie vouches for was made by our own page, and not by another that rides on it."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def foreign(request: HTTPConnection) -> bool:
    """Return whether another site's page made it: by Sec-Fetch-Site, and by Origin where a browser sends none.

    Without either it is no browser's, and nobody rides on it. A WebSocket is always asked: it needs no
    preflight and is not kept apart by the same-origin policy.
    """
    if request.scope["type"] == "http" and request.scope["method"] in _SAFE:
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
