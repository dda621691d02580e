from __future__ import annotations

import random

from core.config.settings.looking import Budgets, Looking
from gridwatch.window import EVERY_S, WINDOW_S, Window
from ingest.schedule import OnTime, Schedule


def test_an_hour_ago_does_not_count_any_more() -> None:
    """A district that was dark in the morning and is well now shows that it is well now."""
    schedule = Schedule(Budgets(), Looking(), random.Random(1))
    schedule.plan("cam-1", "host", "owner", 10)
    now = 0.0
    window = Window(lambda: schedule.report(now))

    def live(until: float, look: bool) -> None:
        nonlocal now
        while now < until:
            now += 1
            for request in schedule.start(now) if look else []:
                schedule.finished(request, None, now)
            schedule.report(now)
            if now % EVERY_S == 0:
                window.take()

    live(1800, look=False)
    assert window.take().share < 0.05
    live(1800 + 2 * WINDOW_S, look=True)
    assert window.take().share > 0.95
    assert schedule.report(now).share < 0.6


def test_the_latest_report_is_read_without_asking_the_schedule() -> None:
    """The API's threads read while the event loop plans: only the loop may touch the schedule."""
    schedule = Schedule(Budgets(), Looking(), random.Random(1))
    asked: list[int] = []

    def report() -> OnTime:
        asked.append(len(asked))
        return schedule.report(float(len(asked)))

    window = Window(report)
    taken = window.take()
    assert window.latest is taken
    assert len(asked) == 2
