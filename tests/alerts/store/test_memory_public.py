"""Public links in memory; what they do is in tests/contract/."""

from __future__ import annotations

import pytest

from alerts.store.memory import MemoryStore
from alerts.store.public import PublicLink
from core.errors import StoreError
from tests.builders import at
from tests.builders_store import incident, step


def test_a_link_twice_is_refused():
    """As the database does by its keys."""
    link = PublicLink(
        id="lnk_1",
        incident_id="inc_1",
        token_sha256="ab",
        made_at=at(0),
        made_by="operator:li",
        expires_at=at(10),
    )
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        writer.put_public_link(link)
        with pytest.raises(StoreError, match="id or token"):
            writer.put_public_link(link)
