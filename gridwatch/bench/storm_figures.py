"""What a storm did, from the looks that ended and the alarms that were told. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

GRACE = 1.5
"""A picture is on time when it comes within so many periods of the one before: half a period late at most."""

BACK_SHARE = 0.99
"""A network is back when so many of its cameras have brought a picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A look that ended. Seconds on one clock."""

    camera_id: str
    began: float
    good: bool  # a picture came


@dataclass(frozen=True, kw_only=True, slots=True)
class StormFigures:
    """The figures of one storm."""

    cameras: int  # that it took
    on_time_share_of_others: float  # of the periods of all other cameras, storm and return together
    alarms: int  # that an operator heard
    told: list[str]  # of these, the first few, in English
    alarms_held_back: int  # of single cameras, explained by an outage
    peak_openings_per_s: int  # looks begun at the cameras it took, in any second from its end on
    peak_openings_during_per_s: int  # the same while it lasted
    back_on_time_s: (
        float | None
    )  # from its end until nearly all of them had brought a picture; None: not in time
    seconds: float  # measured

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def on_time_share(
    seen: Iterable[Seen], cameras: Collection[str], *, start: float, end: float, period_s: float
) -> float:
    """Return the share of these cameras' periods in start..end with a picture on time.

    A gap of at most GRACE periods between two pictures is a period on time; a longer one is as many that were not.
    """
    good: defaultdict[str, list[float]] = defaultdict(list)
    for one in seen:
        if one.good:
            good[one.camera_id].append(one.began)
    on_time = due = 0
    for camera_id in cameras:
        times = sorted(good[camera_id])
        first = bisect_left(times, start)
        points = [times[first - 1] if first else start, *(t for t in times[first:] if t < end), end]
        for i, (before, after) in enumerate(pairwise(points)):
            if after - before > GRACE * period_s:
                due += round((after - before) / period_s)
            elif i < len(points) - 2:  # the last one goes on beyond the end
                due += 1
                on_time += 1
    return on_time / due if due else 1.0


def peak_per_s(seen: Iterable[Seen], cameras: Collection[str], *, start: float, end: float) -> int:
    """Return the most looks that began at these cameras within one second."""
    begun = Counter(
        int(one.began - start) for one in seen if one.camera_id in cameras and start <= one.began < end
    )
    return max(begun.values(), default=0)


def back_after_s(seen: Sequence[Seen], cameras: Collection[str], *, since: float) -> float | None:
    """Return the seconds until BACK_SHARE of the cameras have brought a picture; None where they have not."""
    first: dict[str, float] = {}
    for one in seen:
        if one.good and one.began >= since and one.camera_id in cameras:
            first[one.camera_id] = min(one.began, first.get(one.camera_id, one.began))
    needed = -int(-BACK_SHARE * len(cameras) // 1)
    times = sorted(first.values())
    return times[needed - 1] - since if 0 < needed <= len(times) else None
