"""The files of the city's case beside the rest: which count, and where nobody is responsible."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from gridwatch.configuration.loader import inspect, load

CALENDAR = """calendar: {name}
version: "1"
years: [2026]
week: {{monday: ["09:00-17:00"]}}
"""
UNITS = """table: {name}
version: "1"
units: [{{code: U1, name: 城管中队}}]
rows: [{{unit: U1, {row}}}]
"""


@pytest.fixture
def plain(good: Path) -> Path:
    """The good folder with the district's outline alone: it is read many times here."""
    for path in (good / "grid").glob("*.geojson"):
        if path.stem != "district":
            path.unlink()
    return good


def put(folder: Path, kind: str, name: str, text: str) -> None:
    """Write one file of a kind."""
    (folder / kind).mkdir(exist_ok=True)
    (folder / kind / f"{name}.yaml").write_text(text, encoding="utf-8")


def told(folder: Path, level: str = "warning") -> list[str]:
    """Return what is said of the case's files."""
    _, problems = inspect(folder, {})
    return [f"{one.file}: {one.what}" for one in problems if one.level == level and "secret" not in one.what]


def test_without_any_of_it_nothing_is_missed(plain: Path) -> None:
    """Calendar, units and the second grid are all optional."""
    file = plain / "matters" / "gbt-47678.5-2026.yaml"
    shutil.rmtree(plain / "calendar")
    file.write_text(re.sub(r",\n +limit: {[^}]*}", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert told(plain) == []
    configuration = load(plain, {})
    assert (configuration.calendar, configuration.units, len(configuration.social)) == (None, None, 0)


def test_the_only_one_counts_and_several_need_a_choice(plain: Path) -> None:
    """Which calendar counts is never a matter of the alphabet."""
    shutil.rmtree(plain / "calendar")
    put(plain, "calendar", "a", CALENDAR.format(name="city-a"))
    put(plain, "units", "u", UNITS.format(name="units-u", row=""))
    configuration = load(plain, {})
    assert configuration.calendar is not None
    assert configuration.calendar.calendar == "city-a"
    assert configuration.units is not None
    put(plain, "calendar", "b", CALENDAR.format(name="city-b"))
    assert told(plain, "error") == ["gridwatch.yaml: configs/calendar/ has several: city-a, city-b"]
    settings = plain / "gridwatch.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "cases: {calendar: city-b}\n", encoding="utf-8"
    )
    assert load(plain, {}).calendar == load(plain, {}).calendar
    chosen = load(plain, {}).calendar
    assert chosen is not None
    assert chosen.calendar == "city-b"
    settings.write_text(settings.read_text(encoding="utf-8").replace("city-b", "city-c"), encoding="utf-8")
    assert told(plain, "error") == ["gridwatch.yaml: configs/calendar/ has no city-c"]


def test_a_matter_without_a_unit_is_told(plain: Path) -> None:
    """With how many cameras look for it, and an example."""
    put(plain, "units", "u", UNITS.format(name="units-u", row="matters: [construction_waste]"))
    said = [one for one in told(plain) if one.startswith("units/")]
    assert said
    assert all("no unit for " in one and "e.g. good-1" in one for one in said)
    assert not [one for one in said if "construction_waste" in one]


def test_a_unit_by_grid_covers_where_the_camera_stands(plain: Path) -> None:
    """A row under the camera's own grid is enough; one under another is not."""
    put(plain, "units", "u", UNITS.format(name="units-u", row="grid: '990101'"))
    assert not [one for one in told(plain) if "no unit" in one]
    put(plain, "units", "u", UNITS.format(name="units-u", row="grid: '990102'"))
    assert [one for one in told(plain) if "no unit for construction_waste" in one]


def test_limits_in_working_time_without_a_calendar_are_told(plain: Path) -> None:
    """Nothing would ever be due; with a calendar all is well."""
    assert told(plain) == []
    shutil.rmtree(plain / "calendar")
    assert [one for one in told(plain) if "there is no calendar" in one]


def test_the_second_grid_is_a_layer_of_its_own(good: Path) -> None:
    """social.geojson is no part of the unit grid: its polygons overlap it without being wrong."""
    (good / "grid" / "social.geojson").write_text(
        (good / "grid" / "grid.geojson")
        .read_text(encoding="utf-8")
        .replace('"code":"990101', '"code":"330101'),
        encoding="utf-8",
    )
    configuration = load(good, {})
    assert len(configuration.social) == 376
    assert not any(cell.code.startswith("330101") for cell in configuration.grid.cells)


def test_a_calendar_of_another_zone_is_told(plain: Path) -> None:
    """Its hours would be counted by other clocks than people there have."""
    shutil.rmtree(plain / "calendar")
    put(plain, "calendar", "a", CALENDAR.format(name="city-a") + "timezone: Europe/Berlin\n")
    assert told(plain) == [
        "calendar/a.yaml: the calendar counts by Europe/Berlin, and the district's time is Asia/Shanghai"
    ]


def test_two_files_of_one_name_and_rows_that_contradict_are_refused(plain: Path) -> None:
    """Which of them counts is never a matter of the alphabet either."""
    for name in ("u", "v"):
        put(plain, "units", name, UNITS.format(name="units-u", row=""))
    assert told(plain, "error") == ["units/v.yaml: units-u is already defined in units/u.yaml"]
    (plain / "units" / "v.yaml").unlink()
    two = UNITS.format(name="units-u", row="").replace("units: [", "units: [{code: U2, name: 街道}, ")
    put(plain, "units", "u", two.replace("rows: [{unit: U1, }", "rows: [{unit: U1}, {unit: U2}"))
    (wrong,) = told(plain, "error")
    assert "two rows ask the same and name U1 and U2; keep one" in wrong
