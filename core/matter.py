"""A matter has a code in the city's own table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class MatterCode:
    """One row of a city's code table, as it goes into an incident."""

    key: str  # our name, e.g. "construction_waste"
    code: str  # the city's code, e.g. "06011"
    name: str  # Chinese name in the table
    name_en: str  # English name
    table: str  # e.g. "GB/T 47678.5-2026"
    table_version: str  # version of the file
    severity: str = "minor"  # extreme | severe | moderate | minor
    local_extension: bool = False  # a code agreed with this city, not in the standard
    confirmed: bool = False  # whether the city has confirmed the row
