"""The merge bench decides as the desk does, and counts what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.config.settings.merging import Merging
from core.geo import LocalPlane
from core.geometry import Box
from core.place import Place, PlaceOrigin
from gridwatch.bench.merge import Cell, bench_merge, choices, decide, judge, named_cases, work
from gridwatch.bench.merge_spots import ORIGIN, Seen, Spot

MERGING = Merging()


def seen(camera_id: str, heap: int, east: float, *, radius_m: float = 3) -> Seen:
    """One heap in one camera, some metres east."""
    place = Place(
        point=LocalPlane(origin=ORIGIN).to_lonlat(east, 0), radius_m=radius_m, origin=PlaceOrigin.POSE
    )
    left = 0.1 if heap == 0 else 0.6
    return Seen(camera_id=camera_id, heap=heap, box=Box(x0=left, y0=0.5, x1=left + 0.2, y1=0.7), place=place)


def test_what_is_right_is_counted_as_right() -> None:
    """Two cameras on two heaps 30 m apart: two incidents with two views each, nothing wrong."""
    spot = Spot(apart_m=30, seen=(seen("a", 0, 0), seen("a", 1, 30), seen("b", 0, 2), seen("b", 1, 28)))
    found = judge([spot], MERGING)
    assert found.right == 1
    assert (found.wrongly_merged, found.wrongly_split) == (Cell(pairs=2), Cell(pairs=2))
    assert found.cost == 0


def test_what_is_merged_wrongly_is_counted_by_distance() -> None:
    """Two heaps 7 m apart, each seen by another camera, are one incident: wrong, in the cell of 5-10 m."""
    found = judge([Spot(apart_m=7, seen=(seen("a", 0, 0), seen("b", 1, 7)))], MERGING)
    assert {distance: cell for (distance, _), cell in found.merged.items()} == {0: Cell(pairs=1, wrong=1)}
    assert found.right == 0
    assert found.cost == pytest.approx(2.0)


def test_what_is_split_wrongly_is_counted_by_error() -> None:
    """One heap that two cameras put 25 m apart becomes two incidents: wrong, in the cell of radii of 8-15 m."""
    apart = (seen("a", 0, 0, radius_m=10), seen("b", 0, 25, radius_m=12))
    found = judge([Spot(apart_m=60, seen=apart)], MERGING)
    assert found.split == {3: Cell(pairs=1, wrong=1)}


def test_a_camera_without_a_point_has_a_class_of_its_own() -> None:
    """It is never merged across cameras, which is said and not hidden among the vague ones."""
    first = seen("a", 0, 0)
    pointless = replace(seen("b", 0, 1), place=replace(first.place, origin=PlaceOrigin.CAMERA))
    found = judge([Spot(apart_m=60, seen=(first, pointless))], MERGING)
    assert found.to_json()["split_by_radius"] == [{"radius": "no point", "pairs": 1, "wrong": 1}]


def test_the_incident_learns_from_every_view() -> None:
    """A third camera that the first alone would not reach is taken in by where the first two put it together."""
    found = (seen("a", 0, 0), seen("b", 0, 8), seen("c", 0, 12))
    assert len(set(decide(found, MERGING))) == 1
    assert len(set(decide((found[0], found[2]), MERGING))) == 2


def test_the_named_cases_hold_for_what_is_shipped() -> None:
    """One heap seen by three cameras with 8 m of error is one, two heaps 30 m apart are two, 98 times in 100."""
    named = named_cases(MERGING, seed=5, rounds=300)
    assert min(named.values()) >= 0.98
    timid = named_cases(Merging(distance_m=1, radius_share=0, most_m=1), seed=5, rounds=50)
    assert timid["one_heap_three_cameras_8_m"] < 0.5
    bold = named_cases(Merging(distance_m=40, radius_share=0, most_m=40), seed=5, rounds=50)
    assert bold["two_heaps_30_m_apart"] < 0.5


def test_choices_are_judged_on_other_places_than_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every choice is tried on the next seed, the best first, and progress ends where the work does."""
    told: list[float] = []
    few = list(choices())[:3]
    monkeypatch.setattr("gridwatch.bench.merge.choices", lambda: iter(few))
    monkeypatch.setattr("gridwatch.bench.merge.named_cases", lambda *_, **__: {"x": 1.0})
    places, tried = bench_merge(seed=0, count=12, tune=True, progress=told.append)
    assert len(places) == 12
    assert [one.cost for one in tried] == sorted(one.cost for one in tried)
    assert told[-1] == work(12, tune=True)
