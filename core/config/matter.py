"""A city's code table: which code a matter has, by the kind of ground it is on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from core.case import Limit, Measure
from core.config.base import Model, Slug
from core.matter import Severity

WhenToReport = Literal["at_once", "after_confirmation"]


class LimitRow(Model):
    """How long a unit may take, from dispatch."""

    amount: float = Field(gt=0, le=10_000)
    """How many ..."""
    measure: Measure
    """... working_hours or working_days by the city's calendar, or hours or days by the clock."""

    def limit(self) -> Limit:
        """Return it as a case carries it."""
        return Limit(amount=self.amount, measure=self.measure)


class MatterRow(Model):
    """One matter on one or more kinds of ground."""

    matter: Slug
    """Our key, e.g. construction_waste."""
    zone_kinds: tuple[Slug, ...] = ()
    """Kinds of zone; empty is the default for this matter."""
    code: str = Field(min_length=1, max_length=32)
    """The city's code, as text: leading zeros count."""
    name: str = Field(min_length=1, max_length=30)
    """Chinese name in the table (at most 30 characters, as in the standard's field)."""
    name_en: str = Field(min_length=1, max_length=80)
    """English name."""
    severity: Severity = "minor"
    """CAP severity."""
    local_extension: bool = False
    """A code agreed with this city, not in the standard."""
    confirmed: bool = False
    """Set when the city has confirmed the row."""
    limit: LimitRow | None = None
    """How long a unit may take (class A, general 一般); left out: no limit is known."""
    limit_engineering: LimitRow | None = None
    """The same where the platform says that works are needed (class B 工程性); left out: `limit`."""
    limit_special: LimitRow | None = None
    """The same for what the platform calls special (class C 特殊性); left out: `limit`."""
    report: WhenToReport = "at_once"
    """When receivers are told: at once, or after an operator has confirmed it. A profile may be stricter."""


class MatterTable(Model):
    """A versioned code table."""

    table: str = Field(min_length=1, max_length=80)
    """Name, e.g. GB/T 47678.5-2026."""
    version: str = Field(min_length=1, max_length=40)
    """Version of this file; recorded in each incident."""
    note: str = ""
    """Where it comes from and what is to be confirmed."""
    rows: tuple[MatterRow, ...] = Field(min_length=1)
    """The codes."""

    @field_validator("rows")
    @classmethod
    def _no_conflict(cls, rows: tuple[MatterRow, ...]) -> tuple[MatterRow, ...]:
        seen: set[tuple[str, str]] = set()
        for row in rows:
            for kind in row.zone_kinds or ("*",):
                if (row.matter, kind) in seen:
                    raise ValueError(f"two codes for {row.matter} in zone kind {kind}; keep one")
                seen.add((row.matter, kind))
        return rows
