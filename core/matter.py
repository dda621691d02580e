"""A matter has a code in the city's own table, and a severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["minor", "moderate", "severe", "extreme"]
"""Severities of CAP 1.2, rising."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


def severity_level(severity: str) -> int:
    """Return a severity as a number that grows with it; a table's own word counts as minor."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else 0


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
