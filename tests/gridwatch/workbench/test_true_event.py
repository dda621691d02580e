"""A true event and its line: every field checked, every mistake told by its field and with its cure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.geo import Datum, LonLat, distance_m
from gridwatch.workbench.true_event import CLIP_START, TrueEvent, by_start, parse_rows, told
from gridwatch.workbench.truth import parse_truth

LEAST = {"id": "a", "matter": "m", "cameras": ["c"], "start": 0}


def test_seconds_count_from_the_start_of_a_clip() -> None:
    """A labeller of a clip writes seconds; comments and empty lines are passed over."""
    (event,), problems = parse_truth(
        '# plaza\n\n{"id": "a", "matter": "crowding", "cameras": ["plaza"], "start": 12.5, "end": 40}\n'
    )
    assert problems == []
    assert event.start == CLIP_START + timedelta(seconds=12.5)
    assert event.end == CLIP_START + timedelta(seconds=40)


def test_a_place_in_another_datum_is_converted() -> None:
    """GCJ-02 in the file is WGS-84 inside: half a kilometre lies between them."""
    (event,), _ = parse_truth(
        '{"id": "a", "matter": "m", "cameras": ["c"], "start": 0, '
        '"place": {"lon": 120.25, "lat": 30.45, "datum": "GCJ02"}}'
    )
    assert event.place is not None
    assert event.place.datum is Datum.WGS84
    assert 400 < distance_m(event.place, LonLat(lon=120.25, lat=30.45)) < 600


def test_a_box_is_in_the_picture_of_the_first_camera() -> None:
    """The order of the file says whose; an event made without it takes the first by name."""
    (event,), _ = parse_truth(
        '{"id": "a", "matter": "m", "cameras": ["z", "b"], "start": 0, "box": [0, 0, 0.5, 0.5]}'
    )
    assert event.box_camera == "z"
    assert (
        TrueEvent(id="a", matter="m", cameras=event.cameras, start=CLIP_START, box=event.box).box_camera
        == "b"
    )


def test_a_mistake_is_told_once_with_what_to_write() -> None:
    """A time is neither a number nor ISO: one line, not one for each way it could have been right."""
    _, problems = parse_truth('{"id": "a", "matter": "m", "cameras": ["c"], "start": "noon"}')
    assert len(problems) == 1
    assert "start: " in problems[0]
    assert "write 2026-01-01T08:00:00Z" in problems[0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"start": "12.5"}, "start: is no time; write it as ISO 8601"),
        ({"start": "1700000000"}, "start: is no time"),
        ({"start": 1_700_000_000}, "start: is no number of seconds from 0 to 10000000"),
        ({"start": 20_260_101}, "start: is no number of seconds"),
        ({"start": True}, "start: is no time"),
        ({"start": -1}, "start: is no number of seconds"),
        ({"start": float("nan")}, "start: is no number of seconds"),
        ({"end": float("inf")}, "end: is no number of seconds"),
        ({"place": [120, 30]}, "place: is no object in braces"),
        ({"place": {"lon": 500, "lat": 30, "datum": "WGS84"}}, "place.lon: Input should be less than"),
        ({"box": [0, 0, 640]}, "box: "),
        ({"begin": 1}, "begin: Extra inputs are not permitted; known keys: id, matter"),
    ],
    ids=str,
)
def test_a_mistake_is_told_by_its_field(change: dict[str, Any], expected: str) -> None:
    """Once, and without a name of ours; a Unix time is none of the two ways to write a time."""
    events, problems = parse_rows([("truth:7", LEAST | change)])
    assert events == ()
    (problem,) = problems
    assert problem.startswith(f"truth:7: {expected}")
    assert "_Line" not in problem


def test_a_line_that_is_no_object_is_told_without_a_name_of_ours() -> None:
    """A list, a text, a number."""
    for values in ([], "e1", 5, None):
        (problem,) = parse_rows([("truth:1", values)])[1]
        assert problem.startswith("truth:1: line: is no object in braces; known keys: id, matter")


def test_what_is_told_is_a_line_again() -> None:
    """Unknown things are left out; events come in order of time, then id."""
    one = TrueEvent(id="b", matter="m", cameras=frozenset({"c"}), start=datetime(2026, 11, 2, 8, tzinfo=UTC))
    assert told(one) == {"id": "b", "matter": "m", "cameras": ["c"], "start": "2026-11-02T08:00:00Z"}
    assert parse_rows([("", told(one))]) == ((one,), [])
    other = TrueEvent(id="a", matter="m", cameras=one.cameras, start=one.start)
    assert list(by_start([one, other])) == [other, one]
