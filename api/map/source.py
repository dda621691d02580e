"""What the wiring gives to maps beside cameras, grids and incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.config.settings.base_map import BaseMap


@dataclass(frozen=True, kw_only=True, slots=True)
class MapSource:
    """What is drawn below, and what things are called."""

    base: BaseMap = field(default_factory=BaseMap)  # what lies under everything
    streets: Callable[[], bytes | None] = lambda: None  # GeoJSON in WGS-84; the same object until it changes
    matters: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # key -> Chinese and English name
