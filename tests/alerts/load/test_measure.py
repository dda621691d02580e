from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from alerts.load.measure import Rates, chattering, measure, verdicts
from alerts.store.load import LoadMark, Marked
from core.config.settings.load import Load
from core.reason import Reason
from tests.builders import START, at

DAY = timedelta(days=1)


def _mark(minutes: float, what: Marked = Marked.SHOWN, **changes) -> LoadMark:
    values = {"incident_id": f"inc_{minutes:g}", "source": f"s{minutes:g}", "severity": "minor"}
    return LoadMark(at=at(60 * minutes), what=what, **values | changes)


def _measure(marks, *, seats: int = 1, **more):
    return measure(marks, since=START, until=START + DAY, seats=lambda _: seats, rule=Load(), **more)


def test_alarms_per_seat_and_hour():
    """Six an hour all day long are six a seat, or three for two."""
    marks = [_mark(10 * n) for n in range(144)]
    figures = _measure(marks)
    assert (figures.rates.alarms, figures.rates.seat_hours) == (144, 24)
    assert (figures.rates.per_seat_hour, figures.rates.p95_hour, figures.rates.flood_share) == (6, 6, 0)
    assert _measure(marks, seats=2).rates.per_seat_hour == 3


def test_periods_in_flood_begin_above_ten_and_end_below_five():
    """Of six periods: 11 begins it, 7 goes on, 4 ends it."""
    counts = np.array([0, 11, 7, 4, 10, 0])
    rates = Rates.of(counts, np.ones(6, np.int64), Load())
    assert rates.flood_share == pytest.approx(2 / 6)
    assert (rates.alarms, rates.max_hour, rates.p95_hour) == (32, 32, 32)
    assert Rates.of(counts, np.full(6, 2), Load()).flood_share == 0


def test_a_group_is_one_alarm_in_each_ten_minutes_in_which_it_grew():
    """Forty alike ones in a quarter of an hour are two."""
    marks = [_mark(n / 3, Marked.GROUPED, by="330109001/crowd", incident_id=f"inc_{n}") for n in range(40)]
    figures = _measure(marks)
    assert (figures.rates.alarms, figures.grouped) == (2, 40)


def test_what_was_held_back_is_counted_by_reason_and_is_no_alarm():
    """An incident that was held back twice for the same is one."""
    held = [_mark(n, Marked.HELD, by="outage", incident_id="inc_1") for n in (1, 5)]
    figures = _measure([*held, _mark(7, Marked.HELD, by="silence"), _mark(9, Marked.TAKEN)])
    assert figures.held == {"outage": 1, "silence": 1}
    assert figures.rates.alarms == 0


def test_sources_severities_and_what_chatters():
    """The ten most frequent, the mix, and who came three times within six hours."""
    often = [_mark(60 * n, source="cam-9", severity="severe") for n in range(3)]
    rarely = [_mark(n * 400, source="cam-8") for n in range(3)]
    figures = _measure([*often, *rarely, _mark(1), _mark(2)])
    assert figures.chattering == ("cam-9",)
    assert chattering(often[:2], Load()) == ()
    assert figures.top_ten[0] == ("cam-9", 3)
    assert figures.top_ten_share == 1
    assert figures.mix == {"minor": 5 / 8, "moderate": 0, "severe": 3 / 8, "extreme": 0}


def test_every_target_is_judged():
    """A quiet day is good all over; a bad one says what is bad."""
    assert all(one.good for one in verdicts(_measure([])))
    bad = _measure([_mark(n / 10, source="x") for n in range(600)], standing=5)
    assert [one.name for one in verdicts(bad) if not one.good] == [
        "per_seat_hour", "flood", "standing", "chattering", "top_ten",
    ]  # fmt: skip
    for one in verdicts(bad):
        assert "load." not in Reason(code=f"load.measure.{one.name}").tell("zh")
