from __future__ import annotations

from alerts.store.memory import MemoryStore
from core.people.audit import AuditQuery
from tests.builders_people import entry, user


def test_a_reader_does_not_see_what_comes_later() -> None:
    """A list and its audit are of one moment."""
    store = MemoryStore()
    with store.read() as reader:
        with store.write() as writer:
            writer.put_user(user())
            writer.add_audit(entry())
        assert reader.users() == ()
        assert reader.audit(AuditQuery()) == ()
