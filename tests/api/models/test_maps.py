"""What maps are told."""

from __future__ import annotations

from api.map.source import MapSource
from api.models.maps import MapSettingsOut
from core.config.settings.base_map import BaseMap


def test_a_district_without_an_english_name_or_a_base_map() -> None:
    """Is told by its Chinese name, in WGS-84."""
    told = MapSettingsOut.of(
        MapSource(), {"name": "示范区", "name_en": "", "timezone": "Asia/Shanghai"}, None, streets=False
    )
    assert (told.kind, told.datum, told.district_en, told.box) == ("none", "WGS84", "示范区", None)


def test_the_datum_of_a_base_map_is_told() -> None:
    """What is drawn over it is moved by the page."""
    base = BaseMap(kind="raster", url="/t/{z}/{x}/{y}", datum="GCJ02", attribution="GS(2026)1")
    told = MapSettingsOut.of(MapSource(base=base), {"name": "x", "timezone": "UTC"}, None, streets=True)
    assert (told.datum, told.attribution, told.streets) == ("GCJ02", "GS(2026)1", True)
