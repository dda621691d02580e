"""What the files of the city's case must have in common with the rest: which count, who is responsible for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from alerts.case.units import Asked, Responsibility
from alerts.codes import CodeTable
from alerts.grid import GridIndex
from core.case import Measure
from core.config.calendar import Calendar
from core.config.camera import Camera
from core.config.matter import MatterTable
from core.config.profile import Profile
from core.config.settings.root import Settings
from core.config.unit import UnitTable
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.problem import did_you_mean
from gridwatch.configuration.reading import Reading

T = TypeVar("T")
_WORKING = frozenset({Measure.WORKING_HOURS, Measure.WORKING_DAYS})


def chosen(reading: Reading, kind: str, known: Mapping[str, T], named: str | None) -> T | None:
    """Return the file of a kind that counts: the one that `cases` names, else the only one there."""
    if named is not None:
        if named not in known:
            cure = did_you_mean(named, known, f"Known: {', '.join(known) or 'none'}.")
            reading.at("gridwatch.yaml", ("cases", kind), f"configs/{kind}/ has no {named}", cure)
        return known.get(named)
    if len(known) > 1:
        what = f"configs/{kind}/ has several: {', '.join(known)}"
        reading.at("gridwatch.yaml", ("cases", kind), what, f"Name one in cases.{kind}.")
    return next(iter(known.values()), None)


def check_calendar(
    reading: Reading, settings: Settings | None, table: MatterTable, calendar: Calendar | None
) -> None:
    """Limits in working time need a calendar, and units work by the clocks of their own district."""
    counted = [row for row in table.rows for limit in _limits(row) if limit in _WORKING]
    if counted and calendar is None:
        what = f"{counted[0].matter} has a limit in working time, and there is no calendar"
        cure = "Add one to configs/calendar/; without it nothing is ever due."
        reading.add(reading.file_of[table.table], None, "rows", what, cure, level="warning")
    zone = settings.district.timezone if settings is not None else None
    if calendar is not None and zone is not None and calendar.timezone != zone:
        what = f"the calendar counts by {calendar.timezone}, and the district's time is {zone}"
        name = reading.file_of[f"calendar/{calendar.calendar}"]
        cure = "Make them one; left out, a calendar's is Asia/Shanghai."
        reading.at(name, ("timezone",), what, cure, level="warning")


def check_units(
    reading: Reading,
    cameras: Sequence[CameraAt],
    profile_of: Mapping[str, Profile],
    table: MatterTable,
    units: UnitTable,
    grid: GridIndex,
) -> None:
    """Every matter that is looked for has a unit wherever it is looked for."""
    responsible, codes = Responsibility(units), CodeTable(table)
    grids = _Grids(grid)
    anywhere: dict[tuple[str, str, str], Asked | None] = {}  # None: a unit has it wherever it is
    without: dict[str, list[str]] = {}
    for at in cameras:
        profile, owner = profile_of.get(at.camera.id), at.camera.owner
        for matter, kind in _looked_for(at.camera, profile) if profile else ():
            if (matter, kind, owner) not in anywhere:
                code = codes.code(matter, kind).code
                asked = Asked(matter=matter, code=code, zone_kind=kind, owner=owner, grid=None)
                anywhere[matter, kind, owner] = asked if responsible.unit(asked) is None else None
            open_ = anywhere[matter, kind, owner]
            if open_ is not None and responsible.unit(replace(open_, grid=grids.of(at.camera))) is None:
                without.setdefault(matter, []).append(at.camera.id)
    for matter, blamed in without.items():
        ids = list(dict.fromkeys(blamed))
        what = f"no unit for {matter} at {len(ids)} camera(s), e.g. {ids[0]}"
        cure = "Add a row for it, or one without conditions that takes what is left."
        reading.add(reading.file_of[f"units/{units.table}"], None, "rows", what, cure, level="warning")


class _Grids:
    """The grid of each camera's own place; cameras on one pole are resolved once."""

    def __init__(self, grid: GridIndex) -> None:
        self._grid = grid
        self._known: dict[tuple[float, float], str | None] = {}

    def of(self, camera: Camera) -> str | None:
        """Return its code: configured, or that of the polygon where it stands."""
        if camera.grid_code:
            return camera.grid_code
        point = camera.position.lonlat()
        key = (round(point.lon, 5), round(point.lat, 5))
        if key not in self._known:
            path = self._grid.resolve(point)
            self._known[key] = path[-1].code if path else None
        return self._known[key]


def _looked_for(camera: Camera, profile: Profile) -> Iterable[tuple[str, str]]:
    return dict.fromkeys(
        (rule.matter, zone.kind)
        for rule in profile.rules
        for zone in camera.all_zones
        if not rule.zone_kinds or zone.kind in rule.zone_kinds
    )


def _limits(row: object) -> list[Measure]:
    named = ("limit", "limit_engineering", "limit_special")
    return [one.measure for name in named if (one := getattr(row, name)) is not None]
