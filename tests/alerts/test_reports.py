"""Which incident a report is about, and whether a camera shows what was reported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.reports import find_reported, is_shown, reported_reach_m
from core.config.settings.merging import Merging
from core.incident import Incident, Status
from core.place import GridCell, Place, PlaceOrigin
from tests.builders import at
from tests.builders_desk import CROWD, incident, place

MERGING = Merging()
CELL = GridCell(level="grid", code="330109001002003", name="第三网格")


def told(east: float = 0, *, radius_m: float = 20) -> Place:
    """Where somebody says that it is."""
    return place(east, radius_m=radius_m, origin=PlaceOrigin.REPORTED)


def found(
    where: Place, *incidents: Incident, seconds: float = 0, matter: str = "construction_waste"
) -> str | None:
    """Id of what it is about."""
    match = find_reported(where, matter, at(seconds), incidents, MERGING)
    return match.incident.id if match else None


def test_the_nearest_within_reach_is_meant() -> None:
    """A caller 20 m off means the heap that is there; candidates count, kindred matters count, crowds do not."""
    near, far = incident(where=place(15)), incident(incident_id="far", where=place(-22))
    assert found(told(), far, near) == near.id
    assert found(told(), incident(Status.CANDIDATE, where=place(15))) == near.id
    assert found(told(), near, matter="exposed_garbage") == near.id
    assert found(told(), incident(where=place(1), matter=CROWD)) is None


def test_reach_grows_with_what_the_caller_knows_up_to_a_bound() -> None:
    """Both radii and the plain distance, at most 50 m however vague he is."""
    assert reported_reach_m(told(radius_m=4), place(radius_m=3), MERGING) == pytest.approx(11)
    assert reported_reach_m(told(radius_m=500), place(), MERGING) == 50
    assert found(told(51, radius_m=500), incident()) is None


def test_the_figures_are_told() -> None:
    """How far apart, how sure, and up to how far it would have been taken for one."""
    match = find_reported(told(15), "construction_waste", at(0), [incident()], MERGING)
    assert match is not None
    assert match.why.facts == {"distance_m": 15.0, "radius_m": 20, "reach_m": 26.2}


def test_what_was_closed_after_the_call_is_meant_by_it() -> None:
    """The call came while it was there; a call after it was closed is about something new. What lives goes first."""
    closed = incident(Status.CLOSED, closed_at=at(600))
    assert found(told(), closed, seconds=300) == closed.id
    assert found(told(), closed, seconds=700) is None
    live = incident(incident_id="live", where=place(20))
    assert found(told(), closed, live, seconds=300) == "live"
    assert found(told(), replace(closed, status=Status.REJECTED), seconds=300) is None


def test_a_call_long_before_it_was_there_is_about_something_else() -> None:
    """A day before a camera first saw it is as far back as it goes."""
    assert found(told(), incident(), seconds=-86_000) == incident().id
    assert found(told(), incident(), seconds=-87_000) is None


def test_by_the_grid_alone_only_the_only_one_is_meant() -> None:
    """One heap in the cell: that one. Two: nobody can tell."""
    cell = replace(place(radius_m=90, origin=PlaceOrigin.GRID), grid=(CELL,))
    inside = replace(place(40), grid=(CELL,))
    one, other = incident(where=inside), incident(incident_id="b", where=inside)
    assert found(cell, one, incident(incident_id="c", where=place(1))) == one.id
    assert found(cell, one, other) is None
    assert found(cell, replace(one, status=Status.CLOSED, closed_at=at(9))) is None


def test_a_camera_shows_what_was_reported() -> None:
    """Within reach, or in the cell that was told; of another matter, farther off or without a point it does not."""
    waiting = incident(Status.CANDIDATE, where=told())
    shown = is_shown(place(15), "construction_waste", waiting, MERGING)
    assert shown is not None
    assert shown.facts["distance_m"] == 15.0
    assert is_shown(place(15), "crowding", waiting, MERGING) is None
    assert is_shown(place(40), "construction_waste", waiting, MERGING) is None
    assert is_shown(place(origin=PlaceOrigin.CAMERA), "construction_waste", waiting, MERGING) is None
    cell = replace(place(origin=PlaceOrigin.GRID), grid=(CELL,))
    inside, outside = replace(place(99), grid=(CELL,)), place(1)
    assert is_shown(inside, "construction_waste", replace(waiting, place=cell), MERGING) is not None
    assert is_shown(outside, "construction_waste", replace(waiting, place=cell), MERGING) is None
