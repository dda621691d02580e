from __future__ import annotations

import json
from typing import Any

from alerts.store.base import LiveEvent
from gridwatch.offers.mqtt.letters import letters, status
from tests.builders import at


def event(ref: str = "inc_1", kind: str = "incident", **data: Any) -> LiveEvent:
    """Build a live event."""
    told = {"id": ref, "status": "open", "grid": "330109001002003", "title": "垃圾"} | data
    return LiveEvent(seq=7, at=at(0), kind=kind, ref=ref, data=told)


def test_each_change_is_told_by_incident_and_by_place() -> None:
    """A subscriber takes one incident, all of them, or a street and everything below it."""
    told = letters(event(), prefix="city/g", retain=False)
    assert [one.topic for one in told] == [
        "city/g/incidents/inc_1",
        "city/g/grids/330109/330109001/330109001002/330109001002003/inc_1",
    ]
    assert {one.payload for one in told} == {told[0].payload}
    assert json.loads(told[0].payload) == {"seq": 7, **event().data}
    assert "垃圾".encode() in told[0].payload
    assert not any(one.retain for one in told)


def test_as_much_of_the_path_as_is_known() -> None:
    """An incident of a community whose grid is not known, and one outside of the district."""
    for grid, path in (("330109001002", "330109/330109001/330109001002"), (None, "-"), ("a/#", "-")):
        assert letters(event(grid=grid), prefix="g", retain=False)[1].topic == f"g/grids/{path}/inc_1"


def test_what_lasts_is_retained_and_what_ended_is_taken_back() -> None:
    """Who subscribes later gets what lasts, and a broker does not fill with what was."""
    first, by_place = letters(event(), prefix="g", retain=True)
    assert (first.retain, by_place.retain) == (True, False)
    for ended in ("closed", "rejected", "expired"):
        told = letters(event(status=ended), prefix="g", retain=True)
        assert [(one.topic, bool(one.payload), one.retain) for one in told] == [
            ("g/incidents/inc_1", True, False),
            ("g/grids/330109/330109001/330109001002/330109001002003/inc_1", True, False),
            ("g/incidents/inc_1", False, True),
        ]
        assert len(letters(event(status=ended), prefix="g", retain=False)) == 2


def test_other_news_and_odd_names_are_not_published() -> None:
    """Cameras are nobody's business here; a name with a wildcard would be no topic."""
    assert letters(event(kind="camera"), prefix="g", retain=False) == ()
    assert letters(event("a/+"), prefix="g", retain=False) == ()


def test_what_waits_for_an_operator_is_not_published() -> None:
    """No receiver is told of it before he has confirmed it, or sent it again; then it comes."""
    for waits in ("confirmation", "reopened_once"):
        assert letters(event(held_for=waits), prefix="g", retain=True) == ()
    assert letters(event(held_for=None), prefix="g", retain=True)


def test_silence_is_told_from_absence() -> None:
    """Kept by the broker, so that it is the first thing a subscriber hears."""
    assert (status("g", online=True).payload, status("g", online=False).payload) == (b"online", b"offline")
    assert status("g", online=True).retain


def test_a_candidate_that_was_rejected_is_nobodys_news() -> None:
    """It was never told, so there is nothing to take back; what had been open is."""
    assert letters(event(status="rejected", opened_at=None), prefix="g", retain=True) == ()
    assert letters(event(status="rejected", opened_at="2026-11-02T08:00:00+00:00"), prefix="g", retain=True)
