"""The trail of a case over HTTP."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from alerts.store.memory import MemoryStore
from tests.builders_api import Deck


def _hash(incident_id: str, row: dict[str, Any], before: str) -> str:
    """As docs/administrators.md tells it."""
    at = round((datetime.fromisoformat(row["at"]) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6)
    lines = ["gridwatch trail 1", incident_id, str(row["seq"]), str(at), row["kind"], before, row["text"]]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_a_stranger_can_check_a_trail_by_what_he_is_given(deck: Deck) -> None:
    """Every row's hash follows from its text and the row before it, with nothing but a hash function."""
    incident = deck.incident()
    deck.desk.act(incident.id, "acknowledge", "operator:li", "on my way")
    told = deck.client.get(f"/api/v1/incidents/{incident.id}/trail").json()
    before = "0" * 64
    for row in told["rows"]:
        assert row["hash"] == _hash(incident.id, row, before)
        before = row["hash"]
    assert [row["kind"] for row in told["rows"]] == ["step", "step", "queued", "step"]
    assert told["rows"][1]["record"]["pictures"][0]["role"] == "before"
    assert told["rows"][3]["told_en"] == "acknowledged (open -> acknowledged) by operator:li: on my way"
    assert (told["faults"], told["head_number"]) == ([], 4)
    assert told["head"] == told["rows"][-1]["chain"]


def test_a_trail_that_was_tampered_with_says_so(deck: Deck) -> None:
    """Shown all the same, with what is wrong."""
    incident = deck.incident()
    assert isinstance(deck.store, MemoryStore)
    rows = deck.store._tables.trail[incident.id]
    deck.store._tables.trail = {incident.id: rows[1:]}
    told = deck.client.get(f"/api/v1/incidents/{incident.id}/trail").json()
    assert "seq 1 was expected here" in told["faults"][0]
    assert len(told["rows"]) == len(rows) - 1


def test_a_trail_is_for_who_may_see_the_case(deck: Deck) -> None:
    """Unknown is 404, without a token 401."""
    incident = deck.incident()
    assert deck.client.get("/api/v1/incidents/inc_none/trail").status_code == 404
    assert deck.stranger.get(f"/api/v1/incidents/{incident.id}/trail").status_code == 401
