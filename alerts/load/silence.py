"""Silences and shelves: what a person has said shall not ask for attention, why, and until when. Pure.

A silence holds back whatever it matches, now and to come; a shelf holds back one incident. Each has an author, a
reason and an end, and neither touches what is detected, kept or (but for a silence that says so) sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.load.item import Item
from core.config.settings.load import Load
from core.errors import GridwatchError

AHEAD = timedelta(days=100)  # those made in advance take places of those that are needed


class BadSilence(GridwatchError, ValueError):
    """A silence or shelf that cannot be made; the message says what to do."""


class SilenceKind(StrEnum):
    """What a silence is for."""

    SILENCE = "silence"  # works, a market day, a camera that errs
    WEATHER = "weather"  # declared bad weather over a part of the grid; spares what the rain itself does


@dataclass(frozen=True, kw_only=True, slots=True)
class Matchers:
    """What is matched: every one that is not empty must agree."""

    matters: tuple[str, ...] = ()
    grid: str = ""  # grid code prefix
    owners: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()  # matches what is seen by these and by no other
    severities: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it would match everything."""
        return not (self.matters or self.grid or self.owners or self.cameras or self.severities)

    def match(self, item: Item) -> bool:
        """Return whether an item is meant."""
        return (
            (not self.matters or item.matter in self.matters)
            and item.grid.startswith(self.grid)
            and (not self.owners or item.owner in self.owners)
            and (not self.severities or item.severity in self.severities)
            and (not self.cameras or (bool(item.cameras) and set(item.cameras) <= set(self.cameras)))
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One line of a silence's own trail."""

    at: datetime
    who: str  # "operator:li", "platform:city"
    what: str  # made | changed | ended
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """What shall not ask for attention from when to when, and who says so."""

    id: str
    kind: SilenceKind = SilenceKind.SILENCE
    matchers: Matchers
    reason: str
    author: str
    starts_at: datetime
    ends_at: datetime  # always set; moved to the present when it is ended early
    sending: bool = False  # receivers wait too, until it ends; only an administrator makes such
    never_hidden: str = "severe"  # from this severity on nothing is held back by it
    acts: tuple[Act, ...] = ()  # all that was done to it

    def active(self, now: datetime) -> bool:
        """Return whether it holds anything back now."""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """One incident put aside by a person for a while."""

    incident_id: str
    reason: str
    author: str
    at: datetime
    until: datetime

    def active(self, now: datetime) -> bool:
        """Return whether it is still put aside."""
        return self.at <= now < self.until


def check_silence(silence: Silence, rule: Load, now: datetime) -> None:
    """Refuse a silence that matches everything, has no reason, has no end ahead or lasts too long.

    Raises:
        BadSilence: told with what to do.
    """
    if silence.matchers.empty:
        raise BadSilence(
            "a silence of everything is none: give a matter, a grid, an owner, a camera or a severity"
        )
    if not silence.reason.strip():
        raise BadSilence("say why: whoever looks at what was held back reads the reason")
    if silence.kind is SilenceKind.WEATHER and not silence.matchers.grid:
        raise BadSilence("weather is over a place: give its grid prefix")
    if silence.ends_at <= max(now, silence.starts_at):
        raise BadSilence("its end lies before its start, or has passed already")
    if silence.starts_at - now > AHEAD:
        raise BadSilence(f"a silence begins within {AHEAD.days} days; make it when it is nearer")
    most = timedelta(hours=rule.silence_max_h)
    if silence.ends_at - silence.starts_at > most:
        raise BadSilence(
            f"a silence lasts {rule.silence_max_h:g} h at most; make it anew when it is still needed"
        )


def check_shelf(shelf: Shelf, rule: Load) -> None:
    """Refuse a shelf without a reason, without an end ahead, or for too long.

    Raises:
        BadSilence: told with what to do.
    """
    if not shelf.reason.strip():
        raise BadSilence("say why it is shelved: it is kept in the history")
    if shelf.until <= shelf.at:
        raise BadSilence("until: that has passed already")
    if shelf.until - shelf.at > timedelta(hours=rule.shelf_max_h):
        raise BadSilence(f"an incident is shelved for {rule.shelf_max_h:g} h at most")
