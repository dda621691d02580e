"""Whose cameras these are."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model


class District(Model):
    """Whose cameras these are."""

    name: str
    """Chinese name."""
    name_en: str = ""
    """English name."""
    code: str = Field(pattern=r"^\d{6}$")
    """Six-digit division code (GB/T 2260)."""
    timezone: str = "Asia/Shanghai"
    """IANA time zone in which people read times; told to whoever shows them."""
