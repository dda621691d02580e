from __future__ import annotations

from alerts.film import Shot
from alerts.previous import Earlier
from api.models.case_view import EarlierOut, StandOut, film
from core.incident import Status
from tests.builders import at, camera
from tests.builders_desk import incident
from tests.builders_store import picture


def _shot(look_id, seconds):
    return Shot(camera_id="cam-1", look_id=look_id, taken_at=at(seconds), jpeg=b"x")


def test_the_strip_is_evidence_and_last_looks_by_time():
    """Each look once, and nothing of which no masked copy exists."""
    made = incident(
        pictures=(
            picture("before", when=at(0), look_id="look-0"),
            picture("latest", when=at(60), look_id="look-60", masked_key=None),
        )
    )
    strip = film(made, [_shot("look-0", 0), _shot("look-30", 30), _shot("look-60", 60)])
    assert [(one.kind, one.role, one.url.rsplit("/", 1)[-1]) for one in strip] == [
        ("evidence", "before", "before.jpg"),
        ("film", "", "look-30.jpg"),
        ("film", "", "look-60.jpg"),
    ]


def test_a_case_from_before_is_told_in_short():
    """With how it ended and how far away."""
    told = EarlierOut.of(Earlier(incident=incident(Status.CLOSED), distance_m=3.5))
    assert (told.status, told.distance_m, told.thumb) == (Status.CLOSED, 3.5, None)


def test_a_camera_stands_where_the_map_has_it():
    """In WGS-84, with its heading where that is known."""
    told = StandOut.of(camera())
    assert (told.camera_id, round(told.lon, 2)) == ("cam-1", round(camera().position.lonlat().lon, 2))
