"""How often two heaps become one incident, and one heap two: the real decision over places whose truth is known.

What is counted are pairs of sightings by two different cameras (in one camera a box decides): of one heap that went
into two incidents (wrongly split), and of two heaps that went into one (wrongly merged).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

from alerts import joining, views
from alerts.merge import POINTS, Home, find_home
from core.config.settings.merging import Merging
from core.geo import LocalPlane
from core.geometry import Box
from core.incident import Incident, Status
from core.matter import MatterCode
from core.place import Place, PlaceOrigin
from core.reason import Reason
from core.sighting import Finding, Sighting
from gridwatch.bench.merge_spots import ORIGIN, Seen, Spot, spots

DISTANCES_M = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0)
RADII_M = (0.0, 2.0, 4.0, 8.0, 15.0, 30.0)
NO_POINT = -1  # class of pairs of which one is placed at its camera: never merged across cameras
NAMED_SHARE = 0.98  # a setting that gets either of them right less often is not taken
NAMED_M = (8.0, 30.0)  # the radius and the distance that the two named cases are about
_START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_MATTER = MatterCode(
    key="construction_waste",
    code="06011",
    name="积存垃圾渣土",
    name_en="Waste",
    table="bench",
    table_version="1",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """Pairs of one kind at one distance and error."""

    pairs: int = 0
    wrong: int = 0

    @property
    def share(self) -> float | None:
        """Share that was decided wrongly; None without pairs."""
        return self.wrong / self.pairs if self.pairs else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Confusion:
    """What came of one setting over many places."""

    merging: Merging
    spots: int
    merged: dict[tuple[int, int], Cell]  # (distance, radius) index -> pairs of two heaps
    split: dict[int, Cell]  # radius index -> pairs of one heap
    named: dict[str, float]  # shares of the two named cases that came out right; empty where not asked
    right: int  # places with exactly one incident for each heap that was seen, and no mixed one

    @property
    def wrongly_merged(self) -> Cell:
        """All pairs of two heaps."""
        return _sum(self.merged.values())

    @property
    def wrongly_split(self) -> Cell:
        """All pairs of one heap."""
        return _sum(self.split.values())

    @property
    def cost(self) -> float:
        """What settings are chosen by: both shares, a wrong merge counted twice: the second heap stays unseen."""
        return 2 * (self.wrongly_merged.share or 0.0) + (self.wrongly_split.share or 0.0)

    def to_json(self) -> dict[str, Any]:
        """Return the figures."""
        chosen = ("distance_m", "radius_share", "most_m")
        return {
            "settings": {name: getattr(self.merging, name) for name in chosen},
            "spots": self.spots,
            "right": self.right,
            "cost": round(self.cost, 4),
            "named": self.named,
            "wrongly_merged": asdict(self.wrongly_merged),
            "wrongly_split": asdict(self.wrongly_split),
            "merged_by_distance_and_radius": [
                {"from_m": DISTANCES_M[d], "to_m": DISTANCES_M[d + 1], "radius": named_radius(r)}
                | asdict(cell)
                for (d, r), cell in sorted(self.merged.items())
            ],
            "split_by_radius": [
                {"radius": named_radius(r)} | asdict(cell) for r, cell in sorted(self.split.items())
            ],
        }


def named_radius(index: int) -> str:
    """Return what a class of radii is called in tables."""
    return "no point" if index == NO_POINT else f"{RADII_M[index]:g}-{RADII_M[index + 1]:g} m"


def judge(found: Sequence[Spot], merging: Merging, *, named: Mapping[str, float] | None = None) -> Confusion:
    """Decide every place by one setting, and count; `named` is what `named_cases` found, where it was asked."""
    merged: dict[tuple[int, int], Cell] = {}
    split: dict[int, Cell] = {}
    right = 0
    for spot in found:
        homes = decide(spot.seen, merging)
        heaps = {one.heap for one in spot.seen}
        pairs = set(zip((one.heap for one in spot.seen), homes, strict=True))
        right += len(pairs) == len(heaps) == len(set(homes))
        for a, b in combinations(range(len(homes)), 2):
            one, other = spot.seen[a], spot.seen[b]
            if one.camera_id == other.camera_id:
                continue
            r = _error(one.place, other.place)
            together = homes[a] == homes[b]
            if one.heap == other.heap:
                split[r] = _add(split.get(r), wrong=not together)
            else:
                key = (_bin(DISTANCES_M, spot.apart_m), r)
                merged[key] = _add(merged.get(key), wrong=together)
    return Confusion(
        merging=merging, spots=len(found), merged=merged, split=split, named=dict(named or {}), right=right
    )


def decide(seen: Sequence[Seen], merging: Merging) -> list[str]:
    """Return the incident that each sighting goes into, as the desk decides when it is confirmed."""
    incidents: dict[str, Incident] = {}
    homes: list[str] = []
    for number, one in enumerate(seen):
        sighting = _sighting(number, one)
        begun = _begun(f"inc_{number}", sighting, one)
        home = find_home(sighting, one.place, incidents.values(), merging, matter=_MATTER)
        if home is None:
            incidents[begun.id] = begun
        else:
            incidents[home.incident.id] = joining.joined(
                home.incident, sighting, Home(incident=home.incident, why=home.why), begun
            )
        homes.append(begun.id if home is None else home.incident.id)
    return homes


def named_cases(merging: Merging, *, seed: int, rounds: int = 1000) -> dict[str, float]:
    """Return how often one heap seen by three cameras with 8 m radius is one, and two heaps 30 m apart are two.

    Each heap is seen by three cameras; what lies beyond 95 % is drawn as well.
    """
    rng = random.Random(seed)  # noqa: S311 - simulation
    radius, apart = NAMED_M
    one = two = 0
    for _ in range(rounds):
        near = [_seen(rng, f"cam-{n}", 0, 0.0, radius) for n in range(3)]
        far = [_seen(rng, f"cam-{n + 3}", 1, apart, radius) for n in range(3)]
        one += len(set(decide(near, merging))) == 1
        both = [*near, *far]
        rng.shuffle(both)
        homes = decide(both, merging)
        two += not {h for s, h in zip(both, homes, strict=True) if s.heap} & {
            h for s, h in zip(both, homes, strict=True) if not s.heap
        }
    return {"one_heap_three_cameras_8_m": one / rounds, "two_heaps_30_m_apart": two / rounds}


def choices() -> Iterator[Merging]:
    """Yield the settings that are tried."""
    for distance in (4.0, 6.0, 8.0, 10.0, 12.0):
        for share in (0.25, 0.5, 0.75, 1.0):
            for most in (16.0, 20.0, 24.0):
                yield Merging(distance_m=distance, radius_share=share, most_m=most)


def bench_merge(
    *, seed: int, count: int, tune: bool, progress: Callable[[float], None]
) -> tuple[tuple[Spot, ...], list[Confusion]]:
    """Draw one seed's places; where asked, judge every choice on the next seed's.

    Best first: the least cost among those that get both named cases right as often as they must.
    """
    found = spots(count, seed)
    progress(count)
    tried = []
    if tune:
        others = spots(count, seed + 1)
        progress(2 * count)
        for number, choice in enumerate(choices(), 1):
            named = named_cases(choice, seed=seed + 1, rounds=200)
            tried.append(judge(others, choice, named=named))
            progress(count * (2 + number))
    return found, sorted(tried, key=lambda one: (min(one.named.values()) < NAMED_SHARE, one.cost))


def work(count: int, *, tune: bool) -> int:
    """Return how much a bench tells its progress of."""
    return count * (2 + len(list(choices()))) if tune else count


def _seen(rng: random.Random, camera_id: str, heap: int, east: float, radius: float) -> Seen:
    sigma = radius / 2.448  # a circle of 95 %
    point = LocalPlane(origin=ORIGIN).to_lonlat(east + rng.gauss(0, sigma), rng.gauss(0, sigma))
    place = Place(point=point, radius_m=radius, origin=PlaceOrigin.POSE)
    return Seen(camera_id=camera_id, heap=heap, box=Box(x0=0.4, y0=0.6, x1=0.6, y1=0.8), place=place)


def _sighting(number: int, one: Seen) -> Sighting:
    at = _START + timedelta(seconds=number)
    return Sighting(
        camera_id=one.camera_id,
        look_id=f"look-{number}",
        at=at,
        subject=f"{one.camera_id}/waste/{number}",
        matter=_MATTER.key,
        rule="waste",
        zone="picture",
        zone_kind="any",
        finding=Finding.PRESENT,
        confidence=0.8,
        reason=Reason.text("bench"),
        box=one.box,
        since=at,
    )


def _begun(incident_id: str, sighting: Sighting, one: Seen) -> Incident:
    return Incident(
        id=incident_id,
        version=1,
        status=Status.OPEN,
        matter=_MATTER,
        place=one.place,
        owner="bench",
        title="",
        title_en="",
        why=sighting.reason,
        confidence=sighting.confidence,
        created_at=sighting.at,
        opened_at=sighting.at,
        closed_at=None,
        updated_at=sighting.at,
        views=(views.view_of(sighting, place=one.place, matter=_MATTER),),
    )


def _error(a: Place, b: Place) -> int:
    """Return the class of two places' mean radius; NO_POINT where one of them is only its camera's or zone's."""
    if a.origin not in POINTS or b.origin not in POINTS:
        return NO_POINT
    return _bin(RADII_M, (a.radius_m + b.radius_m) / 2)


def _bin(edges: Sequence[float], value: float) -> int:
    """Return the cell that a value lies in; what lies beyond the edges goes into the outermost."""
    inside = sum(value >= edge for edge in edges) - 1
    return min(max(inside, 0), len(edges) - 2)


def _add(cell: Cell | None, *, wrong: bool) -> Cell:
    before = cell or Cell()
    return Cell(pairs=before.pairs + 1, wrong=before.wrong + wrong)


def _sum(cells: Any) -> Cell:
    found = list(cells)
    return Cell(pairs=sum(c.pairs for c in found), wrong=sum(c.wrong for c in found))
