from __future__ import annotations

from dataclasses import replace

from alerts.previous import previous
from alerts.store.memory import MemoryStore
from core.incident import Status
from tests.builders import at
from tests.builders_desk import incident, place, view
from tests.builders_store import step


def _store(*incidents):
    store = MemoryStore()
    with store.write() as writer:
        for one in incidents:
            writer.put_incident(one, [step(1)])
    return store


def test_what_has_ended_here_before_is_told_newest_first():
    """Within 60 m and before this one was seen; what is live, elsewhere or later is not."""
    now = incident(incident_id="inc_now", created_at=at(900))
    others = [
        incident(Status.CLOSED, incident_id="inc_old", updated_at=at(100)),
        incident(Status.REJECTED, incident_id="inc_false", where=place(20), updated_at=at(200)),
        incident(Status.CLOSED, incident_id="inc_far", where=place(80), updated_at=at(300)),
        incident(Status.OPEN, incident_id="inc_live", updated_at=at(400)),
        incident(Status.CLOSED, incident_id="inc_later", created_at=at(950), updated_at=at(1000)),
    ]
    with _store(now, *others).read() as reader:
        found = previous(reader, now)
    assert [(one.incident.id, one.distance_m) for one in found] == [("inc_false", 20.0), ("inc_old", 0.0)]


def test_where_no_grid_is_known_the_camera_is_asked():
    """A box alone would walk through everything that was ever kept."""
    now = incident(incident_id="inc_now", created_at=at(900))
    same = incident(Status.CLOSED, incident_id="inc_same", updated_at=at(100))
    other = replace(same, id="inc_other", views=(view("cam-2"),))
    with _store(now, same, other).read() as reader:
        assert [one.incident.id for one in previous(reader, now)] == ["inc_same"]
