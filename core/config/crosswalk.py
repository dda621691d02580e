"""From one code table to another: what a receiver calls the codes that this city's table gives."""

from __future__ import annotations

from pydantic import Field, field_validator

from core.config.base import Model, Slug


class CrosswalkRow(Model):
    """One code and what it is called in the other table."""

    code: str = Field(min_length=1, max_length=32)
    """Code in `from_table`, as text: leading zeros count."""
    to: str = Field(min_length=1, max_length=32)
    """Code in `to_table`, as text."""
    name: str = Field(min_length=1, max_length=30)
    """Chinese name in `to_table`."""
    name_en: str = Field(min_length=1, max_length=80)
    """English name."""
    confirmed: bool = False
    """Set when the receiver has confirmed the row."""


class Crosswalk(Model):
    """A versioned crosswalk between two code tables."""

    crosswalk: Slug
    """Its name; a receiver asks for it by `codes`."""
    version: str = Field(min_length=1, max_length=40)
    """Version of this file; recorded in each message's facts."""
    from_table: str = Field(min_length=1, max_length=80)
    """The table that incidents are coded in, e.g. GB/T 47678.5-2026."""
    to_table: str = Field(min_length=1, max_length=80)
    """The table that the receiver wants, e.g. GB/T 30428.2-2013."""
    note: str = ""
    """Where it comes from and what is to be confirmed."""
    rows: tuple[CrosswalkRow, ...] = Field(min_length=1)
    """The codes."""

    @field_validator("rows")
    @classmethod
    def _each_code_once(cls, rows: tuple[CrosswalkRow, ...]) -> tuple[CrosswalkRow, ...]:
        codes = [row.code for row in rows]
        doubled = sorted({code for code in codes if codes.count(code) > 1})
        if doubled:
            raise ValueError(f"two rows for {', '.join(doubled)}; keep one")
        return rows
