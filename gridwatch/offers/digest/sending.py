"""One digest to one address, through Apprise. What is said about a failure holds no part of the address.

An Apprise address is a secret as a whole: user, password, token, and for whom it is meant. Apprise's own
log is therefore not let out; the reason that it gave is told with every part of the address taken out.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from core.errors import GridwatchError
from gridwatch.offers.digest.telling import Digest

_LONG = 5  # characters; a part of an address that is as long is taken out wherever it stands
_LONGEST = 300  # characters of a reason


class NotTaken(GridwatchError):
    """The address did not take the digest; the message says why, without any part of the address."""

    retry = True


def send(address: str, digest: Digest, *, timeout_s: float) -> None:
    """Send one digest. Blocks.

    Raises:
        NotTaken: it was not accepted, or nothing is known by this kind of address.
    """
    library = _apprise()
    sender = library.Apprise(asset=library.AppriseAsset(storage_mode="memory", secure_logging=True))
    if not sender.add(address):
        raise NotTaken("it is no Apprise address; see https://github.com/caronc/apprise")
    with sender.notify(
        body=digest.body, title=digest.title, body_format="text", timeout=timeout_s, log_level=logging.WARNING
    ) as result:
        if result:
            return
        told = "; ".join(dict.fromkeys(entry.message for entry in result.logs()))
    raise NotTaken(without(told, address) or f"no answer within {timeout_s:g} s")


def without(text: str, address: str) -> str:
    """Return text in one line, with every part of an address taken out: for some kinds the host is the secret."""
    rest = address.partition("://")[2]
    before, _, query = rest.partition("?")
    written = [*re.split(r"[/:@,;\s]+", before), *re.split(r"[/:@,;\s]+", unquote(before))]
    for pair in re.split("[&#]", query):
        value = pair.partition("=")[2]
        written += [value, *re.split(r"[,;\s]+", value), *re.split(r"[,;\s]+", unquote(value))]
    parts = {form for part in written for form in (part, unquote(part), quote(part, safe=""))} | {rest}
    for part in sorted(filter(None, parts), key=len, reverse=True):
        # a short one only as a whole word: a password "on" must not take letters out of "connection"
        edges = ("", "") if len(part) >= _LONG else (r"(?<!\w)", r"(?!\w)")
        text = re.sub(edges[0] + re.escape(part) + edges[1], "***", text, flags=re.IGNORECASE)
    return " ".join(text.split())[:_LONGEST]


@cache
def _apprise() -> Any:
    import apprise

    logger = logging.getLogger("apprise")
    logger.propagate = False  # into nobody's log: what it says may name parts of an address
    logger.addHandler(logging.NullHandler())
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # below it paths are told, tokens and all
    return apprise
