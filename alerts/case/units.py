"""Which unit is responsible for a matter at a place. Pure; the same question always has the same answer."""

from __future__ import annotations

from dataclasses import dataclass

from core.case import Unit
from core.config.unit import UnitRow, UnitTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a unit is chosen by."""

    matter: str  # our key
    code: str  # the city's
    zone_kind: str  # kind of ground; "" when not known
    owner: str  # source owner of the first camera
    grid: str | None  # deepest grid code known; None outside of the district


class Responsibility:
    """Looks units up in one version of one table."""

    def __init__(self, table: UnitTable) -> None:
        self._table = table
        self._units = {
            one.code: Unit(code=one.code, name=one.name, name_en=one.name_en) for one in table.units
        }
        self._rows = sorted(table.rows, key=_telling, reverse=True)  # stable: of equals the first in the file

    @property
    def name(self) -> str:
        """Name and version, as recorded in an incident's facts."""
        return f"{self._table.table} {self._table.version}"

    def of(self, code: str) -> Unit | None:
        """Return the unit with this code, or None."""
        return self._units.get(code)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit of the table, as it lists them."""
        return tuple(self._units.values())

    def unit(self, asked: Asked) -> Unit | None:
        """Return the unit of the most telling row that fits, or None when no row does."""
        return next((self._units[row.unit] for row in self._rows if _fits(row, asked)), None)


def _telling(row: UnitRow) -> tuple[bool, bool, int, bool, bool]:
    return bool(row.codes), bool(row.matters), len(row.grid or ""), bool(row.zone_kinds), bool(row.owners)


def _fits(row: UnitRow, asked: Asked) -> bool:
    return (
        (not row.codes or asked.code in row.codes)
        and (not row.matters or asked.matter in row.matters)
        and (row.grid is None or (asked.grid or "").startswith(row.grid))
        and (not row.zone_kinds or asked.zone_kind in row.zone_kinds)
        and (not row.owners or asked.owner in row.owners)
    )
