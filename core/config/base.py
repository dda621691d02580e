"""What all config models share: frozen, strict about unknown keys, documented field by field."""

from __future__ import annotations

from types import NoneType
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from core.geo import Datum, LonLat

SLUG = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, strip_whitespace=True)]
"""A short name used as a key: letters, digits, dot, dash, underscore; at most 64."""


class Model(BaseModel):
    """Frozen; an unknown key is an error, infinity is no number; every field is described."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _switches_are_no_numbers(cls, data: Any) -> Any:
        """Have true and false refused where a number belongs.

        Python takes true for 1: `sessions: on` would be a budget of one session.
        """
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        switches = {
            key: str(value).lower()  # which pydantic refuses as a number, at the key
            for key, value in data.items()
            if isinstance(value, bool) and key in fields and _is_number(fields[key].annotation)
        }
        return {**data, **switches} if switches else data


def _is_number(annotation: Any) -> bool:
    """Return whether a field takes numbers and nothing else."""
    return set(get_args(annotation) or [annotation]) - {NoneType} in ({int}, {float})


def has_port_in_range(url: str) -> bool:
    """Return whether the address names no port or one that exists. Says no more: it may stand in a password."""
    try:
        urlsplit(url).port  # noqa: B018 - reading it raises
    except ValueError:
        return False
    return True


class Position(Model):
    """A point on the ground. The datum must be said: a wrong one moves a camera by 500 m."""

    lon: float = Field(ge=-180, le=180)
    """Longitude in degrees."""
    lat: float = Field(ge=-90, le=90)
    """Latitude in degrees."""
    datum: Datum
    """WGS84 (also for CGCS2000), GCJ02 or BD09."""

    def lonlat(self) -> LonLat:
        """Return the point in WGS-84."""
        return LonLat(lon=self.lon, lat=self.lat, datum=self.datum).to(Datum.WGS84)
