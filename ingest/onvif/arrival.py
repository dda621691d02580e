"""Has the head arrived? Decided over several GetStatus, since moves are answered before they are made. Pure.

    step(arrival, goal, status, at) -> (arrival, verdict)

What devices tell differs. A direction has arrived when the head stands still within the tolerance of it. A preset
has arrived when the head stands still, and where the device told the preset's position, near that. "Still" is
MoveStatus IDLE with the same position in two answers, or, where MoveStatus is not told, the same position in
three. A device that tells no position proves nothing, and its view is never taken for the place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.onvif.ptz_read import SPHERICAL, HeadStatus, Where
from ingest.onvif.spherical import apart

IDLE_ANSWERS = 2  # in a row at the same position, with MoveStatus IDLE
STILL_ANSWERS = 3  # without MoveStatus
STILL_S = 0.5  # and over so long: two answers at once say nothing
START_S = 2.0  # a head that has not begun to move tells IDLE at its old place for this long at most
SAME_DEG = 0.2  # degrees between two answers of a head that stands
SAME_SHARE = 0.004  # the same in other spaces, as a share of the numbers' size (at least 1)
NEAR_PRESET = 0.02  # of the generic range


class Verdict(StrEnum):
    """What is known now."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    ELSEWHERE = "elsewhere"  # it stands still, and not where it was sent
    UNTOLD = "untold"  # the device tells no position, or none that can be compared
    FAULT = "fault"  # the device tells an error of its head


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """Where the head was sent: a direction, or a preset (with its position, where it is told)."""

    direction: tuple[float, float] | None = None  # (pan, tilt) degrees, as asked for
    tolerance_deg: float = 1.0
    preset: Where | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """What has been seen since the move was asked for."""

    began: float  # seconds, monotonic
    still: int = 0  # answers in a row at the same place, not moving
    still_since: float = 0.0
    last: Where | None = None
    untold: int = 0  # answers in a row without a position
    off_deg: float | None = None  # how far from the direction it was last


def step(arrival: Arrival, goal: Goal, status: HeadStatus, at: float) -> tuple[Arrival, Verdict]:
    """Take in one answer."""
    if status.error and status.moving is False:
        return arrival, Verdict.FAULT
    where = status.where
    if where is None or (goal.direction is not None and where.uri not in {SPHERICAL, ""}):
        arrival = replace(arrival, untold=arrival.untold + 1)
        return arrival, Verdict.UNTOLD if arrival.untold >= STILL_ANSWERS else Verdict.WAITING
    rests = status.moving is not True and arrival.last is not None and _same(arrival.last, where)
    arrival = replace(
        arrival,
        last=where,
        untold=0,
        still=arrival.still + 1 if rests else 1,
        still_since=arrival.still_since if rests else at,
        off_deg=apart(goal.direction, (where.pan, where.tilt)) if goal.direction else None,
    )
    enough = IDLE_ANSWERS if status.moving is False else STILL_ANSWERS
    if status.moving is True or arrival.still < enough or at - arrival.still_since < STILL_S:
        return arrival, Verdict.WAITING
    if _there(goal, arrival, where):
        return arrival, Verdict.ARRIVED
    return arrival, Verdict.ELSEWHERE if at - arrival.began > START_S else Verdict.WAITING


def _there(goal: Goal, arrival: Arrival, where: Where) -> bool:
    if arrival.off_deg is not None:
        return arrival.off_deg <= goal.tolerance_deg
    told = goal.preset
    if told is None or told.uri != where.uri:
        return True  # nothing to compare with: that it stands is all that can be known
    if where.uri == SPHERICAL:
        return apart((told.pan, told.tilt), (where.pan, where.tilt)) <= goal.tolerance_deg
    return _near(told.pan, where.pan, NEAR_PRESET) and _near(told.tilt, where.tilt, NEAR_PRESET)


def _same(a: Where, b: Where) -> bool:
    if a.uri != b.uri or not _near(a.zoom or 0.0, b.zoom or 0.0, SAME_SHARE):
        return False
    if a.uri == SPHERICAL:
        return apart((a.pan, a.tilt), (b.pan, b.tilt)) <= SAME_DEG
    return _near(a.pan, b.pan, SAME_SHARE) and _near(a.tilt, b.tilt, SAME_SHARE)


def _near(a: float, b: float, share: float) -> bool:
    return math.fabs(a - b) <= share * max(1.0, math.fabs(a), math.fabs(b))
