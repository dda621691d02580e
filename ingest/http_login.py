"""Logging in to cameras by HTTP: digest first, its nonce used again, refusals counted.

A digest that waits to be challenged costs two requests a look. The last nonce of each origin is shown with
the first request instead; a camera that finds it too old sends another, and only that costs a second.
aiohttp's own middleware is not used: it reads only one WWW-Authenticate header (cameras offer Basic and
Digest in two) and does not tell how many logins were refused, which decides when we must stop.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.errors import LookError
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import LoginRefused
from ingest.onvif.digest import Challenge, authorization, parse_challenge

_NEVER_SENT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")  # by aiohttp, in a header

ORIGINS_KEPT = 50_000
"""Nonces kept; above it all are dropped, which costs one more request each."""


@dataclass(slots=True, eq=False)
class _Known:
    """What an origin accepted. Digest when there is a challenge, else basic."""

    credential: Credential
    challenge: Challenge | None
    used: int = 0


class Logins:
    """What worked, by origin and user. One per event loop; `cnonce` makes client nonces."""

    def __init__(self, cnonce: Callable[[], str]) -> None:
        self._cnonce = cnonce
        self._known: dict[tuple[str, str], _Known] = {}

    def open(self, origin: str, credential: Credential | None) -> Conversation:
        """Begin a conversation about one picture."""
        return Conversation(self, origin, credential)

    def recall(self, origin: str, credential: Credential) -> _Known | None:
        """Return what worked with exactly this login."""
        known = self._known.get((origin, credential.user))
        return known if known is not None and known.credential == credential else None

    def keep(self, origin: str, known: _Known) -> None:
        """Remember what to show next time."""
        if len(self._known) >= ORIGINS_KEPT:
            self._known.clear()
        self._known[origin, known.credential.user] = known

    def forget(self, origin: str, credential: Credential) -> None:
        """Drop what was refused."""
        self._known.pop((origin, credential.user), None)

    def header(self, known: _Known, uri: str) -> str:
        """Return the Authorization header for a GET of `uri` (path and query as sent)."""
        if known.challenge is None:
            login = f"{known.credential.user}:{known.credential.password}".encode()
            return "Basic " + base64.b64encode(login).decode()
        known.used += 1
        return authorization(
            known.challenge, known.credential, method="GET", uri=uri, count=known.used, cnonce=self._cnonce()
        )


class Conversation:
    """The logins shown to get one picture."""

    def __init__(self, logins: Logins, origin: str, credential: Credential | None) -> None:
        self._logins = logins
        self._origin = origin
        self._credential = credential
        self._answered = False  # whether a challenge of this conversation was answered
        self._renewed = False
        self._attempts = 0

    def first(self, uri: str) -> str | None:
        """Return what to show with the first request, None when nothing is known yet."""
        known = self._logins.recall(self._origin, self._credential) if self._credential else None
        if known is None:
            return None
        self._attempts = 1
        return self._logins.header(known, uri)

    def again(self, challenges: Sequence[str], uri: str) -> str:
        """Return what to show after a 401 with these WWW-Authenticate headers.

        Raises:
            LookError: NO_CREDENTIAL, BAD_ANSWER (no scheme that we speak), or LoginRefused.
        """
        if self._credential is None:
            raise LookError(
                LookFailureKind.NO_CREDENTIAL,
                f"{self._origin} wants a login and none is configured for the camera",
            )
        challenge = parse_challenge([one for one in challenges if _can_go_back(one)])
        if challenge is not None and challenge.stale:
            self._attempts = max(0, self._attempts - 1)  # the login was right, only the nonce too old
        if self._answered and not (challenge is not None and challenge.stale and not self._renewed):
            self._logins.forget(self._origin, self._credential)
            raise LoginRefused(
                f"{self._origin} refused the login of user {self._credential.user!r}", attempts=self._attempts
            )
        if challenge is None and not _offers_basic(challenges):
            spoken = "by a scheme that is neither digest nor basic"
            if parse_challenge(list(challenges)) is not None:
                spoken = "by digest, and its challenge holds characters that cannot be sent back"
            raise LookError(LookFailureKind.BAD_ANSWER, f"{self._origin} wants a login {spoken}")
        self._renewed, self._answered = self._answered, True
        self._attempts += 1
        known = _Known(self._credential, challenge)
        self._logins.keep(self._origin, known)
        return self._logins.header(known, uri)


def _can_go_back(challenge: str) -> bool:
    """Return whether the client can echo it: no surrogates, which are bytes that were no UTF-8, and no controls."""
    return _NEVER_SENT.search(challenge) is None


def _offers_basic(challenges: Sequence[str]) -> bool:
    return any(challenge.strip().lower().startswith("basic") for challenge in challenges)
