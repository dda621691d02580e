"""Mistakes in a record are told by the names that its writer knows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from gridwatch.workbench.mistakes import told


class _Where(BaseModel):
    lon: float


class _Record(BaseModel, extra="forbid"):
    box: tuple[float, float] = (0.0, 0.0)
    where: _Where | None = None
    seen: tuple[_Where, ...] = ()
    at: Annotated[datetime, AfterValidator(lambda at: at)] | Annotated[float, Field(ge=0)] = 0.0


def mistakes(values: Any) -> dict[str, str]:
    """What is told of a record."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(_Record).validate_python(values)
    return told(caught.value)


def test_no_name_of_ours_is_told() -> None:
    """Who writes a truth file knows of no class."""
    assert mistakes([]) == {"line": "is no object in braces"}
    assert mistakes({"where": [1, 2]}) == {"where": "is no object in braces"}


def test_the_place_of_a_mistake_is_a_path_of_fields() -> None:
    """Which corner, which part of the place, which key that nobody knows."""
    found = mistakes({"where": {"lon": "east"}, "seen": [{"lon": 1}, {}], "float": 1})
    assert list(found) == ["where.lon", "seen[1].lon", "float"]


def test_a_value_is_one_mistake() -> None:
    """Not one for each of its numbers, nor for each way in which it could have been right."""
    assert list(mistakes({"at": "noon", "box": ["x", "y", "z"]})) == ["box", "at"]
