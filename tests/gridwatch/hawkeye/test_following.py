"""Which incidents have been raised, out of the live events."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from core.clock import ManualClock
from gridwatch.hawkeye.following import Raised
from tests.builders_api import Deck


def test_each_incident_is_told_once(tmp_path: Path, clock: ManualClock) -> None:
    """However often it changes afterwards; what has ended meanwhile is not told at all."""
    deck = Deck(tmp_path, clock)
    raised = Raised(deck.store, since=clock.now())
    raised.from_now()
    one = deck.incident()
    assert [incident.id for incident in raised.new()] == [one.id]
    deck.desk.act(one.id, "acknowledge", "li", "seen")
    assert raised.new() == []
    gone = deck.incident(seconds=100, subject="cam-1/waste/2", box=(0.1, 0.1, 0.2, 0.2), matter="crowding")
    deck.desk.act(gone.id, "reject", "li", "a shadow")
    assert raised.new() == []


def test_what_was_there_before_is_not_told(tmp_path: Path, clock: ManualClock) -> None:
    """Not by events that are old, nor by new events about what was opened before."""
    deck = Deck(tmp_path, clock)
    one = deck.incident()
    late = Raised(deck.store, since=clock.now() + timedelta(days=1))
    assert late.new() == [], "opened before"
    after = Raised(deck.store, since=one.created_at)
    after.from_now()
    assert after.new() == [], "its events are behind"
