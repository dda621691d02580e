from __future__ import annotations

from datetime import timedelta

from alerts.load.flood import Arrivals, Flood, step
from core.config.settings.load import Load
from tests.builders_load import NOON


def test_a_flood_begins_above_ten_a_seat_and_ends_below_five():
    """Between the two it stays what it is."""
    flood = Flood()
    heard = []
    for arrivals in (10, 11, 9, 5, 4, 9):
        flood = step(flood, arrivals, seats=1, now=NOON, rule=Load())
        heard.append(flood.on)
    assert heard == [False, True, True, True, False, False]


def test_more_seats_take_more():
    """Eleven alarms are no flood for two; nobody at all counts as one seat."""
    assert not step(Flood(), 11, seats=2, now=NOON, rule=Load()).on
    assert step(Flood(), 21, seats=2, now=NOON, rule=Load()).on
    assert step(Flood(), 11, seats=0, now=NOON, rule=Load()).seats == 1


def test_arrivals_are_those_of_the_last_ten_minutes():
    """Older ones are forgotten, and no more than the bound is kept."""
    arrivals = Arrivals(most=3)
    for minute in (0, 1, 2, 8):
        arrivals.add(NOON + timedelta(minutes=minute))
    assert arrivals.count(NOON + timedelta(minutes=10)) == 3
    assert arrivals.count(NOON + timedelta(minutes=12)) == 1
