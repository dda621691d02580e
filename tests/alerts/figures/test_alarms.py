"""Alarms as columns: the same as the load report counts mark by mark."""

from __future__ import annotations

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

from alerts.figures.alarms import AlarmTable
from alerts.figures.times import LocalHours
from alerts.load.measure import measure
from alerts.store.cursor import micros
from alerts.store.load import LoadMark, Marked
from alerts.store.memory import MemoryStore
from core.config.settings.load import Load
from tests.builders import START, at

ZONE = ZoneInfo("Asia/Shanghai")


def _table(store: MemoryStore, seats: int = 2) -> AlarmTable:
    table = AlarmTable(LocalHours(ZONE).of, lambda _: seats)
    with store.read() as reader:
        table.refresh(reader)
    return table


def test_a_group_is_one_alarm_in_ten_minutes():
    """Counted as `alerts.load.measure` counts, whatever was shown alone or told as one of a group."""
    rng = random.Random(1)
    store = MemoryStore()
    marks = [
        LoadMark(
            at=at(second),
            incident_id=f"inc_{n}",
            what=rng.choice([Marked.SHOWN, Marked.GROUPED, Marked.HELD, Marked.TAKEN]),
            by=rng.choice(["g1", "g2"]),
            owner=rng.choice(["police", "education"]),
        )
        for n, second in enumerate(sorted(rng.uniform(0, 86400) for _ in range(400)))
    ]
    with store.write() as writer:
        writer.add_load_marks(marks)
    table = _table(store)
    until = START + timedelta(days=1)
    slow = measure(marks, since=START, until=until, seats=lambda _: 2, rule=Load())
    rows = table.rows(micros(START), micros(until))
    assert len(rows) == slow.rates.alarms
    _, seats = table.staffed(micros(START), micros(until))
    assert seats.sum() / 6 == slow.rates.seat_hours


def test_filters_and_what_is_new():
    """By owner and by the beginning of a street's code; a second reading takes in only what came since."""
    store = MemoryStore()
    with store.write() as writer:
        writer.add_load_marks(
            [
                LoadMark(at=at(n), incident_id=f"inc_{n}", what=Marked.SHOWN, owner=owner, street="330109001")
                for n, owner in enumerate(["police", "education"])
            ]
        )
    table = _table(store)
    assert table.filters(owner=("police",), street=("330109",)).tolist() == [True, False]
    assert not table.filters(street=("44",)).any()
    with store.write() as writer:
        writer.add_load_marks([LoadMark(at=at(9), incident_id="inc_9", what=Marked.SHOWN)])
    with store.read() as reader:
        assert table.refresh(reader) == 1
    assert len(table) == 3
