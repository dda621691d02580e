"""Which case has which life, where and when: the values that fill the blanks. Seeded, pure but for what it is given."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from alerts.titles import headline
from core.ids import UlidIds
from core.matter import MatterCode
from core.place import Place, PlaceOrigin
from gridwatch.bench.console.blank import Blank, values_at
from gridwatch.bench.console.district import Spot
from gridwatch.bench.console.lives import ENDED, LIVE, Life

DAYS = 365.0
LIVE_SHARE = 0.002  # of all cases: those of the last day or two that have not ended
_JITTER = 2.2e-4  # degrees, about 25 m: what a camera sees is not where it hangs
_NEIGHBOURS = 6  # cameras nearby in the list that may see the same


@dataclass(frozen=True, slots=True)
class Role:
    """A life of one matter, as rows with blanks."""

    life: Life
    minutes: float
    blanks: Mapping[str, tuple[Blank, ...]]  # table -> rows
    offsets: frozenset[tuple[int, bool]]


class At:
    """A clock that shows what it is told."""

    def __init__(self, start: datetime) -> None:
        self.shown = start

    def now(self) -> datetime:
        """Return it."""
        return self.shown

    def monotonic(self) -> float:
        """Return nothing of use."""
        return 0.0


def cast(
    roles: Mapping[tuple[Life, str], Role],
    weights: Mapping[str, float],
    cameras: Sequence[Spot],
    *,
    count: int,
    now: datetime,
    seed: int,
) -> Iterator[tuple[Role, dict[str, Any], datetime]]:
    """Yield so many cases in the order of their beginning: role, values, beginning. The last ones live."""
    rng = random.Random(f"cast {seed}")  # noqa: S311 - the same each time
    live = max(1, round(count * LIVE_SHARE))
    clock = At(now)
    ids = UlidIds(clock, rng)
    matters, shares = list(weights), list(weights.values())
    where = [_around(spot) for spot in cameras]
    for number in range(count):
        lives = LIVE if number >= count - live else ENDED
        life = rng.choices(lives, [one.share for one in lives])[0]
        role = roles[life, rng.choices(matters, shares)[0]]
        stretch = rng.lognormvariate(0.0, 0.5)
        start = _start(number, count, live, now, rng, role.minutes * stretch)
        clock.shown = start
        first = rng.randrange(len(cameras))
        values = values_at(role.offsets, start, stretch)
        values |= where[first]
        _place(values, cameras, first, rng)
        name = ids.new("inc")
        digest = f"{rng.getrandbits(256):064x}"
        day = f"{start:%Y-%m-%d}"
        values |= {
            "id": name,
            "number": number + 1,
            "look": f"look-{number}",
            "case": f"GW{number:09d}",
            "confidence": round(rng.uniform(0.4, 0.98), 3),
            "sha": digest,
            "raw": f"raw/{day}/{name}/{digest[:16]}-before.jpg",
            "masked": f"out/{day}/{name}/{digest[:16]}-before.jpg",
        }
        yield role, values, start


def _start(number: int, count: int, live: int, now: datetime, rng: random.Random, minutes: float) -> datetime:
    """Return when a case began: spread over the year, the living ones over the last hours; none ends after `now`."""
    ended = count - live
    if number >= ended:
        ago = timedelta(minutes=minutes + 2 + 900 * (count - number) / live * rng.random())
        return now - ago
    share = (number + rng.random()) / max(1, ended)
    return now - timedelta(days=DAYS) * (1 - share) - timedelta(minutes=1000)


def _around(spot: Spot) -> dict[str, Any]:
    """Return what is known of a camera once for all its cases."""
    district, street, community, grid = spot.path
    place = Place(point=spot.point, radius_m=8.0, origin=PlaceOrigin.POSE, grid=spot.path)
    blank = MatterCode(key="", code="", name="", name_en="", table="", table_version="")
    return {
        "camera": spot.camera,
        "owner": spot.owner,
        "district": district.code,
        "street": street.code,
        "community": community.code,
        "grid": grid.code,
        "name_district": district.name,
        "name_street": street.name,
        "name_community": community.name,
        "name_grid": grid.name,
        "where": headline(blank, place, "")[0].removeprefix(" · "),
    }


def _place(values: dict[str, Any], cameras: Sequence[Spot], first: int, rng: random.Random) -> None:
    spot = cameras[first]
    second = cameras[(first + rng.randint(1, _NEIGHBOURS)) % len(cameras)]
    values["second"] = second.camera
    values["lon"] = round(spot.point.lon + rng.uniform(-_JITTER, _JITTER), 7)
    values["lat"] = round(spot.point.lat + rng.uniform(-_JITTER, _JITTER), 7)
