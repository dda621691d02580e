from __future__ import annotations

from datetime import timedelta

from alerts.load.live import WHOLE_EVERY, Live
from alerts.store.memory import MemoryStore
from core.incident import Status
from tests.builders import START, at
from tests.builders_store import changed, incident, step


def _put(store, one, *, event: bool = True) -> None:
    with store.write() as writer:
        writer.put_incident(one, [step()] if one.version == 1 else [])
        if event:
            writer.add_event(at(0), "incident", one.id, {})


def _ids(live: Live, store, now=START) -> list[str]:
    with store.read() as reader:
        return list(live.refresh(reader, now))


def test_what_an_event_names_is_read_again():
    """New ones come, ended ones go, others stay as they were."""
    store, live = MemoryStore(), Live()
    _put(store, incident())
    assert _ids(live, store) == ["inc_1"]
    _put(store, incident("inc_2", seconds=1))
    assert _ids(live, store) == ["inc_1", "inc_2"]
    _put(store, changed(incident(), seconds=2, status=Status.CLOSED))
    assert _ids(live, store) == ["inc_2"]


def test_what_changed_without_an_event_is_seen_within_a_minute():
    """Everything is read again then."""
    store, live = MemoryStore(), Live()
    _ids(live, store)
    _put(store, incident(), event=False)
    assert _ids(live, store, START + timedelta(seconds=30)) == []
    assert _ids(live, store, START + WHOLE_EVERY) == ["inc_1"]


def test_a_gap_in_the_events_is_no_gap_in_the_inbox():
    """Pruned events, or very many: everything is read."""
    store, live = MemoryStore(), Live()
    _ids(live, store)
    with store.write() as writer:
        for n in range(600):
            writer.add_event(at(n), "camera", "cam-1", {})
    _put(store, incident())
    assert _ids(live, store) == ["inc_1"]
