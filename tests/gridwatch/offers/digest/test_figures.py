from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.parting import MERGED_INTO
from alerts.store.memory import MemoryStore
from core.case import Case, Stage
from core.incident import Incident, Status
from gridwatch.offers.digest.figures import Figures, Line, gather
from gridwatch.offers.digest.times import Period
from ingest.health import CameraHealth, HealthState
from tests.builders import at, camera
from tests.builders_store import CROWD, incident, place, step

DAY = Period(since=at(0), until=at(86400))


def counted(
    *incidents: Incident,
    health: dict[str, CameraHealth] | None = None,
    cameras: dict[str, dict[str, Any]] | None = None,
    top: int = 5,
) -> Figures:
    """The figures of a store with these incidents, a day later."""
    store = MemoryStore()
    with store.write() as writer:
        for one in incidents:
            writer.put_incident(one, [step()])
        for camera_id, record in (health or {}).items():
            writer.put_health(camera_id, record.to_json())
    known = {name: camera(name, **rest) for name, rest in (cameras or {}).items()}
    with store.read() as reader:
        return gather(reader, known, DAY, now=at(90000), top=top)


def health_of(camera_id: str, state: HealthState, last_good: datetime | None) -> CameraHealth:
    """A camera's health."""
    return replace(CameraHealth.new(camera_id), state=state, last_good=last_good)


def test_what_happened_in_the_period_and_how_things_stand() -> None:
    """Opened and closed by their own times; what was opened before and what is opened after is not news."""
    told = counted(
        incident("inc_1", seconds=10),
        incident("inc_2", seconds=20, status=Status.CLOSED, closed_at=at(500)),
        incident("inc_3", seconds=-100, status=Status.CLOSED, closed_at=at(600), updated_at=at(600)),
        incident("inc_4", seconds=-100),
        incident("inc_5", seconds=86400),
        incident("inc_6", seconds=30, status=Status.REJECTED),
        incident("inc_7", seconds=40, status=Status.CANDIDATE, opened_at=None),
        incident("inc_8", seconds=50, status=Status.EXPIRED, opened_at=None),
        incident("inc_9", seconds=60, status=Status.ACKNOWLEDGED),
        incident("inc_10", seconds=70, status=Status.REJECTED, facts={MERGED_INTO: "inc_9"}),
    )
    assert (told.opened, told.closed, told.rejected) == (4, 2, 1)
    assert (told.live, told.todo) == (4, 3)


def test_who_is_late_and_what_waits_for_a_person() -> None:
    """By the city's limit, and by what the case says it is held for, candidates included."""
    late = Case(stage=Stage.DISPATCHED, due_at=at(80000))
    told = counted(
        incident("inc_1", case=late, status=Status.HANDLING),
        incident("inc_2", case=replace(late, rests_since=at(1)), status=Status.HANDLING),
        incident("inc_3", case=Case(held_for="reopened_once"), status=Status.REOPENED),
        incident("inc_4", case=Case(held_for="confirmation"), status=Status.CANDIDATE, opened_at=None),
    )
    assert (told.overdue, told.held) == (1, 2)


def test_places_and_matters_most_frequent_first() -> None:
    """A community is named, not a grid cell, and no more of them than asked for."""
    told = counted(
        incident("inc_1", seconds=1),
        incident("inc_2", seconds=2, place=place(grid="330109001002004")),
        incident("inc_3", seconds=3, matter=CROWD, place=place(grid="")),
        top=1,
    )
    assert told.places == (Line(zh="河畔街道新桥社区", en="330109001002 (河畔街道新桥社区)", count=2),)
    assert told.matters == (Line(zh="积存垃圾渣土", en="Accumulated waste", count=2),)


def test_a_camera_that_was_not_seen_is_told() -> None:
    """By owner; one that is switched off is nobody's fault, one that was seen in the period is not in it."""
    told = counted(
        cameras={
            "cam-1": {},
            "cam-2": {"owner": "police"},
            "cam-3": {"owner": "police"},
            "cam-4": {"owner": "police", "enabled": False},
        },
        health={
            "cam-1": health_of("cam-1", HealthState.OFFLINE, at(100)),
            "cam-2": health_of("cam-2", HealthState.BLIND, at(-1)),
        },
    )
    assert (told.cameras, told.unseen, told.not_seeing) == (3, 2, 2)
    assert told.owners == (Line(zh="police", en="police", count=2),)
