"""What of an address may be shown: host, port and path; never a user, a password or a query."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from core.secrets import Credential

_USERINFO = re.compile(r"(?<=://)[^/\s@]*@")


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


def scrubbed(text: str, credential: Credential | None) -> str:
    """Return `text` without userinfo in addresses and without the password, plain or percent-encoded."""
    text = _USERINFO.sub("", text)
    if credential is not None and credential.password:
        for secret in (credential.password, quote(credential.password, safe="")):
            text = text.replace(secret, "***")
    return text
