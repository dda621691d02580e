"""What of an address may be shown: host, port and path; never a user, a password or a query."""

from __future__ import annotations

from traceback import extract_tb
from urllib.parse import urlsplit


def shown(url: str) -> str:
    """Return `scheme://host:port/path` for messages. Queries are left out: some cameras keep logins there."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    host = parts.hostname or "?"
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}{port}{parts.path}"


def places(error: BaseException, most: int = 5) -> list[str]:
    """Return where a bug came from, innermost last, as `file:line`: a traceback without its text.

    A library's text may repeat an address with its login, so it goes into no log.
    """
    return [f"{frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-most:]]
