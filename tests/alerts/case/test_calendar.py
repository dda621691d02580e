"""Working time as scripts, and as laws that hold at every instant of two years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.case.calendar import WorkCalendar
from core.case import Limit, Measure
from core.config.calendar import Calendar
from core.errors import CalendarGap

CHINA = timezone(timedelta(hours=8))
DAY = ["09:00-12:00", "13:30-17:30"]  # 7 h
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), DAY) | {"friday": ["09:00-12:00"]}


def calendar(**changes: Any) -> WorkCalendar:
    """Build a calendar of 2026 and 2027: short Fridays, a week of holidays, two make-up days."""
    values: dict[str, Any] = {
        "calendar": "test",
        "version": "1",
        "years": [2026, 2027],
        "week": WEEK,
        "holidays": [{"first": "2026-10-01", "last": "2026-10-07"}],
        "make_up_days": [{"day": "2026-10-10"}, {"day": "2026-09-20", "hours": ["10:00-11:00"]}],
    }
    return WorkCalendar(Calendar.model_validate(values | changes))


CITY = calendar()


def local(day: int, hour: int, minute: int = 0, month: int = 9, year: int = 2026) -> datetime:
    """Return an instant of China's time."""
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


def hours(amount: float) -> Limit:
    """Return a limit in working hours."""
    return Limit(amount=amount, measure=Measure.WORKING_HOURS)


def days(amount: float) -> Limit:
    """Return a limit in working days."""
    return Limit(amount=amount, measure=Measure.WORKING_DAYS)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (local(1, 10), hours(2), local(1, 12)),  # Tuesday, to the second that the lunch break begins
        (local(1, 10), hours(4), local(1, 15, 30)),  # over it
        (local(1, 12, 30), hours(1), local(1, 14, 30)),  # from within it
        (local(1, 20), hours(1), local(2, 10)),  # from the night
        (local(4, 11), hours(2), local(7, 10)),  # Friday's afternoon and a weekend are free
        (local(29, 16, 30), hours(8), local(30, 17, 30)),  # to the last evening before the holiday
        (local(30, 17), hours(1), local(8, 9, 30, month=10)),  # over the whole of it
        (local(9, 11, 30, month=10), hours(1), local(10, 9, 30, month=10)),  # into a worked Saturday
        (local(20, 10, 30), hours(1), local(21, 9, 30)),  # a worked Sunday with hours of its own
        (local(1, 10), days(1), local(2, 10)),
        (local(1, 10), days(2), local(3, 10)),
        (local(3, 9), days(1), local(3, 17, 30)),  # a whole day from its beginning to its end
        (local(4, 10, 30), days(0.5), local(4, 12)),  # half of a short Friday
        (local(4, 9), days(1), local(4, 12)),  # a short Friday is a working day all the same
        (local(1, 10), Limit(amount=4, measure=Measure.HOURS), local(1, 14)),
        (local(30, 10), Limit(amount=2, measure=Measure.DAYS), local(2, 10, month=10)),
        (local(5, 10), hours(0), local(7, 9)),  # of nothing: the next beginning of work
    ],
)
def test_when_a_limit_runs_out(start: datetime, limit: Limit, due: datetime) -> None:
    """Lunch, nights, weekends, holidays and make-up days, each at its edge."""
    assert CITY.due(limit, start) == due


def test_how_much_has_passed() -> None:
    """The inverse: nights, weekends and holidays count for nothing, backwards is negative."""
    assert CITY.between(Measure.WORKING_HOURS, local(1, 10), local(1, 14, 30)) == 3
    assert CITY.between(Measure.WORKING_HOURS, local(1, 14, 30), local(1, 10)) == -3
    assert CITY.between(Measure.WORKING_HOURS, local(30, 18), local(8, 8, month=10)) == 0
    assert CITY.between(Measure.WORKING_DAYS, local(4, 8), local(8, 9)) == 2
    assert CITY.between(Measure.HOURS, local(1, 10), local(2, 11)) == 25
    assert CITY.between(Measure.DAYS, local(1, 10), local(2, 22)) == 1.5


def test_a_year_that_is_not_covered_is_told() -> None:
    """Into 2028, from 2025 and at an instant of 2028: an error that names the year, never a guess."""
    with pytest.raises(CalendarGap, match=r"test 1 does not cover 2028.*configs/calendar"):
        CITY.due(hours(8), local(31, 17, 30, month=12, year=2027))
    with pytest.raises(CalendarGap, match="2025"):
        CITY.due(hours(1), local(31, 9, month=12, year=2025))
    with pytest.raises(CalendarGap, match="2028"):
        CITY.working(local(3, 10, month=1, year=2028))
    # nothing of 2028 is needed here
    evening = local(31, 23, month=12, year=2027)
    assert CITY.between(Measure.WORKING_HOURS, local(31, 18, month=12, year=2027), evening) == 0
    assert CITY.due(Limit(amount=48, measure=Measure.HOURS), evening) == evening + timedelta(hours=48)


