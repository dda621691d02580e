from __future__ import annotations

from core.geo import LocalPlane
from core.incident import Incident, Status
from core.place import PlaceOrigin
from gridwatch.demo.score import score
from gridwatch.workbench.truth import TrueEvent
from tests.builders import at
from tests.builders_desk import CROWD, HERE, incident, place, view


def event(
    event_id: str = "heap", *, start: float = 0, end: float | None = None, east: float = 0
) -> TrueEvent:
    """A heap that cam-1 can see."""
    return TrueEvent(
        id=event_id,
        matter="construction_waste",
        place=LocalPlane(origin=HERE).to_lonlat(east, 0),
        start=at(start),
        end=None if end is None else at(end),
        cameras=frozenset({"cam-1"}),
    )


def opened(seconds: float, incident_id: str = "inc_1", **changes: object) -> Incident:
    """An incident opened at that second."""
    return incident(Status.OPEN, incident_id=incident_id, opened_at=at(seconds), **changes)


def test_an_incident_of_the_matter_in_the_time_and_place_is_a_match() -> None:
    """Its place error is the distance to the truth."""
    found = score([event(east=4)], [opened(12, where=place(1, 0))])
    assert (found.matched, found.false_alarms) == (1, 0)
    assert round(found.place_errors_m[0], 1) == 3.0


def test_a_second_incident_of_one_event_is_a_false_alarm() -> None:
    """Duplicates bother people as much as inventions do."""
    found = score([event()], [opened(12), opened(20, "inc_2")])
    assert (found.matched, found.false_alarms) == (1, 1)
    assert found.pairs == (("heap", "inc_1"),)


def test_the_wrong_matter_camera_or_time_is_no_match() -> None:
    """A crowd is no heap, another camera saw nothing, before the event there was nothing."""
    wrong = [
        opened(12, "a", matter=CROWD),
        incident(Status.OPEN, view("cam-9"), incident_id="b", opened_at=at(12)),
        opened(-5, "c"),
    ]
    found = score([event()], wrong)
    assert (found.matched, found.false_alarms) == (0, 3)


def test_an_incident_may_open_shortly_after_the_end() -> None:
    """It was seen while it was there; a minute later it is an invention."""
    assert score([event(end=10)], [opened(15)]).matched == 1
    assert score([event(end=10)], [opened(60)]).matched == 0


def test_candidates_count_neither_way() -> None:
    """Nobody was bothered by them."""
    found = score([event()], [incident(Status.CANDIDATE)])
    assert (found.matched, found.false_alarms) == (0, 0)


def test_an_incident_at_the_camera_has_no_place_error() -> None:
    """It never claimed to know the point; without points the percentiles are null."""
    found = score([event()], [opened(5, where=place(30, 0, origin=PlaceOrigin.CAMERA))])
    assert found.matched == 1
    assert found.to_json()["place_error_m"] == {"p50": None, "p95": None}
