"""Alarms, deliveries and looks, by time and by whose they are."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.figures.alarms import AlarmTable
from alerts.figures.flows import alarms, deliveries, looks
from alerts.figures.times import LocalHours
from alerts.load.measure import ACCEPTABLE, MANAGEABLE
from alerts.store.cursor import micros
from alerts.store.figures import HOUR_US, DeliveryFigure, LookFigure, Looks
from alerts.store.load import LoadMark, Marked
from alerts.store.memory import MemoryStore
from tests.builders import START, at

HOURS = LocalHours(ZoneInfo("Asia/Shanghai"))
FIRST = micros(START) // 3_600_000_000


def test_alarms_a_seat_and_hour():
    """Ten in the first of two hours with two seats: 2.5 a seat and hour, and the busier hour had 5."""
    store = MemoryStore()
    with store.write() as writer:
        writer.add_load_marks(
            [
                LoadMark(at=at(n * 60), incident_id=f"inc_{n}", what=Marked.SHOWN, matter=f"m{n % 2}")
                for n in range(10)
            ]
        )
    table = AlarmTable(HOURS.of, lambda _: 2)
    with store.read() as reader:
        table.refresh(reader)
    span = micros(START), micros(at(7200))
    assert alarms(table, *span, "none").total.values == (10, 4.0, 2.5, 5.0)
    by_hour = {group.key: group.values for group in alarms(table, *span, "hour").groups}
    assert by_hour["16"] == (10, 2.0, 5.0, 5.0)  # 08:00 UTC
    assert by_hour["17"] == (0, 2.0, 0.0, 0.0)
    assert by_hour["03"] == (0, 0.0, None, None)
    assert [group.values[0] for group in alarms(table, *span, "matter").groups] == [5, 5]
    assert [group.key for group in alarms(table, *span, "day").groups] == ["2026-11-02"]


def test_hours_before_the_first_on_record_staffed_no_seat():
    """A week of which the service ran two hours has two hours of seats; nothing on record, none at all."""
    store = MemoryStore()
    table = AlarmTable(HOURS.of, lambda _: 1)
    week = micros(START) - 6 * 24 * HOUR_US, micros(at(7200))
    with store.read() as reader:
        table.refresh(reader)
    assert alarms(table, *week, "none").total.values == (0, 0.0, None, None)
    with store.write() as writer:
        writer.add_looks(FIRST, "police", Looks(due=1, on_time=1))
        writer.add_load_marks(
            [LoadMark(at=at(3600 + n), incident_id=f"inc_{n}", what=Marked.SHOWN) for n in range(14)]
        )
    with store.read() as reader:
        table.refresh(reader)
    assert alarms(table, *week, "none").total.values == (14, 2.0, 7.0, 14.0)
    assert [group.key for group in alarms(table, *week, "day").groups] == ["2026-11-02"]
    assert alarms(table, *week, "none", now=micros(at(5400))).total.values[1] == 1.5  # what is left of today


def test_targets_are_those_of_the_load_report():
    """Six a seat and hour on average, twelve in the busiest hour."""
    told = alarms(AlarmTable(HOURS.of, lambda _: 1), 0, HOUR_US, "none").columns
    limits = {column.key: (column.limit, column.most) for column in told}
    assert limits["per_seat_hour"] == (ACCEPTABLE, MANAGEABLE)
    assert limits["max_hour"] == (MANAGEABLE, None)


def test_deliveries_by_receiver_and_day():
    """What is neither accepted nor given up nor held is waiting."""
    rows = [DeliveryFigure(FIRST, "a", 10, 7, 2, 1, 1), DeliveryFigure(FIRST + 24, "b", 4, 4, 0, 0, 0)]
    answer = deliveries(rows, "receiver", HOURS.of)
    assert answer.total.values == (14, 11, 11 / 14, 2, 1, 1, 1)
    assert [(group.key, group.values[0]) for group in answer.groups] == [("a", 10), ("b", 4)]
    assert [group.key for group in deliveries(rows, "day", HOURS.of).groups] == ["2026-11-02", "2026-11-03"]
    assert deliveries([], "receiver", HOURS.of).total.values[2] is None


def test_looks_by_owner():
    """Failed and missed are told apart."""
    rows = [LookFigure(FIRST, "police", 10, 6, 1, '{"failed.timeout": 2, "missed.budget": 1}')]
    assert looks(rows, "owner", HOURS.of).groups[0].values == (10, 6, 0.6, 1, 2, 1)
    assert looks(rows, "none", HOURS.of).groups == []
