"""What both stores decide alike. The rest of it is in tests/contract/test_store.py."""

from __future__ import annotations

import pytest

from alerts.store.base import DeliveryState, IncidentQuery
from alerts.store.rules import after_attempt, again, check_next, live_subjects, matches
from core.errors import NotFound, StoreError
from core.geo import Datum
from core.incident import Status
from tests.builders import at
from tests.builders_store import attempt, changed, delivery, incident, place, step, view


def test_first_version_is_one():
    """Nothing kept is version 0."""
    check_next(version=0, steps_kept=0, incident=incident(), steps=[step(1), step(2)])
    with pytest.raises(StoreError, match="read it again and repeat"):
        check_next(version=0, steps_kept=0, incident=changed(incident(), seconds=1), steps=[])


def test_ended_incident_has_no_live_subject():
    """Two views, two subjects; none after the end."""
    one = incident(views=(view(subject="a"), view("cam-2", "b")))
    assert live_subjects(one) == {"a", "b"}
    assert live_subjects(changed(one, seconds=1, status=Status.REJECTED)) == frozenset()


def test_box_is_compared_in_wgs84():
    """A place kept in another datum is found where it is."""
    gcj = place().point.to(Datum.GCJ02)
    one = incident()
    one = changed(one, seconds=1, place=type(one.place)(**{**_fields(one.place), "point": gcj}))
    assert matches(IncidentQuery(box=(120.2499, 30.4499, 120.2501, 30.4501)), one)


def _fields(record) -> dict:
    return {name: getattr(record, name) for name in record.__slots__}


def test_attempt_moves_the_row():
    """Accepted at the end of the attempt; pending again with a time; never without its row."""
    row = after_attempt(delivery(), attempt(), state=DeliveryState.ACCEPTED, next_at=None)
    assert (row.accepted_at, row.attempts, row.last_error) == (at(0.25), 1, None)
    row = after_attempt(delivery(), attempt(detail="no"), state=DeliveryState.PENDING, next_at=at(5))
    assert (row.accepted_at, row.next_at, row.last_error) == (None, at(5), "no")
    with pytest.raises(NotFound):
        after_attempt(None, attempt(), state=DeliveryState.DEAD, next_at=None)


def test_again_starts_the_schedule_anew():
    """What was spent before does not count."""
    row = again(delivery(attempts=10, state=DeliveryState.DEAD, last_error="x"), at(9))
    assert (row.state, row.next_at, row.spent, row.last_error) == (DeliveryState.PENDING, at(9), 10, None)
