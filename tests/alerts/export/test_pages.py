from __future__ import annotations

from collections.abc import Iterator

import pytest

from alerts.export import pages
from alerts.export.pages import every
from alerts.store.base import IncidentQuery, Store
from alerts.store.memory import MemoryStore
from alerts.store.sql import SqlStore
from core.incident import Status
from tests.builders_store import changed, incident, step


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path) -> Iterator[Store]:
    """Seven incidents, a second apart."""
    made = MemoryStore() if request.param == "memory" else SqlStore(f"sqlite:///{tmp_path / 'g.db'}")
    with made.write() as writer:
        for n in range(7):
            writer.put_incident(incident(f"inc_{n}", seconds=n), [step()])
    yield made
    made.close()


def test_every_incident_once_in_small_pages(store, monkeypatch) -> None:
    """Newest first, no page larger than allowed, and the limit of a list does not cut the whole."""
    monkeypatch.setattr(pages, "PAGE", 3)
    with store.read() as reader:
        found = list(every(reader, IncidentQuery(limit=2)))
    assert [len(page) for page in found] == [3, 3, 1]
    assert [one.id for page in found for one in page] == [f"inc_{n}" for n in range(6, -1, -1)]


def test_what_changes_meanwhile_is_not_lost(store, monkeypatch) -> None:
    """An incident that moves to the head of the list during an export is in it, as it stood."""
    monkeypatch.setattr(pages, "PAGE", 3)
    with store.read() as reader:
        going = every(reader, IncidentQuery())
        seen = list(next(going))
        with store.write() as writer:
            before = writer.incident("inc_0")
            assert before is not None
            writer.put_incident(changed(before, seconds=100, status=Status.CLOSED), [])
        seen += [one for page in going for one in page]
    assert [one.id for one in seen] == [f"inc_{n}" for n in range(6, -1, -1)]
    assert seen[-1].status is Status.OPEN


def test_nothing_is_no_page(store) -> None:
    """A filter that lets nothing through yields nothing."""
    with store.read() as reader:
        assert list(every(reader, IncidentQuery(owners=("nobody",)))) == []
