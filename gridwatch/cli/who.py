"""Who gives a command: what audits and view logs record when nobody is named."""

from __future__ import annotations

import getpass
import os


def login() -> str:
    """Return the login name, or the number of a user that has none, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def writable(text: str) -> str:
    """Return typed text as it can be written to a file: bytes that were no UTF-8 become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
