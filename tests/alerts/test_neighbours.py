"""What lies near an incident, for an operator who merges by hand."""

from __future__ import annotations

from dataclasses import replace

from alerts.neighbours import MOST, neighbours
from alerts.store.memory import MemoryStore
from core.config.settings.merging import Merging
from core.incident import Incident, Status
from core.place import PlaceOrigin
from tests.builders_desk import CROWD, incident, place
from tests.builders_store import step

HERE = incident(incident_id="inc_here")


def near(*others: Incident) -> list[tuple[str, float]]:
    """Ids and distances of what is found beside HERE."""
    store = MemoryStore()
    with store.write() as writer:
        for one in (HERE, *others):
            writer.put_incident(one, [step()])
    with store.read() as reader:
        return [(one.incident.id, one.distance_m) for one in neighbours(reader, HERE, Merging())]


def test_what_may_be_the_same_comes_first_then_the_nearest() -> None:
    """A crowd 5 m away stands behind a heap at 20 m; what has ended or is streets away is not named."""
    found = near(
        incident(incident_id="crowd", where=place(5), matter=CROWD),
        incident(incident_id="heap", where=place(20)),
        incident(Status.CANDIDATE, incident_id="candidate", where=place(40)),
        incident(Status.CLOSED, incident_id="closed", where=place(1)),
        incident(incident_id="corner", where=place(140, 140)),
        incident(incident_id="far", where=place(400)),
    )
    assert found == [("heap", 20.0), ("candidate", 40.0), ("crowd", 5.0)]


def test_a_distance_that_says_little_is_marked() -> None:
    """A place that is only a camera's own cannot be measured from."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(HERE, [step()])
        other = incident(incident_id="b", where=place(9, origin=PlaceOrigin.CAMERA))
        writer.put_incident(other, [step()])
    with store.read() as reader:
        (found,) = neighbours(reader, HERE, Merging())
    assert (found.vague, found.kindred, found.reach_m) == (True, True, 9.2)


def test_an_answer_is_bounded() -> None:
    """Twenty are enough to choose from."""
    assert len(near(*(replace(HERE, id=f"inc_{n}") for n in range(40)))) == MOST
