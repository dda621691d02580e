"""How much an operator is asked to look at: seats, floods, what may be held back and for how long."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from core.config.base import Model, Slug
from core.matter import Severity

GroupKey = Literal["street", "matter", "owner"]
Prefix = Annotated[str, StringConstraints(pattern=r"^\d{2,15}$")]


class Shift(Model):
    """Seats staffed between two times of the day."""

    start: time
    """When it begins, in the district's time zone, e.g. "08:00"."""
    end: time
    """When it ends; earlier than `start`: on the next day."""
    seats: int = Field(ge=1, le=1000)
    """Seats staffed in it."""
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5, 6, 7)
    """Days of the week on which it begins, 1 is Monday."""


class Load(Model):
    """What the operators' inbox holds back, groups and puts first. Detection, records and sending are not touched."""

    seats: int = Field(default=1, ge=1, le=1000)
    """Seats staffed where no shift says otherwise."""
    shifts: tuple[Shift, ...] = Field(default=(), max_length=50)
    """Seats by the time of day; where several hold, they add up."""
    flood_start: float = Field(default=10, gt=0, le=1000)
    """More alarms than this in ten minutes per seat are a flood: alike ones are told as one group."""
    flood_end: float = Field(default=5, ge=0, le=1000)
    """The flood is over when there were fewer than this in ten minutes per seat."""
    group_by: tuple[GroupKey, ...] = Field(default=("street", "matter"), min_length=1, max_length=3)
    """What alarms of one group have in common."""
    group_least: int = Field(default=3, ge=2, le=1000)
    """Fewer alike alarms than this stay lines of their own."""
    never_hidden: Severity = "severe"
    """From this severity on an incident is always a line of its own: neither held back, nor silenced, nor grouped."""
    ask_from: Severity = "minor"
    """Below this severity an incident that nobody has confirmed waits at the end of the inbox and asks for nothing."""
    important: tuple[Prefix, ...] = Field(default=(), max_length=1000)
    """Grid prefixes of places that come first: the station square, schools."""
    take_within_s: float = Field(default=1800, gt=0, le=86400)
    """Seconds in which somebody should have taken an incident; its age counts against this until a unit has it."""
    standing_s: float = Field(default=86400, gt=0, le=31 * 86400)
    """An alarm that nobody has taken for so many seconds is standing."""
    chatter_times: int = Field(default=3, ge=2, le=1000)
    """An alarm is chattering when its source raised so many ..."""
    chatter_s: float = Field(default=21600, gt=0, le=7 * 86400)
    """... within so many seconds."""
    rain_spares: tuple[Slug, ...] = Field(default=("ponding",), max_length=100)
    """Matters that bad weather does not hold back: what the rain itself does."""
    degraded_share: float = Field(default=0.3, gt=0, le=1)
    """Share of a street's cameras whose pictures turned bad together that is taken for bad weather ..."""
    degraded_least: int = Field(default=8, ge=2, le=100000)
    """... and at least so many of them ..."""
    degraded_within_s: float = Field(default=1800, gt=0, le=86400)
    """... within so many seconds of each other."""
    silence_max_h: float = Field(default=168, gt=0, le=8760)
    """Longest silence in hours. Each has an end."""
    shelf_max_h: float = Field(default=72, gt=0, le=8760)
    """Longest time in hours for which one incident may be shelved."""
    silences: int = Field(default=200, ge=1, le=10000)
    """Silences that may be in force at once."""
    undo_s: float = Field(default=10, ge=0, le=60)
    """Seconds for which an act of an operator in the console waits, so that its author can take it back; 0: none."""
    claim_s: float = Field(default=120, ge=30, le=3600)
    """Seconds for which an opened case is claimed; the console renews it while the case stays open."""
    pending_acts: int = Field(default=2000, ge=100, le=10000)
    """Acts that may wait at once."""
