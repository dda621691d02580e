"""What whoever begins an import or a probe says."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.models.base import Told


class ImportIn(Told):
    """How a ledger is to be read; the words of `gridwatch cameras import`."""

    maps: dict[str, str] = Field(default_factory=dict, max_length=200)
    """Header to field; "-" leaves a column out."""
    sets: dict[str, str] = Field(default_factory=dict, max_length=50)
    """Field to what all rows have in common; {field} is filled in."""
    owners: dict[str, str] = Field(default_factory=dict, max_length=500)
    """Owner as the ledger writes it to its name here."""
    scenes: dict[str, str] = Field(default_factory=dict, max_length=500)
    """Scene as the ledger writes it to its name here."""
    datum: Literal["WGS84", "GCJ02", "BD09"] | None = None
    """What the coordinates are in; WGS84 also for CGCS2000. A column 坐标系 wins."""
    sheet: str | None = Field(default=None, max_length=200)
    """Sheet of a workbook."""
    allow_outside: bool = False
    """Take cameras that stand outside the district."""
    skip_bad: bool = False
    """Take the good rows without the bad ones."""
    remove_missing: bool = False
    """Remove the cameras of these owners that are not in the ledger."""
    write: bool = False
    """Write it when it is ready; else a dry run."""


class ProbeIn(Told):
    """Who is to be asked."""

    cameras: list[str] = Field(default_factory=list, max_length=10_000)
    """Only these ids, always asked; empty: all that are reached by ONVIF."""
    owner: str | None = Field(default=None, max_length=64)
    """Only this source owner."""
    fresh: bool = False
    """Ask everybody, whatever is known."""
    broken: bool = False
    """Ask again those that could not be looked at, and new ones."""
    pictures: bool = False
    """Take one snapshot of each, and judge it."""
    threads: int = Field(default=24, ge=1, le=256)
    """Devices asked at once."""
