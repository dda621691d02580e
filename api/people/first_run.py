"""The first administrator: whoever can read the service's log makes him, once, with a code that is shown there."""

from __future__ import annotations

import hmac
from datetime import datetime

from api.people.tokens import spoken
from core.people.lockout import Lock, Rule, after_wrong

RULE = Rule(free=10, first_s=30.0, longest_s=900.0)  # the code has 80 bits; this is against noise


class FirstRun:
    """Holds the code, in memory only: a restart makes another."""

    def __init__(self) -> None:
        self.code = spoken()
        self._lock: Lock | None = None

    def check(self, code: str, now: datetime) -> tuple[bool, float]:
        """Return `(whether it is the code, seconds to wait before the next try)`."""
        if self._lock is not None and (wait := self._lock.wait_s(now)) > 0:
            return False, wait
        if hmac.compare_digest(_plain(code).encode(), _plain(self.code).encode()):
            return True, 0.0
        self._lock = after_wrong(self._lock, "first-run", RULE, now)
        return False, self._lock.wait_s(now)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
