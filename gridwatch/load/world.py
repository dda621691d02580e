"""The reference district for a simulated year, with every assumption in one place. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OFFLINE = "camera_offline"
# Matter: (share of what is seen, severity). About 80/15/5 of minor, moderate and severe.
MATTERS: Mapping[str, tuple[float, str]] = {
    "exposed_garbage": (0.30, "minor"),
    "illegal_parking": (0.20, "minor"),
    "piled_goods": (0.18, "minor"),
    "bin_overflow": (0.11, "minor"),
    "construction_waste": (0.13, "moderate"),
    "street_obstruction": (0.04, "moderate"),
    "crowding": (0.03, "severe"),
    "ponding": (0.01, "moderate"),
}
OWNERS: Mapping[str, float] = {  # share of the cameras
    "police": 0.30,
    "property": 0.25,
    "urban-management": 0.15,
    "education": 0.15,
    "building-sites": 0.10,
    "markets": 0.05,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumptions:
    """What the year is made of. None of it is measured in a real district; all of it can be changed."""

    cameras: int = 7396
    streets: int = 7
    days: int = 365
    start: datetime = datetime(2026, 1, 1, tzinfo=UTC)  # taken as local time
    seed: int = 1
    true_share: float = (
        0.55  # of the raw alarms: things that are there (not counting what cameras' failures raise)
    )
    chatter_share: float = 0.10  # of a few cameras that raise alarm after alarm
    weather_share: float = 0.08  # false ones in heavy rain; the rest are false ones spread over the year
    views: tuple[float, ...] = (0.60, 0.25, 0.15)  # share of places that 1, 2, 3 cameras see
    repeats: float = (
        0.6  # further raw alarms for each view of a thing while it is there (covered, seen again)
    )
    places: int = 3000  # where things come again
    place_skew: float = 0.8  # exponent of Zipf's law over the places
    life_min: float = 180.0  # median minutes that a thing is there
    false_life_min: float = 60.0  # minutes that a false alarm stands
    chattering: float = 0.005  # share of the cameras that ever chatter
    chatter_every_min: float = 25.0  # minutes between two alarms of a chattering camera
    rain_days: int = 18  # days a year with heavy rain over some streets
    rain_hours: float = 4.0
    declared_after_min: float = 20.0  # until the rain is declared, or seen in the pictures of a street
    channels: int = 32  # cameras of one recorder
    host_outages: float = 1.0  # a year, of each recorder
    owner_outages: float = 2.0  # a year, of each owner's network
    street_outages: float = 2.0  # a year, of each street
    outage_min: float = 60.0  # median minutes of an outage
    lone_outages: float = 0.5  # a year, of each camera alone
    settle_min: float = 2.0  # until an outage is known as one
    pointed: float = (
        0.6  # share of the cameras that place what they see on the ground; the others cannot merge
    )
    error_m: float = 4.0  # standard deviation of such a place in each direction
    radius_m: float = 10.0  # and the 95 % radius that it is told with
    silenced: float = 0.8  # share of chattering sources that an operator silences
    silenced_after_min: float = 10.0
    silenced_for_h: float = 24.0
    severities: Mapping[str, float] = field(
        default_factory=lambda: {
            severity: round(sum(s for s, of in MATTERS.values() if of == severity), 3)
            for severity in ("minor", "moderate", "severe")
        }
    )


@dataclass(frozen=True, slots=True)
class World:
    """Cameras in a row: neighbours in the row are neighbours in the street."""

    assumed: Assumptions
    street: Ints  # shape (cameras,), 0-based
    owner: Ints  # index into OWNERS
    host: Ints  # recorder
    pointed: NDArray[np.bool_]

    @classmethod
    def of(cls, assumed: Assumptions, rng: np.random.Generator) -> World:
        """Lay out the district."""
        n = assumed.cameras
        weights = rng.dirichlet(np.full(assumed.streets, 8.0))
        street = np.sort(rng.choice(assumed.streets, n, p=weights))
        owner = rng.choice(len(OWNERS), n, p=list(OWNERS.values()))
        host = np.zeros(n, np.int64)
        order = np.lexsort((np.arange(n), owner))  # an owner's cameras share his recorders, in order
        host[order] = (
            np.cumsum(np.concatenate([[0], np.diff(owner[order]) != 0])) * n
            + np.arange(n) // assumed.channels
        )
        return cls(
            assumed,
            street.astype(np.int64),
            owner.astype(np.int64),
            np.unique(host, return_inverse=True)[1].astype(np.int64),
            rng.random(n) < assumed.pointed,
        )

    def street_code(self, index: int) -> str:
        """Return the grid code of a street."""
        return f"990101{index + 1:03d}"
