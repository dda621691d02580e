"""Who is responsible: the city's units, and the rows by which one of them gets a case."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from core.config.base import Model, Slug

UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,32}$")]
"""统一社会信用代码 (18 characters), or the city's own."""
GridPrefix = Annotated[str, StringConstraints(pattern=r"^\d{2,15}$")]
"""The first digits of a grid code: a district, a street, a community or a grid."""


class UnitEntry(Model):
    """One unit."""

    code: UnitCode
    """Its code, as text."""
    name: str = Field(min_length=1, max_length=100)
    """Chinese name."""
    name_en: str = Field(default="", max_length=200)
    """English name."""


class UnitRow(Model):
    """Which unit handles what. What is left out matches everything."""

    unit: UnitCode
    """Code of the unit."""
    matters: tuple[Slug, ...] = ()
    """Our keys of matters, e.g. construction_waste."""
    codes: tuple[Annotated[str, Field(min_length=1, max_length=32)], ...] = ()
    """The city's codes of matters, as text."""
    grid: GridPrefix | None = None
    """Only under this grid prefix."""
    zone_kinds: tuple[Slug, ...] = ()
    """Only on these kinds of ground."""
    owners: tuple[Slug, ...] = ()
    """Only seen first by cameras of these source owners."""


class UnitTable(Model):
    """A versioned table of responsibilities."""

    table: Slug
    """Name of the table."""
    version: str = Field(min_length=1, max_length=40)
    """Version of this file; recorded in each case."""
    confirmed: bool = False
    """Set when the city has confirmed it."""
    note: str = ""
    """Where it comes from and what is to be confirmed."""
    units: tuple[UnitEntry, ...] = Field(min_length=1, max_length=5000)
    """The units."""
    rows: tuple[UnitRow, ...] = Field(min_length=1, max_length=20_000)
    """Who handles what. The most telling row wins: by code, then by matter, by the longer grid prefix, by kind of
    ground, by owner; of equals the first."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        codes = [unit.code for unit in self.units]
        doubled = sorted({code for code in codes if codes.count(code) > 1})
        if doubled:
            raise ValueError(f"unit {doubled[0]} is named twice; keep one")
        unknown = sorted({row.unit for row in self.rows} - set(codes))
        if unknown:
            raise ValueError(f"no unit {unknown[0]} in units; add it or correct the row")
        seen: dict[object, str] = {}
        for row in self.rows:
            asks = tuple(frozenset(one) for one in (row.matters, row.codes, row.zone_kinds, row.owners))
            other = seen.setdefault((asks, row.grid), row.unit)
            if other != row.unit:
                raise ValueError(f"two rows ask the same and name {other} and {row.unit}; keep one")
        return self
