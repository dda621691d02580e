"""A year of cases in seconds: in the end each is ended or explained, every message arrived, and the trail is whole."""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from alerts.audit.whole import audit
from alerts.store.base import DeliveryState, IncidentQuery, Store
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore
from core.incident import Incident, Status
from gridwatch.bench.crash_audit import faults_of_delivery, faults_of_store
from tests.scenarios.city import City
from tests.scenarios.year import Fate, Heap, Year, daylight_only

CAMERAS = 40
HEAPS = {"memory": int(os.environ.get("GRIDWATCH_YEAR_HEAPS", "210")), "sqlite": 30}
ENDS = {
    Fate.FALSE_ALARM: Status.REJECTED,
    Fate.NOT_FILED: Status.REJECTED,
    Fate.NOISE: Status.EXPIRED,
    Fate.LOST: Status.VERIFYING,  # nobody can say: explained, and never called closed
}


@pytest.fixture(scope="module", params=sorted(HEAPS))
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year that has been played, and is not touched by the tests that look at it; on disk a smaller one."""
    folder = tmp_path_factory.mktemp("year")
    store: Store = MemoryStore()
    if request.param == "sqlite":
        store = SqlStore(f"sqlite:///{folder / 'year.db'}", environment={})
    city = City(folder / "evidence", store, cameras=CAMERAS, work=daylight_only)
    made = Year(city=city, rng=random.Random(7))
    made.play(HEAPS[request.param])
    city.clock.advance(4 * 86_400)
    city.deliver_all()
    print("a year:", json.dumps({**made.counts, **city.receiver.answers, "looks": city.looks}))
    yield made
    city.close()
    store.close()


def _at(year: Year, incident_id: str) -> Incident:
    return year.city.incident(incident_id)


def _whole(year: Year) -> bool:
    """Whether it is the large one, in which everything is sure to happen."""
    return len(year.heaps) > 200


def _incident(year: Year, heap: Heap) -> Incident | None:
    with year.city.store.read() as reader:
        return reader.incident(heap.incident) if heap.incident else None


@pytest.mark.slow
def test_every_case_has_ended_as_it_should(year):
    """Closed where it was cleared, rejected where somebody said so, and noise bothered nobody."""
    wrong = []
    for heap in year.heaps:
        found, due = _incident(year, heap), ENDS.get(heap.fate, Status.CLOSED)
        if found is None and heap.fate is Fate.NOISE:
            continue  # dropped a week after it came to nothing
        if found is None or found.status is not due:
            wrong.append(f"{heap.subject} ({heap.fate}): {found and found.status}, not {due}")
    assert wrong == []
    if _whole(year):
        assert set(Fate) == {heap.fate for heap in year.heaps}, "not everything has happened"


@pytest.mark.slow
def test_each_heap_is_one_case(year):
    """No case without a heap, none twice."""
    with year.city.store.read() as reader:
        query, ids = IncidentQuery(statuses=tuple(s for s in Status if s is not Status.EXPIRED)), []
        after = None
        while True:
            page = reader.find(IncidentQuery(statuses=query.statuses, after=after, limit=500))
            ids += [one.id for one in page.incidents]
            after = page.next
            if after is None:
                break
    due = [heap.incident for heap in year.heaps if heap.fate is not Fate.NOISE]
    assert sorted(ids) == sorted(filter(None, due))
    assert len(set(due)) == len(due)


@pytest.mark.slow
def test_what_was_called_handled_and_was_not_went_round_again(year):
    """Once for the false, twice for the stubborn, which an operator had to send; of the others none."""
    with year.city.store.read() as reader:
        for heap in year.heaps:
            found = _incident(year, heap)
            if found is None:
                continue
            rounds = {Fate.FALSE: 1, Fate.STUBBORN: 2}.get(heap.fate, 0)
            assert found.reopened == rounds, heap
            steps = [step.what for step in reader.history(found.id)]
            assert steps.count("sent_again") == (heap.fate is Fate.STUBBORN), heap
            assert ("not_verified" in steps) == (heap.fate in {Fate.DARK, Fate.LOST}), (heap, steps)


@pytest.mark.slow
def test_every_closing_was_proven(year):
    """By a look of daylight, with a picture of before and of after."""
    with year.city.store.read() as reader:
        for heap in year.heaps:
            found = _incident(year, heap)
            if found is None or found.status is not Status.CLOSED:
                continue
            assert {"before", "after"} <= {picture.role for picture in found.pictures}, heap
            assert [step.what for step in reader.history(found.id)].count("closed") == 1, heap


@pytest.mark.slow
def test_recurrences_are_linked(year):
    """A heap at the place of one that was closed within thirty days says so; no other does."""
    by_number = {heap.number: heap for heap in year.heaps}
    linked = 0
    for heap in year.heaps:
        found = _incident(year, heap)
        if found is None or heap.follows is None:
            continue
        earlier = _at(year, found.facts["recurrence_of"])
        assert earlier.closed_at is not None
        assert earlier.cameras == (by_number[heap.follows].camera,), heap
        assert timedelta(0) < found.created_at - earlier.closed_at <= timedelta(days=30)
        linked += 1
    assert linked >= 5 or not _whole(year)


@pytest.mark.slow
def test_every_message_arrived_in_order(year):
    """Through a day without a receiver, answers that were lost and a 410: the same bytes, the same id."""
    receiver = year.city.receiver
    arrivals = [
        {
            "id": one.delivery,
            "incident": one.incident,
            "version": one.version,
            "status": 200,
            "sha256": hashlib.sha256(one.body).hexdigest(),
        }
        for one in receiver.arrivals
    ]
    with year.city.store.read() as reader:
        assert reader.count_deliveries().keys() == {DeliveryState.ACCEPTED}
        assert [str(fault) for fault in faults_of_delivery(reader, arrivals)] == []
        rows = reader.deliveries(limit=100_000)
    told = Counter((row.incident_id, row.incident_version) for row in rows)
    assert max(told.values()) == 1
    repeated = Counter(one.delivery for one in receiver.arrivals)
    lost = Counter(one.delivery for one in receiver.arrivals if not one.answered)
    assert {name: count - 1 for name, count in repeated.items() if count > 1} == dict(lost)
    assert receiver.answers["gone"] == 1
    assert receiver.answers["down"] >= 5


@pytest.mark.slow
def test_the_receiver_was_waited_for(year):
    """What was made in its day of silence was accepted after it, and nothing in it."""
    with year.city.store.read() as reader:
        rows = reader.deliveries(limit=100_000)
    assert year.outage is not None
    began, ended = year.outage
    during = [row for row in rows if began <= row.created_at < ended]
    assert during
    for row in during:
        assert row.accepted_at is not None
        assert ended <= row.accepted_at < ended + timedelta(days=2)


@pytest.mark.slow
def test_a_year_leaves_a_whole_trail(year):
    """Every row bound, every history, message and present state as it was written, through twelve restarts."""
    with year.city.store.read() as reader:
        result = audit(reader)
        assert [str(fault) for fault in result.faults] == []
        assert [str(fault) for fault in faults_of_store(reader, year.city.folder)] == []
    on_record = [heap for heap in year.heaps if heap.fate is not Fate.NOISE]
    assert result.cases == len(on_record)
    assert result.rows > 10 * len(on_record)
    assert year.counts["restarts"] >= 12
    assert year.counts["pruned candidates"] > 0 or not _whole(year)
