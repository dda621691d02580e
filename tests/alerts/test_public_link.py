"""Links to one case: who gets one, what opens, and that nothing kept opens anything."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from alerts import public_link
from alerts.audit.whole import audit
from alerts.parting import MERGED_INTO
from alerts.store.memory import MemoryStore
from core.errors import IllegalStep, NotFound
from core.incident import Status
from tests.builders import at
from tests.builders_store import incident, step


@pytest.fixture
def store() -> MemoryStore:
    """An open case and a candidate."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        writer.put_incident(incident("inc_2", status=Status.CANDIDATE), [step(after=Status.CANDIDATE)])
    return store


def _make(
    store: MemoryStore, incident_id: str = "inc_1", days: float = 1
) -> tuple[public_link.PublicLink, str]:
    return public_link.make(store, incident_id, who="operator:li", days=days, now=at(0))


def test_a_token_opens_its_case_until_it_ends(store):
    """With the history; a day later nothing."""
    link, token = _make(store)
    assert link.expires_at == at(0) + timedelta(days=1)
    found = public_link.opened(store, token, at(60))
    assert found is not None
    assert (found[0].id, len(found[1])) == ("inc_1", 1)
    assert public_link.opened(store, token, at(86_400)) is None


def test_every_other_token_opens_nothing(store):
    """Close to it, empty, not even text; and what is kept is no token either."""
    link, token = _make(store)
    wrong = (token[:-1], token + "A", token.swapcase(), "", "\ud800", link.token_sha256, link.id)
    assert [public_link.opened(store, one, at(1)) for one in wrong] == [None] * len(wrong)


def test_tokens_cannot_be_guessed(store):
    """192 bits, never twice; an address takes them as they are."""
    made = {public_link.token() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", one) for one in made)


def test_a_link_that_was_taken_back_is_a_wrong_one(store):
    """For good, and only by its own case."""
    link, token = _make(store)
    with pytest.raises(NotFound, match="no public link"):
        public_link.take_back(store, "inc_2", link.id, who="operator:wang", now=at(5))
    public_link.take_back(store, "inc_1", link.id, who="operator:wang", now=at(5))
    assert public_link.opened(store, token, at(6)) is None
    with store.read() as reader:
        assert audit(reader).whole


def test_a_link_follows_a_merge(store):
    """Whoever asked about what went into another sees that one; a ring of merges, or one that is gone, ends it."""
    _, token = _make(store)
    with store.write() as writer:
        for one, into in (("inc_8", "inc_9"), ("inc_9", "inc_none")):
            merged = incident(one, status=Status.REJECTED, facts={MERGED_INTO: into})
            writer.put_incident(merged, [step(after=Status.REJECTED)])
        first = incident(version=2, status=Status.REJECTED, facts={MERGED_INTO: "inc_8"})
        writer.put_incident(first, [step(2, after=Status.REJECTED)])
    found = public_link.opened(store, token, at(60))
    assert found is not None
    assert (found[0].id, len(found[1])) == ("inc_9", 1)
    with store.write() as writer:
        ring = incident("inc_9", version=2, status=Status.REJECTED, facts={MERGED_INTO: "inc_1"})
        writer.put_incident(ring, [step(2, after=Status.REJECTED)])
    assert public_link.opened(store, token, at(60)) is not None


def test_a_candidate_is_shown_to_nobody(store):
    """It may be nothing; nor is there a link to what is not there."""
    with pytest.raises(IllegalStep, match="nothing to show"):
        _make(store, "inc_2")
    with pytest.raises(NotFound):
        _make(store, "inc_3")


def test_links_of_a_case_are_bounded(store, monkeypatch):
    """Those that no longer open do not count."""
    monkeypatch.setattr(public_link, "MOST", 2)
    first, _ = _make(store)
    _make(store)
    with pytest.raises(IllegalStep, match="2 links"):
        _make(store)
    public_link.take_back(store, "inc_1", first.id, who="operator:li", now=at(0))
    _make(store)
