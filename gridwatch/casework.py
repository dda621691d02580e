"""What the city's case is worked out with, taken from the configuration as it is now; a reload changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from alerts.case.calendar import WorkCalendar
from alerts.case.casework import Casework
from alerts.case.eyes import Eyes, Trouble
from alerts.case.units import Responsibility
from alerts.codes import CodeTable
from core.config.profile import Profile
from core.look import LookFailureKind
from gridwatch.configuration.loader import Configuration
from gridwatch.roster import Roster
from ingest.health import HealthState

log = structlog.get_logger(__name__)

GAP_DAYS = 60
"""Days before a year that the calendar does not cover from which it is told."""


def casework_of(
    configuration: Configuration, *, started: Configuration | None = None, eyes: Eyes | None = None
) -> Casework:
    """Return what one configuration says about the city's case.

    Code table and settings are those that the service was `started` with: they change at a restart.
    """
    started = started or configuration
    return Casework(
        codes=CodeTable(started.matter_table),
        calendar=WorkCalendar(configuration.calendar) if configuration.calendar is not None else None,
        units=Responsibility(configuration.units) if configuration.units is not None else None,
        social=configuration.social,
        eyes=eyes or Eyes(),
        send_back=started.settings.cases.send_back,
    )


def calendar_gap(configuration: Configuration, now: datetime) -> str | None:
    """Return what an administrator is told about a calendar that ends soon; None while all is well."""
    if configuration.calendar is None:
        return None
    calendar = WorkCalendar(configuration.calendar)
    year = calendar.gap_within(now, GAP_DAYS)
    return f"the calendar {calendar.name} does not cover {year}: nothing is due then" if year else None


def open_casework(roster: Roster, now: datetime) -> Callable[[], Casework]:
    """Return what gives the casework of the roster's configuration; it is made anew after a reload only."""
    started = roster.configuration
    if gap := calendar_gap(started, now):
        log.warning("calendar.ends", what=gap, hint="add the year to configs/calendar/")
    merging = started.settings.merging
    eyes = Eyes(
        light=merging.verify_light,
        daylight_deg=merging.daylight_deg,
        zone=ZoneInfo(started.settings.district.timezone),
        profile=lambda camera_id: _profile(roster, camera_id),
        trouble=lambda camera_id: trouble(roster, camera_id),
    )
    made: tuple[Configuration, Casework] | None = None

    def work() -> Casework:
        nonlocal made
        now = roster.configuration
        if made is None or made[0] is not now:
            made = now, casework_of(now, started=started, eyes=eyes)
        return made[1]

    return work


def trouble(roster: Roster, camera_id: str) -> Trouble | None:
    """Return why a camera brings no look, by its health; None when nothing is wrong with it or nothing is known."""
    if roster.posting(camera_id) is None:
        return "gone"
    health = roster.health(camera_id) or {}
    match health.get("state"):
        case HealthState.OFFLINE | HealthState.LOGIN_STOPPED:
            return "offline"
        case HealthState.BLIND:
            return "turned" if health.get("kind") == LookFailureKind.TURNED else "blind"
    return None


def _profile(roster: Roster, camera_id: str) -> Profile | None:
    posting = roster.posting(camera_id)
    return posting.profile if posting is not None else None
