"""The city's calendar: when its units work, and on which days of the year they do not."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, field_validator, model_validator

from core.config.base import Model, Slug

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SPAN = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$")


def _span(text: str) -> str:
    if not _SPAN.match(text):
        raise ValueError('write a span of the day as "09:00-12:00", up to "24:00"')
    begin, end = text.split("-")
    if end > "24:00" or begin >= end:
        raise ValueError(f"{text} ends before it begins; a night is two spans on two days")
    return text


Span = Annotated[str, AfterValidator(_span)]
"""A span of one day, e.g. 09:00-12:00."""
Hours = tuple[Span, ...]
"""The spans of one day in order; a lunch break lies between two of them."""


def _in_order(hours: Hours) -> Hours:
    for before, after in pairwise(hours):
        if after.split("-")[0] < before.split("-")[1]:
            raise ValueError(f"{after} begins before {before} has ended; write the spans in order")
    return hours


DayHours = Annotated[Hours, AfterValidator(_in_order)]


class Week(Model):
    """Working hours of each weekday; a day without spans is free."""

    monday: DayHours = ()
    """Monday."""
    tuesday: DayHours = ()
    """Tuesday."""
    wednesday: DayHours = ()
    """Wednesday."""
    thursday: DayHours = ()
    """Thursday."""
    friday: DayHours = ()
    """Friday."""
    saturday: DayHours = ()
    """Saturday."""
    sunday: DayHours = ()
    """Sunday."""


class Holiday(Model):
    """Days on which nobody works, whatever their weekday."""

    first: date
    """First day."""
    last: date | None = None
    """Last day; left out: the first."""
    name: str = Field(default="", max_length=40)
    """What is celebrated."""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.last is not None and not 0 <= (self.last - self.first).days <= 31:
            raise ValueError(f"{self.first} to {self.last} is no holiday of at most a month")
        return self


class MakeUpDay(Model):
    """A day that is worked although its weekday is free: it makes up for a holiday."""

    day: date
    """The day."""
    like: Weekday = "monday"
    """It has the hours of this weekday ..."""
    hours: DayHours = ()
    """... or these."""


class Calendar(Model):
    """Working time of one city, for the years that its government has published."""

    calendar: Slug
    """Name of the calendar."""
    version: str = Field(min_length=1, max_length=40)
    """Version of this file; recorded in each case."""
    timezone: str = "Asia/Shanghai"
    """IANA time zone of the hours."""
    confirmed: bool = False
    """Set when the city has confirmed it."""
    note: str = ""
    """Where it comes from and what is to be confirmed."""
    years: tuple[Annotated[int, Field(ge=2000, le=2200)], ...] = Field(min_length=1, max_length=50)
    """Years that it covers. Of any other nothing is known, and no time limit is computed into it."""
    week: Week
    """Working hours of an ordinary week."""
    holidays: tuple[Holiday, ...] = Field(default=(), max_length=2000)
    """Public holidays."""
    make_up_days: tuple[MakeUpDay, ...] = Field(default=(), max_length=2000)
    """Working days at a weekend."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is not a known time zone; use e.g. Asia/Shanghai") from None
        return name

    @field_validator("week")
    @classmethod
    def _somebody_works(cls, week: Week) -> Week:
        if not any(getattr(week, day) for day in Week.model_fields):
            raise ValueError("nobody ever works: give a weekday its hours")
        return week

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        days = [day for one in self.holidays for day in (one.first, one.last or one.first)]
        days += [one.day for one in self.make_up_days]
        strange = sorted({day for day in days if day.year not in self.years})
        if strange:
            raise ValueError(f"{strange[0]} is in none of the years {', '.join(map(str, self.years))}")
        worked = [one.day for one in self.make_up_days]
        twice = sorted({day for day in worked if worked.count(day) > 1})
        if twice:
            raise ValueError(f"{twice[0]} is a make-up day twice; keep one")
        for one in self.holidays:
            both = sorted(day for day in worked if one.first <= day <= (one.last or one.first))
            if both:
                raise ValueError(f"{both[0]} is a make-up day and a holiday; keep one")
        for made in self.make_up_days:
            if not (made.hours or getattr(self.week, made.like)):
                raise ValueError(f"{made.day} has no hours: {made.like} is free; give it hours")
        return self


def times(span: str) -> tuple[time, time | None]:
    """Return begin and end of a span; the end is None for 24:00, the end of the day."""
    begin, end = span.split("-")
    return time.fromisoformat(begin), None if end == "24:00" else time.fromisoformat(end)
