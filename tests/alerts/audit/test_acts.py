"""The chain of acts, and heads that somebody noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.audit.acts import Acts, audit_acts
from alerts.audit.whole import MOST
from alerts.store.memory import MemoryStore
from core.people.audit import START, Entry
from tests.builders_people import at, entry, user


@pytest.fixture
def store() -> MemoryStore:
    """Five acts of one account."""
    store = MemoryStore()
    with store.write() as writer:
        writer.put_user(user("li"))
        for n in range(5):
            writer.add_audit(entry("login", seconds=n))
    return store


def _audit(store: MemoryStore, *noted: str) -> Acts:
    with store.read() as reader:
        return audit_acts(reader, noted=noted)


def _told(store: MemoryStore) -> list[str]:
    return [str(fault) for fault in _audit(store).faults]


def _change(store: MemoryStore, number: int, change: Callable[[Entry], Entry]) -> None:
    store._tables.audit[number] = change(store._tables.audit[number])


def test_untouched_acts_are_whole_and_counted(store: MemoryStore) -> None:
    """Also none at all; a head noted before is found by its row, and one of another store is not."""
    with store.read() as reader:
        noted = reader.audit_after(1, 1)[0].hash
    result = _audit(store, noted, "ab" * 32)
    assert (result.whole, result.rows, result.first, result.head[0]) == (True, 5, 1, 5)
    assert result.noted == ((noted, 2),)
    assert (_audit(MemoryStore()).whole, _audit(MemoryStore()).head) == (True, (0, START))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, who="nobody"),
        lambda one: replace(one, at=one.at + timedelta(seconds=1)),
        lambda one: replace(one, reason="", outcome="refused"),
    ],
)
def test_a_changed_act_is_named(store: MemoryStore, change: Callable[[Entry], Entry]) -> None:
    """Whatever of it was changed."""
    _change(store, 3, change)
    (fault,) = _told(store)
    assert fault.startswith("act 3: its content has the hash")


def test_an_act_written_anew_with_its_hash_is_missed_by_the_next(store: MemoryStore) -> None:
    """A chain of one's own making does not fit what follows."""
    with store.read() as reader:
        third = reader.audit_after(2, 1)[0]
    from core.people.audit import bound

    store._tables.audit[3] = bound(replace(third, who="nobody"), 3, third.before)
    assert _told(store) == ["act 4: it is not bound to the act before it"]


def test_acts_taken_out_are_named(store: MemoryStore) -> None:
    """In the middle, at the end, all of them; what was dropped from the front by its age is not."""
    kept = dict(store._tables.audit)
    del store._tables.audit[3]
    assert _told(store) == ["act 4: acts 3 to 3 before it were taken out"]
    store._tables.audit = {number: kept[number] for number in (1, 2, 3)}
    assert _told(store) == ["act 4: acts 4 to 5 at the end were taken out"]
    with store.write() as writer:  # what comes later closes no gap
        writer.add_audit(entry())
    assert _told(store) == ["act 6: acts 4 to 5 before it were taken out"]
    store._tables.audit = {}
    assert _told(store)[-1] == "there are accounts, but every act is gone"
    store._tables.audit = kept
    store._tables.audit_last = (5, kept[5].hash)
    with store.write() as writer:
        writer.prune_people(at(3) + timedelta(days=1, seconds=0.5), audit_days=1)
    assert (_audit(store).whole, _audit(store).first) == (True, 5)


def test_faults_are_bounded(store: MemoryStore) -> None:
    """However much is wrong, the first are told."""
    with store.write() as writer:
        for _ in range(MOST + 20):
            writer.add_audit(entry())
    for number in tuple(store._tables.audit):
        _change(store, number, lambda one: replace(one, who="nobody"))
    told = _told(store)
    assert (len(told), told[0][:6]) == (MOST, "act 1:")
