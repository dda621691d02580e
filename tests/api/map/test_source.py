"""What the wiring gives to maps."""

from __future__ import annotations

from api.map.source import MapSource


def test_without_wiring_there_is_no_base_map() -> None:
    """And nothing is asked of anybody."""
    source = MapSource()
    assert source.base.origin is None
    assert source.streets() is None
    assert source.matters == {}
