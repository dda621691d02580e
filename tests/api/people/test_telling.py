from __future__ import annotations

from alerts.store.base import LiveEvent
from api.people.telling import within
from core.people.scope import EVERYTHING, Scope
from tests import builders_store as build
from tests.builders_api import Deck


def test_events_of_a_part_of_the_district(deck: Deck) -> None:
    """By what each is about; what nobody knows here is told to nobody with a part only."""
    mine, other = build.incident("inc_m", owner="police"), build.incident("inc_o", owner="schools")
    with deck.store.write() as writer:
        for one in (mine, other):
            writer.put_incident(one, [build.step()])
            writer.enqueue(build.delivery(f"msg_{one.id}", incident_id=one.id))
    refs = [
        ("incident", mine.id),
        ("incident", other.id),
        ("claim", mine.id),
        ("claim", other.id),
        ("pending", "inc_x"),
        ("delivery", f"msg_{mine.id}"),
        ("delivery", f"msg_{other.id}"),
        ("camera", "cam-2"),
        ("camera", "cam-1"),
        ("outage", "out_x"),
        ("load", "inbox"),
        ("something", mine.id),
    ]
    events = [
        LiveEvent(seq=i, at=deck.clock.now(), kind=kind, ref=ref, data={})
        for i, (kind, ref) in enumerate(refs)
    ]
    given = deck.app.state.services
    assert within(given, EVERYTHING, events) == tuple(events)
    told = within(given, Scope(owners=("police",)), events)
    assert [event.seq for event in told] == [0, 2, 5, 7, 10]
