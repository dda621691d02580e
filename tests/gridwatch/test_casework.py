"""The city's case by the configuration as it is now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.store.memory import MemoryStore
from core.config.calendar import Calendar
from core.config.matter import MatterTable
from core.config.settings.root import Settings
from core.look import LookFailureKind
from gridwatch.casework import calendar_gap, casework_of, open_casework, trouble
from gridwatch.configuration.loader import Configuration
from gridwatch.roster import Roster
from tests.builders import camera, failure, profile
from tests.builders_desk import place
from tests.gridwatch.test_roster import CLOCK, configuration

ROW = {"matter": "construction_waste", "code": "06011", "name": "渣土", "name_en": "Waste"}
TABLE = MatterTable.model_validate({"table": "T", "version": "1", "rows": [ROW]})
CALENDAR = Calendar.model_validate(
    {"calendar": "c", "version": "1", "years": [2026], "week": {"monday": ["09:00-12:00"]}}
)


def city(**merging: object) -> Configuration:
    """A configuration of one camera with a code table."""
    settings = {"district": {"name": "示范区", "code": "990101"}, "matter_table": "T", "merging": merging}
    plain = configuration(camera(), of=profile(verify_light="daylight"))
    return replace(
        plain, settings=Settings.model_validate(settings | {"cases": {"send_back": 3}}), tables={"T": TABLE}
    )


def test_what_is_configured_is_worked_with() -> None:
    """Calendar, units and the second grid where there are such files."""
    without = casework_of(city())
    assert (without.calendar, without.units, len(without.social), without.send_back) == (None, None, 0, 3)
    work = casework_of(replace(city(), calendar=CALENDAR))
    assert work.calendar is not None
    assert work.calendar.name == "c 1"


def test_a_calendar_that_ends_soon_is_told() -> None:
    """In November of its last year, and not in the summer before; without a calendar nothing ends."""
    known = replace(city(), calendar=CALENDAR)
    assert calendar_gap(known, CLOCK.now().replace(month=6)) is None
    assert "c 1 does not cover 2027" in (calendar_gap(known, CLOCK.now().replace(month=11, day=20)) or "")
    assert calendar_gap(city(), CLOCK.now().replace(year=2040)) is None


def test_a_reload_changes_it_and_nothing_else_does() -> None:
    """Days that were worked out are kept from transaction to transaction."""
    roster = Roster(city(), MemoryStore(), CLOCK)
    work = open_casework(roster, CLOCK.now())
    assert work() is work()
    roster.swap(replace(city(), calendar=CALENDAR))
    assert work().calendar is not None


def test_the_cameras_profile_says_in_which_light_it_verifies() -> None:
    """By the profile that is in force; a camera that is gone goes by the city's setting."""
    eyes = open_casework(Roster(city(), MemoryStore(), CLOCK), CLOCK.now())().eyes
    midnight = CLOCK.now().replace(hour=16)
    assert eyes.dark("cam-1", place(), midnight)
    assert not eyes.dark("gone", place(), midnight)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (LookFailureKind.UNREACHABLE, "offline"),
        (LookFailureKind.LOGIN_STOPPED, "offline"),
        (LookFailureKind.TURNED, "turned"),
        (LookFailureKind.BLACK, "blind"),
    ],
)
def test_what_is_wrong_with_a_camera(kind: LookFailureKind, told: str) -> None:
    """By its health; nothing before it is known."""
    roster = Roster(city(), MemoryStore(), CLOCK)
    assert trouble(roster, "cam-1") is None
    for seconds in range(3):
        roster.note(failure(kind, seconds=seconds))
    assert trouble(roster, "cam-1") == told
    assert trouble(roster, "never-configured") == "gone"
