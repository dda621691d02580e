"""Who still has to get which digest, and what is kept about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from alerts.store.base import Json
from core.config.settings.offers import Digest as DigestSettings
from gridwatch.offers.digest.times import Period, last_due


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """What was done about the newest digest; kept in the store."""

    until: datetime  # UTC; which one
    done: tuple[str, ...] = ()  # names of addresses that have it, or will not get it any more

    def to_json(self) -> Json:
        """Return plain JSON types."""
        return {"until": self.until.isoformat(), "done": list(self.done)}

    @classmethod
    def from_json(cls, plain: Json | None) -> Posted | None:
        """Read what `to_json` wrote; None for nothing, and for what cannot be read."""
        try:
            until = datetime.fromisoformat((plain or {})["until"]).astimezone(UTC)
            return cls(until=until, done=tuple(str(name) for name in (plain or {})["done"]))
        except (KeyError, TypeError, ValueError):
            return None

    def and_done(self, name: str) -> Posted:
        """Return the same with one more who has it."""
        return replace(self, done=(*self.done, name))


@dataclass(frozen=True, kw_only=True, slots=True)
class Todo:
    """What is to be done now."""

    period: Period
    posted: Posted  # as it is to be kept from now on
    names: tuple[str, ...]  # who is to get it
    given_up: tuple[str, ...]  # who did not get the one before in time


def todo(settings: DigestSettings, zone: tzinfo, posted: Posted | None, now: datetime) -> Todo:
    """Return what is to be done at `now`.

    Who begins today is not sent the digest of a time before he asked for it. One that nobody took in
    `late_h` hours is given up: the next tells of its own time, and a message of yesterday misleads.
    """
    period = last_due(settings.at, zone, now)
    if posted is None or posted.until > period.until:  # begun now, or the clock was put back
        return _nothing(period, settings.to)
    given_up: tuple[str, ...] = ()
    if posted.until < period.until:
        given_up = _missing(settings.to, posted)
        posted = Posted(until=period.until)
    missing = _missing(settings.to, posted)
    if missing and now - period.until > timedelta(hours=settings.late_h):
        return replace(_nothing(period, settings.to), given_up=(*given_up, *missing))
    return Todo(period=period, posted=posted, names=missing, given_up=given_up)


def _nothing(period: Period, names: Sequence[str]) -> Todo:
    done = Posted(until=period.until, done=tuple(names))
    return Todo(period=period, posted=done, names=(), given_up=())


def _missing(names: Sequence[str], posted: Posted) -> tuple[str, ...]:
    return tuple(name for name in names if name not in posted.done)
