from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.people.audit import AuditQuery
from core.people.roles import Role
from gridwatch import people as module
from gridwatch.people import tell_first_run, tend
from tests.builders_api import Deck
from tests.builders_logins import add, with_people
from tests.builders_people import entry, session


@pytest.fixture
def deck(tmp_path: Any, clock: Any) -> Deck:
    """An API with nobody in it."""
    return Deck(tmp_path, clock)


def test_the_code_is_in_the_log_until_somebody_administers(deck: Deck) -> None:
    """It is the only way in, and whoever reads the log is whoever runs the machine."""
    people = with_people(deck)
    with capture_logs() as logs:
        assert tell_first_run(deck.app, "http://127.0.0.1:8700") == people.first_run.code
        add(deck, "root", Role.ADMINISTRATOR)
        assert tell_first_run(deck.app, "http://127.0.0.1:8700") is None
    (line,) = logs
    assert (line["event"], line["code"]) == ("people.first_run", people.first_run.code)
    assert "users add" in line["where"]


async def test_what_is_over_goes_at_the_start_and_a_backlog_piece_by_piece(
    deck: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that was off for a year does not hold up its first looks."""
    monkeypatch.setattr(module, "BACKLOG", 0)
    with deck.store.write() as writer:
        writer.put_session(session())
        for seconds in (0, 1):
            writer.add_audit(entry(seconds=seconds))
    deck.clock.advance(500 * 86400)
    stop, waited = asyncio.Event(), []

    async def wait_for(waiting: Any, seconds: float) -> None:
        waiting.close()
        waited.append(seconds)
        if len(waited) == 2:
            stop.set()

    monkeypatch.setattr(module.asyncio, "wait_for", wait_for)
    with ThreadPoolExecutor(1) as thread:
        await tend(deck.store, stop, thread=thread, clock=deck.clock, audit_days=400)
    assert waited == [1.0, module.EVERY_S]
    with deck.store.read() as reader:
        assert reader.sessions() == ()
        assert [one.number for one in reader.audit(AuditQuery())] == [2]
