"""What could be seen at all."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from gridwatch.workbench.scoring.looked import days_looked, light, overlap, seen, summed, within_sources
from tests.builders_scoring import alarm, event, hour, source

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_an_event_begins_with_the_first_look_at_it() -> None:
    """A heap that lay there already cannot be told before anybody looked."""
    found = seen(
        [event("e", 2, cameras=frozenset({"cam-1", "cam-2", "cam-3"}))], [source(start=8), source("cam-2", 6)]
    )
    (one,) = found.events
    assert one.start == hour(6)
    assert one.cameras == {"cam-1", "cam-2"}


def test_what_nobody_looked_at_is_set_apart() -> None:
    """Another camera, over before the first look, begun after the last: not missed but not looked at."""
    events = [
        event("elsewhere", 9, cameras=frozenset({"cam-9"})),
        event("before", 6, 8),
        event("after", 10),
        event("there", 9, 9.5),
    ]
    found = seen(events, [source(start=8, hours=2)])
    assert [one.id for one in found.events] == ["there"]
    assert [one.id for one in found.not_looked_at] == ["elsewhere", "before", "after"]


def test_days_are_cut_at_local_midnight_and_at_dusk() -> None:
    """From 17:30 for twelve hours: half an hour of day, the rest night, over two dates."""
    days = days_looked([source(start=17.5, hours=12)], SHANGHAI)
    first, second = ("cam-1", date(2026, 11, 2)), ("cam-1", date(2026, 11, 3))
    assert days[first, "day"] == pytest.approx(0.5 / 24)
    assert days[first, "night"] == pytest.approx(6 / 24)
    assert days[second, "night"] == pytest.approx(5.5 / 24)
    assert summed(days) == {first: pytest.approx(6.5 / 24), second: pytest.approx(5.5 / 24)}


def test_a_tag_says_more_than_the_clock() -> None:
    """A tunnel is dark at noon."""
    assert light(hour(12), SHANGHAI) == "day"
    assert light(hour(5.9), SHANGHAI) == light(hour(18), SHANGHAI) == "night"
    assert light(hour(12), SHANGHAI, frozenset({"night"})) == "night"


def test_what_two_runs_share_is_the_time_that_both_looked() -> None:
    """Hours 6 to 10 and 8 to 12 share 8 to 10; a camera of one run alone is nothing shared."""
    shared = overlap([source(start=6, hours=4), source("a")], [source(start=8, hours=4), source("b")])
    assert shared == (source(start=8, hours=2),)
    alarms = [alarm("before", 7.9), alarm("in", 9, "z", cameras=("z", "cam-1")), alarm("other", 9, "a")]
    assert [one.id for one in within_sources(alarms, shared)] == ["in"]
