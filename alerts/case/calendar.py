"""Working time: when a limit runs out, and how much of it has passed. Pure.

A working hour is an hour inside the calendar's spans. A working day is one day's worth of them, whatever
the length of that day: two working days from Tuesday 10:00 end on Thursday at 10:00. So both are lengths on
one line of working time, limits add up, and the inverse is exact; the end of a span is taken before the
beginning of the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.case import Limit, Measure
from core.config.calendar import Calendar, Week, times
from core.errors import CalendarGap

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_DUST = timedelta(milliseconds=1)  # what floating shares of a day may lose; no limit is that short
_DAYS_KEPT = 4096
_EVER = datetime.min.replace(tzinfo=UTC)
_WEEKDAYS = tuple(Week.model_fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Working time without a break."""

    begin: datetime  # UTC
    end: datetime  # UTC
    day: timedelta  # all working time of its day


class WorkCalendar:
    """One calendar, with its days worked out. Immutable; a reload makes a new one."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.timezone)
        self._made_up = {one.day: one for one in calendar.make_up_days}
        self._free = {
            one.first + timedelta(days=i)
            for one in calendar.holidays
            for i in range(((one.last or one.first) - one.first).days + 1)
        }
        self._stretches = lru_cache(maxsize=_DAYS_KEPT)(self._of_day)

    @property
    def name(self) -> str:
        """Name and version, as recorded in an incident's facts."""
        return f"{self._calendar.calendar} {self._calendar.version}"

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it covers."""
        return self._calendar.years

    def due(self, limit: Limit, start: datetime) -> datetime:
        """Return when a limit that begins at `start` has passed, UTC.

        For working time it is an instant within working time, the earliest at which the amount is reached;
        of an amount of nothing, `start` or the next beginning of work.

        Raises:
            CalendarGap: it runs into a year that the calendar does not cover.
        """
        start = start.astimezone(UTC)
        if limit.measure in {Measure.HOURS, Measure.DAYS}:
            return start + limit.amount * (_HOUR if limit.measure is Measure.HOURS else _DAY)
        left = limit.amount
        for stretch in self._from(start):
            unit = _unit(stretch, limit.measure)
            begin = max(stretch.begin, start)
            if left * unit <= stretch.end - begin + _DUST:
                return min(begin + left * unit, stretch.end)
            left -= (stretch.end - begin) / unit
        raise AssertionError("the walk ends at a gap at the latest")

    def between(self, measure: Measure, start: datetime, end: datetime) -> float:
        """Return how much of a measure lies from `start` to `end`: the inverse of `due`; negative backwards.

        Raises:
            CalendarGap: it runs through a year that the calendar does not cover.
        """
        if end < start:
            return -self.between(measure, end, start)
        if measure in {Measure.HOURS, Measure.DAYS}:
            return (end - start) / (_HOUR if measure is Measure.HOURS else _DAY)
        amount = 0.0
        for stretch in self._from(start, until=end):
            worked = min(stretch.end, end) - max(stretch.begin, start)
            amount += max(worked, timedelta()) / _unit(stretch, measure)
        return amount

    def working(self, at: datetime) -> bool:
        """Return whether somebody works at this instant; both ends of a span count.

        Raises:
            CalendarGap: of that year nothing is known.
        """
        return any(one.begin <= at <= one.end for one in self._stretches(at.astimezone(self._zone).date()))

    def gap_within(self, now: datetime, days: int) -> int | None:
        """Return the first year within so many days that it does not cover, or None: what an administrator is told."""
        today = now.astimezone(self._zone).date()
        years = range(today.year, (today + timedelta(days=days)).year + 1)
        return next((year for year in years if year not in self._calendar.years), None)

    def _from(self, start: datetime, *, until: datetime | None = None) -> Iterator[Stretch]:
        """Walk through what is worked at or after an instant, to the end of the day of `until`.

        Raises:
            CalendarGap: at the first day of a year that is not covered.
        """
        day = start.astimezone(self._zone).date()
        last = until.astimezone(self._zone).date() if until else date.max
        while day <= last:
            yield from (one for one in self._stretches(day) if one.end >= start)
            day += _DAY

    def _of_day(self, day: date) -> tuple[Stretch, ...]:
        if day.year not in self._calendar.years:
            raise CalendarGap(
                f"the calendar {self.name} does not cover {day.year}; "
                f"add the year with its holidays to configs/calendar/"
            )
        made_up = self._made_up.get(day)
        weekday = made_up.like if made_up else _WEEKDAYS[day.weekday()]
        spans = (made_up.hours if made_up else ()) or getattr(self._calendar.week, weekday)
        if made_up is None and day in self._free:
            spans = ()
        pairs: list[tuple[datetime, datetime]] = []
        for span in spans:
            begin, end = times(span)
            last = (day + _DAY, time.min) if end is None else (day, end)
            # where clocks are put on, an hour of the day is not there: no span may reach into the next
            first = max(self._instant(day, begin), pairs[-1][1] if pairs else _EVER)
            if (ended := self._instant(*last)) > first:
                pairs.append((first, ended))
        whole = sum((end - begin for begin, end in pairs), timedelta())
        return tuple(Stretch(begin=begin, end=end, day=whole) for begin, end in pairs)

    def _instant(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone).astimezone(UTC)


def _unit(stretch: Stretch, measure: Measure) -> timedelta:
    return _HOUR if measure is Measure.WORKING_HOURS else stretch.day
