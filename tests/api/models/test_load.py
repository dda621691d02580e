from __future__ import annotations

from datetime import timedelta

from alerts.load.measure import measure
from alerts.store.load import LoadMark, Marked
from api.models.load import LoadOut
from core.config.settings.load import Load
from tests.builders_load import NOON


def test_the_load_is_told_with_a_verdict_for_each_target():
    """Twenty alarms of one source in two hours of one seat: ten an hour, told in both languages."""
    marks = [
        LoadMark(
            at=NOON + timedelta(minutes=5 * n),
            incident_id=f"inc_{n}",
            what=Marked.SHOWN,
            source="cam-1",
            severity="minor",
        )
        for n in range(20)
    ]
    until = NOON + timedelta(hours=2)
    figures = measure(marks, since=NOON, until=until, seats=lambda _: 1, rule=Load(), standing=0)
    told = LoadOut.of(figures)
    assert (told.alarms, told.seat_hours, told.mix["minor"], told.top_ten) == (20, 2.0, 1.0, {"cam-1": 20})
    first = told.verdicts[0]
    assert (first.name, first.title, first.value, first.good) == (
        "per_seat_hour",
        "每席每小时告警",
        10.0,
        False,
    )
