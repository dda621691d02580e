"""The map that the console draws under cameras and incidents."""

from __future__ import annotations

import re
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from core.config.base import Model

_NAMED_HOST = re.compile(r"(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


class BaseMap(Model):
    """What lies under cameras and incidents. Without one the console draws the own boundaries and streets."""

    kind: Literal["none", "raster", "style"] = "none"
    """none: nothing is asked of anybody; raster: pictures by an XYZ address; style: a MapLibre style."""
    url: str = Field(default="", max_length=2000)
    """raster: an address with {z}, {x} and {y}; style: the address of the style, everything that it names on the same
    host. With or without a host: `/tiles/{z}/{x}/{y}.png` is asked of Gridwatch's own address."""
    datum: Literal["WGS84", "GCJ02"] | None = None
    """What its coordinates are in. Maps of Chinese providers are GCJ02: said wrongly, everything is off by 500 m."""
    attribution: str = Field(default="", max_length=200)
    """Whose map it is, and its review number: written at the map's edge."""
    max_zoom: int = Field(default=18, ge=1, le=24)
    """The finest zoom that it has; beyond it tiles are enlarged."""
    tile_px: Literal[256, 512] = 256
    """raster: width of a tile, pixels."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.kind == "none":
            return self
        if self.datum is None:
            raise ValueError("datum: say WGS84 or GCJ02; nobody can see it from the address")
        self._check_address()
        places = set(re.findall(r"\{([^}]*)\}", self.url))
        if self.kind == "raster" and places != {"x", "y", "z"}:
            raise ValueError("url: a raster map needs {z}, {x} and {y}, and knows no other places to fill in")
        if self.kind == "style" and places:
            raise ValueError("url: a style has one address, without places to fill in")
        return self

    def _check_address(self) -> None:
        if not self.url.isprintable() or set(self.url) & set("\"'<>\\ ;,"):
            raise ValueError("url: holds a character that an address must write as %..")
        if self.url.startswith("/") and not self.url.startswith("//"):
            return
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not _NAMED_HOST.fullmatch(parts.netloc):
            raise ValueError("url: not an http(s) address of a named host, and no path that begins with /")

    @property
    def origin(self) -> str | None:
        """Scheme, host and port that browsers may ask beside Gridwatch itself; None where they ask nobody."""
        if self.kind == "none" or self.url.startswith("/"):
            return None
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"
