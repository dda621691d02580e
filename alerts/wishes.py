"""Looks that incidents are waiting for: asked for once, asked for again when no answer comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.look import LookReason, LookWish

MAX_WISHES = 20_000  # above it the oldest is forgotten; `Desk.tick` finds its incident again
GRACE = timedelta(seconds=30)  # a look that was started in time gets this long to come back


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    wish: LookWish
    at: datetime
    due: datetime  # asked for again when nothing came by then

    def waits(self, now: datetime) -> bool:
        """Whether its look may still come. A clock that was set back must not make it wait for hours."""
        return self.at <= now < self.due


_Key = tuple[str, str, LookReason]


class Wishes:
    """One wish at most for each incident, camera and reason."""

    def __init__(self) -> None:
        self._asked: dict[_Key, _Asked] = {}
        self._new: dict[_Key, LookWish] = {}

    def __len__(self) -> int:
        return len(self._asked)

    def ask(self, wish: LookWish, now: datetime) -> None:
        """Ask, unless the same look is being waited for."""
        key = (wish.incident_id or "", wish.camera_id, wish.reason)
        waiting = self._asked.get(key)
        if waiting is not None and waiting.waits(now):
            return
        due = now + timedelta(seconds=wish.after_s + wish.within_s) + GRACE
        self._asked[key] = _Asked(wish=wish, at=now, due=due)
        self._new[key] = wish
        while len(self._asked) > MAX_WISHES:
            self._forget(next(iter(self._asked)))

    def answered(self, incident_id: str, camera_id: str) -> None:
        """Note that a look of this camera has come: the next wish is a new one."""
        for reason in LookReason:
            self._forget((incident_id, camera_id, reason))

    def drop(self, incident_id: str) -> None:
        """Forget what an incident itself was waiting for; what an operator asked for stays."""
        for key in [k for k in self._asked if k[0] == incident_id and k[2] is not LookReason.OPERATOR]:
            self._forget(key)

    def hand_out(self, now: datetime) -> tuple[LookWish, ...]:
        """Return what is newly asked for, and what was asked for and never came."""
        for key, asked in list(self._asked.items()):
            if asked.waits(now):
                continue
            if asked.wish.reason is LookReason.OPERATOR:
                self._forget(key)  # a person who still wants it asks again
            else:
                self.ask(asked.wish, now)
        new, self._new = tuple(self._new.values()), {}
        return new

    def _forget(self, key: _Key) -> None:
        self._asked.pop(key, None)
        self._new.pop(key, None)
