"""What of an address may be shown: host, port and path; never a user, a password or a query."""

from __future__ import annotations

import re
from traceback import extract_tb
from urllib.parse import urlsplit

# XM cameras keep the login in the path itself: rtsp://h/user=admin_password=secret_channel=1_stream=1.sdp
# Others in the query: Foscam's usr= and pwd=, VStarcam's loginuse= and loginpas=.
_LOGIN = re.compile(
    r"(?P<name>(?:user(?:name)?|usr|loginuse|passw(?:or)?d|pass?|pwd|psw)=)"
    r"(?:(?!_channel|_password|_passwd|_pwd)[^/&;])*",
    re.IGNORECASE,
)


def shown(url: str) -> str:
    """Return `scheme://host:port/path` for messages. Queries are left out: some cameras keep logins there."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    host = parts.hostname or "?"
    path = without_login(parts.path)
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}{port}{path}"


def without_login(url: str) -> str:
    """Return an address with path and query as they are, but for the logins that some cameras write into them."""
    return _LOGIN.sub(r"\g<name>***", url)


def places(error: BaseException, most: int = 5) -> list[str]:
    """Return where a bug came from, innermost last, as `file:line`: a traceback without its text.

    A library's text may repeat an address with its login, so it goes into no log.
    """
    return [f"{frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-most:]]
