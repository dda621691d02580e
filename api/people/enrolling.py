"""Second factors that are being set up: their keys wait here until a first code proves that they arrived."""

from __future__ import annotations

from collections import OrderedDict

from api.people.factor import new_key
from core.clock import Clock

KEPT_S = 600.0
MOST = 500


class Enrolling:
    """One key a user, for ten minutes, in memory only."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._keys: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def begin(self, name: str) -> str:
        """Return a fresh key for somebody; an earlier one is no longer good."""
        key = new_key()
        self._keys.pop(name, None)
        self._keys[name] = (self._clock.monotonic(), key)
        while len(self._keys) > MOST:
            self._keys.popitem(last=False)
        return key

    def key(self, name: str) -> str | None:
        """Return the key that somebody is setting up, or None."""
        at, key = self._keys.get(name, (0.0, ""))
        return key if key and self._clock.monotonic() < at + KEPT_S else None

    def end(self, name: str) -> None:
        """Forget it."""
        self._keys.pop(name, None)
