"""Columns kept in step with a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from alerts.store.base import Reader
from alerts.store.memory import MemoryStore
from alerts.tally import book as module
from alerts.tally.book import TallyBook
from alerts.tally.questions import Wanted, count
from core.incident import Incident, Status
from tests.builders import at
from tests.builders_store import changed, incident, step


class Counting(MemoryStore):
    """Counts how often everything is read."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open a view that tells."""
        with super().read() as reader:
            whole = reader.facts

            def facts(after: str = "", limit: int = 0):
                self.pages.append(after)
                return whole(after, limit)

            reader.facts = facts
            yield reader


def _put(store: MemoryStore, one: Incident) -> None:
    with store.write() as writer:
        writer.put_incident(one, [step(one.version)])
        writer.add_event(at(0), "incident", one.id, {})


def _total(book: TallyBook) -> int:
    return book.ask(lambda columns: count(columns, Wanted(statuses=(Status.OPEN,))).total)


def test_changes_are_followed_without_reading_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """New, changed and ended incidents count at the next question; pages are read only once."""
    monkeypatch.setattr(module, "PAGE", 2)
    monkeypatch.setattr(module, "_EVENTS", 2)
    store = Counting()
    for number in range(3):
        _put(store, incident(f"inc_{number}"))
    book = TallyBook(store)
    assert _total(book) == 3
    assert store.pages == ["", "inc_1", "inc_2"]
    for number in range(3, 8):
        _put(store, incident(f"inc_{number}"))
    assert _total(book) == 8
    _put(store, changed(incident("inc_0"), seconds=5, status=Status.CLOSED))
    assert _total(book) == 7
    assert store.pages == ["", "inc_1", "inc_2"]


def test_the_number_tells_whether_an_answer_is_still_true() -> None:
    """It grows with every event, and stays while there is none."""
    store = MemoryStore()
    book = TallyBook(store)
    assert book.seq == 0
    _put(store, incident())
    assert book.seq == book.seq == 1


@pytest.mark.parametrize("moved", ["behind", "restored"])
def test_a_journal_that_does_not_reach_back_makes_it_read_everything(moved: str) -> None:
    """Too far behind, or a database with smaller numbers: nothing is guessed."""
    store = Counting()
    _put(store, incident())
    book = TallyBook(store, behind=3)
    assert _total(book) == 1
    if moved == "behind":
        for number in range(4):
            with store.write() as writer:
                writer.add_event(at(0), "camera", f"cam-{number}", {})
    else:
        with store.write() as writer:
            writer.tables.last_event = 0
    assert _total(book) == 1
    assert store.pages == ["", "inc_1", "", "inc_1"]
