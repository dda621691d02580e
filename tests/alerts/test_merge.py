"""Which incident a sighting belongs to, and the reason that an operator reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.merge import find_home, find_recurrence, reach_m
from core.config.settings.merging import Merging
from core.incident import Status
from core.place import PlaceOrigin
from tests.builders import at
from tests.builders_desk import CROWD, WASTE, incident, place, sighting, view

MERGING = Merging()


def test_two_cameras_see_one_heap() -> None:
    """Places 6 m apart with radii of 3 and 4 m are one incident, with the figures in the reason."""
    home = find_home(sighting(camera_id="cam-2"), place(6, 0, radius_m=4), [incident()], MERGING)
    assert home is not None
    assert home.why.tell("en") == "the same place: 6.0 m apart, radii 4 and 3 m, up to 9.8 m is one"
    assert "相距6.0米" in home.why.tell("zh")


@pytest.mark.parametrize("radius_m", [1, 8, 30])
def test_two_heaps_thirty_metres_apart_stay_two(radius_m: float) -> None:
    """However vague their places."""
    found = find_home(
        sighting(camera_id="cam-2"),
        place(30, 0, radius_m=radius_m),
        [incident(where=place(radius_m=radius_m))],
        MERGING,
    )
    assert found is None


def test_three_cameras_with_eight_metres_of_error_are_one() -> None:
    """Radii of 8 m reach beyond the plain distance."""
    assert reach_m(place(radius_m=8), place(radius_m=8), MERGING) == pytest.approx(14.49, abs=0.01)


def test_the_nearest_wins() -> None:
    """Of two incidents within reach the nearer one takes the sighting."""
    far = incident(incident_id="inc_far", where=place(-9, 0))
    near = incident(incident_id="inc_near", where=place(5, 0))
    home = find_home(sighting(camera_id="cam-2"), place(0, 0), [far, near], MERGING)
    assert home is not None
    assert home.incident.id == "inc_near"


def test_one_camera_tells_two_heaps_apart() -> None:
    """Two boxes side by side in one picture are two things, though only metres apart."""
    apart = sighting(box=(0.1, 0.6, 0.2, 0.7), subject="cam-1/waste/2")
    assert find_home(apart, place(4, 0), [incident()], MERGING) is None


def test_the_same_box_in_the_same_camera_is_the_same_thing() -> None:
    """A rule that lost its memory names a new subject; the place in the picture is the same."""
    home = find_home(
        sighting(subject="cam-1/waste/9", box=(0.41, 0.6, 0.6, 0.8)), place(50, 50), [incident()], MERGING
    )
    assert home is not None
    assert home.replaces == "cam-1/waste/1"
    assert home.why.code == "merge.same_box"


def test_a_crowd_is_one_per_zone() -> None:
    """A crowd that has walked to the other side of its zone is the same crowd."""
    crowd = incident(matter=CROWD)
    crowd = incident(Status.OPEN, view(count=30, subject="cam-1/crowd/1"), matter=CROWD)
    seen = sighting(matter="crowding", count=25, box=(0.0, 0.1, 0.1, 0.2), subject="cam-1/crowd/2")
    home = find_home(seen, place(), [crowd], MERGING)
    assert home is not None
    assert home.why.code == "merge.same_zone"


@pytest.mark.parametrize("origin", [PlaceOrigin.CAMERA, PlaceOrigin.ZONE])
def test_a_camera_position_merges_nothing(origin: PlaceOrigin) -> None:
    """Only a located point may be measured against another."""
    assert find_home(sighting(camera_id="cam-2"), place(origin=origin), [incident()], MERGING) is None


@pytest.mark.parametrize("status", [Status.CANDIDATE, Status.CLOSED, Status.REJECTED, Status.EXPIRED])
def test_candidates_and_ended_incidents_take_nothing_in(status: Status) -> None:
    """What is not confirmed, or is over, is no home."""
    assert find_home(sighting(camera_id="cam-2"), place(), [incident(status)], MERGING) is None


def test_a_kindred_matter_is_the_same_thing() -> None:
    """One rule calls it construction waste, another exposed garbage: one incident, and the reason names both."""
    garbage = replace(WASTE, key="exposed_garbage", name="暴露垃圾", name_en="Exposed garbage")
    seen = sighting(camera_id="cam-2", matter="exposed_garbage")
    home = find_home(seen, place(6, 0), [incident()], MERGING, matter=garbage)
    assert home is not None
    assert home.why.tell("en").endswith("Exposed garbage and Accumulated waste are kindred")
    assert "暴露垃圾与积存垃圾渣土属同类问题" in home.why.tell("zh")
    strangers = Merging.model_validate({"kindred": []})
    assert find_home(seen, place(6, 0), [incident()], strangers) is None


def test_two_rules_on_one_box_are_the_same_thing() -> None:
    """Kindred rules of one camera that mark the same box; where one of its own matter is there, that one."""
    other = incident(incident_id="inc_b", matter=replace(WASTE, key="exposed_garbage"))
    seen = sighting(subject="cam-1/other/1", matter="exposed_garbage")
    home = find_home(seen, place(), [incident()], MERGING)
    assert home is not None
    assert home.why.code == "merge.kindred_box"
    assert "cam-1" in home.why.tell("en")
    own = find_home(seen, place(), [incident(), other], MERGING)
    assert own is not None
    assert (own.incident.id, own.why.code) == ("inc_b", "merge.same_box")


def test_a_place_that_nobody_has_seen_for_a_week_takes_nothing_in() -> None:
    """After `unseen_s` another camera's find is another thing; the same camera's same box still is the same."""
    week = MERGING.unseen_s
    late = sighting(camera_id="cam-2", seconds=week + 1)
    assert find_home(late, place(), [incident()], MERGING) is None
    assert (
        find_home(sighting(camera_id="cam-2", seconds=week - 1), place(), [incident()], MERGING) is not None
    )
    assert find_home(sighting(seconds=week + 1, subject="cam-1/waste/9"), place(), [incident()], MERGING)


def test_another_matter_is_another_incident() -> None:
    """A crowd around a heap is not the heap."""
    assert find_home(sighting(camera_id="cam-2", matter="crowding"), place(), [incident()], MERGING) is None


def test_a_recurrence_is_linked_for_thirty_days() -> None:
    """The same matter here again 29 days after closing is a recurrence, after 31 days it is not."""
    closed = incident(Status.CLOSED)
    day = 86400.0
    found = find_recurrence(sighting(camera_id="cam-2"), place(3, 0), [closed], MERGING, at(29 * day))
    assert found is not None
    assert found[0].id == closed.id
    assert find_recurrence(sighting(camera_id="cam-2"), place(3, 0), [closed], MERGING, at(31 * day)) is None


def test_a_recurrence_without_a_place_goes_by_the_picture() -> None:
    """A camera without a pose still knows the place in its own picture."""
    closed = incident(Status.CLOSED, where=place(origin=PlaceOrigin.CAMERA))
    found = find_recurrence(sighting(), place(origin=PlaceOrigin.CAMERA), [closed], MERGING, at(60))
    assert found is not None
    assert found[1].code == "merge.recurrence_box"
