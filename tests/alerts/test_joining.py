"""What an incident becomes when another view joins it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.joining import fused, graver, joined
from alerts.merge import Home
from core.geo import LocalPlane
from core.incident import Incident, Status
from core.place import Place, PlaceOrigin
from core.reason import Reason
from tests.builders_desk import HERE, WASTE, incident, place, sighting, view

GRAVE = replace(WASTE, key="spoil", name="渣土", name_en="Spoil", severity="severe")
WHY = Reason.text("near")


def east_of(where: Place) -> float:
    """Metres east of HERE."""
    return LocalPlane(origin=HERE).to_metres(where.point)[0]


def join(known: Incident, where: Place, *, camera_id: str = "cam-2", count: int | None = None) -> Incident:
    """Let another camera's confirmed candidate join."""
    candidate = incident(Status.CANDIDATE, where=where, incident_id="inc_2")
    seen = sighting(camera_id=camera_id, count=count)
    return joined(known, seen, Home(incident=known, why=WHY), candidate)


def test_the_surer_place_weighs_more() -> None:
    """Radii of 2 and 4 m, 10 m apart: the mean lies at a fifth, and is surer than either."""
    both = fused([place(0, radius_m=2), place(10, radius_m=4)])
    assert both is not None
    assert east_of(both) == pytest.approx(2.0, abs=0.01)
    assert both.radius_m == pytest.approx(1.8, abs=0.05)


def test_many_views_do_not_make_it_surer_than_a_metre() -> None:
    """They share what the map is wrong by."""
    many = fused([place(0, radius_m=2)] * 20)
    assert many is not None
    assert many.radius_m == 1.0


def test_a_camera_position_places_nothing() -> None:
    """Only points of the thing itself are averaged."""
    assert fused([place(origin=PlaceOrigin.CAMERA), place(origin=PlaceOrigin.ZONE)]) is None
    only = place(3)
    assert fused([place(origin=PlaceOrigin.CAMERA), only]) == only


def test_a_view_is_kept_with_its_place_and_why() -> None:
    """Every contributing view says where it put the thing, what its rule called it, and why it is here."""
    first = incident(Status.OPEN, view(place=place(0), matter=WASTE))
    after = join(first, place(4))
    new = after.views[-1]
    assert (new.camera_id, new.place, new.matter, new.why) == ("cam-2", place(4), WASTE, WHY)
    assert east_of(after.place) == pytest.approx(2.0, abs=0.01)


def test_a_view_without_a_place_counts_by_its_incident() -> None:
    """What was written before views kept places is not overruled by the newcomer."""
    assert east_of(join(incident(), place(4)).place) == pytest.approx(2.0, abs=0.01)


def test_a_crowd_is_where_it_was_placed_best() -> None:
    """It moves: the mean of where it was is nowhere."""
    crowd = incident(Status.OPEN, view(count=20), where=place(0, radius_m=5))
    assert east_of(join(crowd, place(9, radius_m=2), count=30).place) == pytest.approx(9.0, abs=0.01)
    assert join(crowd, place(9, radius_m=8), count=30).place == crowd.place


def test_the_more_severe_matter_takes_over_until_it_is_filed() -> None:
    """A city that has the case under one code is not told another."""
    assert graver(incident(), GRAVE) == GRAVE
    assert graver(incident(matter=GRAVE), WASTE) == GRAVE
    assert graver(incident(Status.REPORTED), GRAVE) == WASTE
    assert graver(incident(case_number="C-1"), GRAVE) == WASTE
