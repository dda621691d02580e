"""Units, grids, limits and what waits for a person, worked out together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shapely.geometry import MultiPolygon, box

from alerts.case.calendar import WorkCalendar
from alerts.case.casework import Casework
from alerts.case.units import Responsibility
from alerts.codes import CodeTable
from alerts.geojson import Cell
from alerts.grid import GridIndex
from core.case import FOR_CONFIRMATION, Case, Limit, Measure
from core.config.calendar import Calendar
from core.config.matter import MatterTable
from core.config.unit import UnitTable
from core.incident import Status
from tests.builders import at, profile
from tests.builders_desk import incident, place

HOURS4 = {"amount": 4, "measure": "working_hours"}


def table(**row: Any) -> CodeTable:
    """Build a table of one row."""
    values = {"matter": "construction_waste", "code": "06011", "name": "渣土", "name_en": "Waste"} | row
    return CodeTable(MatterTable.model_validate({"table": "T", "version": "1", "rows": [values]}))


def calendar() -> WorkCalendar:
    """2026, 09:00 to 17:00 from Monday to Friday in UTC."""
    week = {day: ["09:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    values = {"calendar": "c", "version": "2", "years": [2026], "week": week, "timezone": "UTC"}
    return WorkCalendar(Calendar.model_validate(values))


def units() -> Responsibility:
    """One unit for the ground that it was seen on."""
    values = {
        "table": "u", "version": "3", "units": [{"code": "U1", "name": "中队"}],
        "rows": [{"unit": "U1", "zone_kinds": ["road"]}],
    }  # fmt: skip
    return Responsibility(UnitTable.model_validate(values))


def social() -> GridIndex:
    """One polygon around the place."""
    shape = MultiPolygon([box(120.2, 30.4, 120.3, 30.5)])
    return GridIndex(
        [Cell(level="grid", code="330109001001001", name="东一网格", shape=shape, file="social")]
    )


def test_an_opening_gets_unit_grid_and_versions() -> None:
    """By the kind of ground that its facts name; facts say by which files."""
    work = Casework(codes=table(), calendar=calendar(), units=units(), social=social())
    opened = work.opened(incident(facts={"zone_kind": "road"}), profile=profile())
    assert opened.case.unit is not None
    assert (opened.case.unit.code, opened.case.social_grid) == ("U1", "330109001001001")
    assert (opened.facts["units"], opened.facts["calendar"]) == ("u 3", "c 2")
    assert opened.case.held_for is None


def test_without_files_it_says_nothing() -> None:
    """No unit, no second grid, no limit: an incident is opened all the same."""
    opened = Casework().opened(incident(), profile=profile())
    assert (opened.case, dict(opened.facts)) == (Case(), {})
    assert Casework().limit(incident()) is None


@pytest.mark.parametrize(
    ("by_table", "by_profile", "held"),
    [
        ("at_once", "at_once", None),
        ("after_confirmation", "at_once", FOR_CONFIRMATION),
        ("at_once", "after_confirmation", FOR_CONFIRMATION),
    ],
)
def test_the_stricter_decides_whether_it_waits(by_table: str, by_profile: str, held: str | None) -> None:
    """A profile may be stricter than the table, never laxer; what a person opens waits for nobody."""
    work = Casework(codes=table(report=by_table))
    assert work.opened(incident(), profile=profile(report=by_profile)).case.held_for == held
    assert work.opened(incident(Status.CANDIDATE), profile=None).case.held_for is None


def test_limits_by_class() -> None:
    """Engineering and special where the row has them, else the general one."""
    work = Casework(codes=table(limit=HOURS4, limit_engineering={"amount": 5, "measure": "working_days"}))
    assert work.limit(incident()) == Limit(amount=4, measure=Measure.WORKING_HOURS)
    assert work.limit(incident(), "B") == Limit(amount=5, measure=Measure.WORKING_DAYS)
    assert work.limit(incident(), "C") == Limit(amount=4, measure=Measure.WORKING_HOURS)


def test_a_code_of_an_older_table_has_the_limit_of_its_matter() -> None:
    """A table was replaced while the incident lived."""
    old = incident()
    old = replace(old, matter=replace(old.matter, code="99999"))
    assert Casework(codes=table(limit=HOURS4)).limit(old) is not None


def test_why_nothing_is_due() -> None:
    """No calendar, or a year that it does not cover: a sentence instead of a time."""
    working = Limit(amount=4, measure=Measure.WORKING_HOURS)
    assert "no calendar" in str(Casework().due(working, at(0)))
    later = at(0) + timedelta(days=400)
    assert "does not cover 2027" in str(Casework(calendar=calendar()).due(working, later))
    assert Casework().due(Limit(amount=2, measure=Measure.DAYS), at(0)) == at(2 * 86400)


def test_a_rest_moves_the_due_time_by_what_was_left() -> None:
    """Two working hours were left on Monday at 15:00 (UTC); resumed on Wednesday at 10:00 they end at noon."""
    work = Casework(calendar=calendar())
    monday = at(0).replace(hour=15)
    case = Case(
        limit=Limit(amount=6, measure=Measure.WORKING_HOURS),
        due_at=monday.replace(hour=17),
        rests_since=monday,
    )
    wednesday = monday.replace(hour=10) + timedelta(days=2)
    assert work.resumed(case, wednesday) == wednesday.replace(hour=12)
    assert work.resumed(case, monday - timedelta(hours=1)) == case.due_at  # resumed before it rested
    by_clock = replace(case, limit=None)
    assert work.resumed(by_clock, wednesday) == case.due_at + (wednesday - monday)  # type: ignore[operator] # it is due
    uncovered = wednesday + timedelta(days=400)
    assert work.resumed(case, uncovered) == case.due_at + (uncovered - monday)  # type: ignore[operator] # it is due


def test_a_better_place_may_have_another_unit() -> None:
    """The grid of the new view decides."""
    work = Casework(social=social())
    away = incident(where=place(east=50_000))
    assert work.placed(away).social_grid is None
    assert work.placed(replace(away, place=place())).social_grid == "330109001001001"
