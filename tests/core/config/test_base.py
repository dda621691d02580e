"""What all config models share."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from core.config.base import Model, Position, Slug
from core.geo import Datum


class Thing(Model):
    """A model for this test."""

    size: int = 1
    """How large."""
    share: float | None = None
    """Of what."""
    shown: bool = False
    """Whether it is."""
    either: bool | int = 0
    """Both make sense."""


def test_unknown_keys_are_errors_and_nothing_changes() -> None:
    """A misspelt key is never ignored, and a config is never edited in place."""
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Thing.model_validate({"sice": 2})
    with pytest.raises(ValidationError, match="frozen"):
        Thing().size = 3  # type: ignore[misc]  # that it cannot be set is the point


def test_fields_describe_themselves() -> None:
    """The docstring below a field is its description in the JSON Schema."""
    assert Thing.model_json_schema()["properties"]["size"]["description"] == "How large."


def test_a_switch_is_no_number() -> None:
    """YAML reads `size: on` as true, and true is 1 in Python: one of what, nobody wrote."""
    with pytest.raises(ValidationError, match="_parsing"):
        Thing.model_validate({"size": True})
    with pytest.raises(ValidationError, match="_parsing"):
        Thing.model_validate({"share": False})
    assert Thing.model_validate({"shown": True, "either": True}) == Thing(shown=True, either=True)


@pytest.mark.parametrize("name", ["a", "cam-1", "A.b_c-9", "x" * 64])
def test_slugs(name: str) -> None:
    """Names that are safe in addresses and file names."""
    assert TypeAdapter(Slug).validate_python(name) == name


@pytest.mark.parametrize("name", ["", "-a", "a b", "a/b", "中", "x" * 65])
def test_what_is_no_slug(name: str) -> None:
    """Spaces, slashes, a leading dash, too long."""
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(name)


def test_a_position_says_its_datum_and_comes_out_in_wgs84() -> None:
    """Without a datum it is refused; GCJ-02 is converted."""
    with pytest.raises(ValidationError, match="datum"):
        Position.model_validate({"lon": 120, "lat": 30})
    gcj = Position(lon=121.531541859215, lat=31.17530398364597, datum=Datum.GCJ02).lonlat()
    assert (gcj.lon, gcj.lat, gcj.datum) == (
        pytest.approx(121.5272106),
        pytest.approx(31.1774276),
        Datum.WGS84,
    )
