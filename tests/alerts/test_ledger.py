"""Search: by who, whose, how it stands, when, the receiver's number, and words."""

from __future__ import annotations

import pytest

from alerts.ledger import Search, search
from alerts.store.base import DeliveryState
from alerts.store.memory import MemoryStore
from tests.builders import at
from tests.builders_store import attempt, delivery, incident, step

S = DeliveryState
BODIES = {
    "msg_1": '{"title":"河畔街道:积存垃圾渣土"}'.encode(),
    "msg_2": b"recDesc=%E6%B2%B3%E7%95%94%E8%A1%97%E9%81%93&x=1",
    "msg_3": b'{"title":"elsewhere"}',
}


@pytest.fixture
def store() -> MemoryStore:
    """Three deliveries of three incidents: accepted, dead, pending."""
    made = MemoryStore()
    with made.write() as writer:
        for n, (name, body) in enumerate(BODIES.items()):
            writer.put_incident(incident(f"inc_{n}"), [step()])
            receiver = "b" if name == "msg_2" else "a"
            writer.enqueue(delivery(name, incident_id=f"inc_{n}", receiver=receiver, seconds=n, body=body))
        writer.settle(attempt("msg_1", case_number="A-17"), state=S.ACCEPTED, next_at=None)
        failed = attempt("msg_2", outcome="gave_up", status=500, detail="500: 坐标超出辖区")
        writer.settle(failed, state=S.DEAD, next_at=None)
    return made


def _ids(store: MemoryStore, **wanted) -> list[str]:
    with store.read() as reader:
        return [row.id for row in search(reader, Search(**wanted)).deliveries]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, ["msg_1", "msg_2", "msg_3"]),
        ({"receiver": "a"}, ["msg_1", "msg_3"]),
        ({"incident_id": "inc_2"}, ["msg_3"]),
        ({"states": (S.DEAD, S.PENDING)}, ["msg_2", "msg_3"]),
        ({"case_number": "A-17"}, ["msg_1"]),
        ({"since": at(1), "until": at(2)}, ["msg_2"]),
        ({"text": "河畔街道"}, ["msg_1", "msg_2"]),
        ({"text": "坐标超出"}, ["msg_2"]),
        ({"text": "nowhere"}, []),
        ({"text": "河畔街道", "receiver": "b"}, ["msg_2"]),
    ],
)
def test_what_is_found(store, wanted, ids):
    """Words are found in JSON, in a form's escapes and in what was answered."""
    assert _ids(store, **wanted) == ids


def test_a_search_that_is_cut_says_so(store, monkeypatch):
    """By its limit, and by how many rows a search for words opens."""
    with store.read() as reader:
        assert not search(reader, Search(limit=3)).cut
        cut = search(reader, Search(limit=2))
        assert ([row.id for row in cut.deliveries], cut.cut) == (["msg_1", "msg_2"], True)
        monkeypatch.setattr("alerts.ledger.SCANNED", 1)
        assert search(reader, Search(text="elsewhere")).cut


def test_pages_join(store, monkeypatch):
    """However many rows there are."""
    monkeypatch.setattr("alerts.replay._PAGE", 1)
    assert _ids(store) == ["msg_1", "msg_2", "msg_3"]
