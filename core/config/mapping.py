"""How a receiver wants a message written, field by field: data, not code.

What a `path` may name is checked when the configuration is read (`alerts.mapping.faults`): the names of
the standard body, as docs/integrators.md lists them, and a few conveniences beside them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from core.config.base import Model, Slug

Whole = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
"""What every JSON reader takes; a longer one cannot even be written by us."""
Scalar = str | Whole | float | bool
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-zA-Z0-9_]+)*$", max_length=120)]
"""Names joined by dots, e.g. place.lon."""
Key = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\s]+$")]
OTHERWISE = "*"
"""The row of a table that stands for everything that has none."""


class MappedField(Model):
    """One field: where its value comes from, and how it is written. Exactly one of the first four."""

    path: Path | None = None
    """A field of the message, e.g. place.lon."""
    value: Scalar | None = None
    """A constant."""
    text: Annotated[str, StringConstraints(min_length=1, max_length=1000)] | None = None
    """Words with fields in braces, e.g. "{place.lat:.6f},{place.lon:.6f}"."""
    pictures: Literal["link", "base64", "data_url"] | None = None
    """The masked pictures as a list: expiring links, or their bytes as base64, or as data: addresses."""

    table: Slug | None = None
    """Looks the value up in one of the body's `tables`."""
    slice: tuple[int, int] | None = None
    """Only these characters, e.g. [0, 2] for the big class of a code."""
    decimals: int | None = Field(default=None, ge=0, le=9)
    """Digits behind the point."""
    time: str | None = None
    """Another time format than the receiver's."""
    type: Literal["text", "number", "whole"] | None = None
    """What it is written as, where that differs from what it is."""
    longest: int | None = Field(default=None, ge=1, le=4000)
    """Characters; what is longer is cut and ends in an ellipsis."""
    join: Annotated[str, StringConstraints(max_length=8)] | None = None
    """Makes one text of a list, with this between its parts."""
    default: Scalar | None = None
    """Written where there is nothing."""
    skip_empty: bool = False
    """Leaves the field out where there is nothing; otherwise JSON has a null there, and a form leaves it out."""

    @model_validator(mode="before")
    @classmethod
    def _no_bare_value(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise ValueError("is a bare value; write {path: ...} for a field or {value: ...} for a constant")  # noqa: TRY004 - pydantic wants it
        return data

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [n for n in ("path", "value", "text", "pictures") if getattr(self, n) is not None]
        if len(given) != 1:
            told = " and ".join(given) or "none"
            raise ValueError(f"needs exactly one of path, value, text and pictures; it has {told}")
        if self.slice is not None and not 0 <= self.slice[0] < self.slice[1]:
            raise ValueError("slice: give [first, behind the last], counted from 0")
        return self


class Body(Model):
    """A message in the receiver's own shape."""

    content: Literal["json", "form"] = "json"
    """JSON, or a form as browsers send it (application/x-www-form-urlencoded)."""
    fields: dict[Key, MappedField] = Field(min_length=1, max_length=200)
    """By the receiver's name. In JSON a dot leads into an object: `PM.Lon`."""
    tables: dict[Slug, dict[str, Scalar]] = Field(default_factory=dict, max_length=50)
    """Words for our words, e.g. {opened: 1, closed: 6}; the row `"*"` stands for every other."""