def test_a_gap_is_seen_before_it_hurts() -> None:
    """A month before the first year without a calendar, and in it."""
    assert CITY.gap_within(local(1, 9, month=10, year=2027), 60) is None
    assert CITY.gap_within(local(5, 9, month=11, year=2027), 60) == 2028
    assert CITY.gap_within(local(5, 9, month=11, year=2028), 60) == 2028


def test_a_shift_to_midnight() -> None:
    """24:00 is the end of its day: a night shift is two spans, and nothing is lost between them."""
    night = calendar(week={day: ["00:00-06:00", "18:00-24:00"] for day in WEEK}, holidays=[], make_up_days=[])
    assert night.due(hours(8), local(1, 20)) == local(2, 4)
    assert night.due(days(1), local(1, 20)) == local(2, 20)


moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis gives them their zone
    max_value=datetime(2027, 9, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
amounts = st.floats(min_value=0.01, max_value=40, allow_nan=False)
measures = st.sampled_from([Measure.WORKING_HOURS, Measure.WORKING_DAYS])
CLOSE = timedelta(milliseconds=10)


@given(start=moments, amount=amounts, measure=measures)
def test_a_limit_of_work_ends_within_work(start: datetime, amount: float, measure: Measure) -> None:
    """Never at night, at lunch, at a weekend or on a holiday, and never before it began."""
    due = CITY.due(Limit(amount=amount, measure=measure), start)
    assert CITY.working(due)
    assert due > start


@given(start=moments, a=amounts, b=amounts, measure=measures)
def test_limits_add_up(start: datetime, a: float, b: float, measure: Measure) -> None:
    """Two limits one after the other are one of both amounts."""
    first = CITY.due(Limit(amount=a, measure=measure), start)
    both = CITY.due(Limit(amount=a + b, measure=measure), start)
    assert abs(CITY.due(Limit(amount=b, measure=measure), first) - both) <= CLOSE


@given(start=moments, later=st.timedeltas(timedelta(), timedelta(days=60)), amount=amounts, measure=measures)
def test_later_is_never_due_earlier(
    start: datetime, later: timedelta, amount: float, measure: Measure
) -> None:
    """In the beginning and in the amount."""
    limit, more = Limit(amount=amount, measure=measure), Limit(amount=amount + 1, measure=measure)
    assert CITY.due(limit, start + later) >= CITY.due(limit, start) - CLOSE
    assert CITY.due(more, start) > CITY.due(limit, start)


@given(start=moments, amount=amounts, measure=measures)
def test_the_time_between_is_the_inverse(start: datetime, amount: float, measure: Measure) -> None:
    """What has passed when a limit runs out is the limit."""
    due = CITY.due(Limit(amount=amount, measure=measure), start)
    assert CITY.between(measure, start, due) == pytest.approx(amount, abs=1e-5)


@given(start=moments, zone=st.integers(-11, 12), amount=amounts)
def test_the_zone_of_the_instant_does_not_matter(start: datetime, zone: int, amount: float) -> None:
    """The same instant written in another zone is due at the same instant."""
    there = start.astimezone(timezone(timedelta(hours=zone)))
    assert CITY.due(hours(amount), there) == CITY.due(hours(amount), start)


def test_an_hour_that_clocks_leave_out_is_worked_by_nobody() -> None:
    """Night shifts of a city with summer time: on 8 March 2026 New York has no time from 2:00 to 3:00."""
    night = calendar(
        timezone="America/New_York",
        week={"sunday": ["01:00-02:30", "02:30-05:00"], "monday": ["09:00-17:00"]},
        make_up_days=[],
        holidays=[{"first": "2026-10-01"}, {"first": "2026-10-01", "last": "2026-10-07"}],  # overlapping ones
    )
    begin = datetime(2026, 3, 8, 6, tzinfo=UTC)  # 1:00
    end = datetime(2026, 3, 8, 9, tzinfo=UTC)  # 5:00, three hours later
    assert night.between(Measure.WORKING_HOURS, begin, end) == 3
    assert night.due(hours(3), begin) == end
    gone = calendar(
        timezone="America/New_York", week={"sunday": ["02:00-03:00"]}, make_up_days=[], holidays=[]
    )
    assert gone.between(Measure.WORKING_DAYS, begin, end) == 0
    assert gone.due(days(1), begin) == datetime(2026, 3, 15, 7, tzinfo=UTC)
