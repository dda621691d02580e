"""Coordinates that say their datum, and the conversions between the three datums of Chinese maps.

WGS-84 inside (CGCS2000 differs by decimetres and is treated as equal); GCJ-02 and BD-09 only at the
door of whoever needs them. Formulas after the published GCJ-02 transform (a = 6378245.0,
ee = 0.00669342162296594323, series around 105 E 35 N); vectors in the conformance data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

_A = 6378245.0
_EE = 0.00669342162296594323
_X_PI = math.pi * 3000.0 / 180.0
_EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)


class Datum(StrEnum):
    """The reference frame of a coordinate."""

    WGS84 = "WGS84"
    GCJ02 = "GCJ02"
    BD09 = "BD09"


@dataclass(frozen=True, kw_only=True, slots=True)
class LonLat:
    """A point on the ground, in degrees, with its datum."""

    lon: float
    lat: float
    datum: Datum = Datum.WGS84

    def __post_init__(self) -> None:
        if not (-180.0 <= self.lon <= 180.0 and -90.0 <= self.lat <= 90.0):
            raise ValueError(f"not a longitude and latitude: lon={self.lon} lat={self.lat}")

    def to(self, datum: Datum) -> LonLat:
        """Return the same point in another datum (inverse conversions are exact to < 1e-6 m for GCJ-02)."""
        if datum is self.datum:
            return self
        gcj = self._to_gcj()
        if datum is Datum.GCJ02:
            lon, lat = gcj
        elif datum is Datum.WGS84:
            lon, lat = _gcj_to_wgs(*gcj)
        else:
            lon, lat = _gcj_to_bd(*gcj)
        # at the date line and the poles, where no map uses these datums, a shift would lead off the globe
        return LonLat(lon=max(-180.0, min(180.0, lon)), lat=max(-90.0, min(90.0, lat)), datum=datum)

    def _to_gcj(self) -> tuple[float, float]:
        if self.datum is Datum.WGS84:
            return _wgs_to_gcj(self.lon, self.lat)
        if self.datum is Datum.BD09:
            return _bd_to_gcj(self.lon, self.lat)
        return self.lon, self.lat


def distance_m(a: LonLat, b: LonLat) -> float:
    """Return the great-circle distance in metres (haversine, mean earth radius)."""
    if a.datum is not b.datum:
        raise ValueError(f"distance between {a.datum} and {b.datum}: convert first")
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    h = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalPlane:
    """A flat east/north frame in metres around `origin`; good to 0.1 % within some kilometres."""

    origin: LonLat

    def to_metres(self, point: LonLat) -> tuple[float, float]:
        """Return `(east, north)` in metres; `point` must have the datum of the origin."""
        if point.datum is not self.origin.datum:
            raise ValueError(f"{point.datum} point on a {self.origin.datum} plane: convert first")
        per_lon, per_lat = self._metres_per_degree()
        return (point.lon - self.origin.lon) * per_lon, (point.lat - self.origin.lat) * per_lat

    def to_lonlat(self, east: float, north: float) -> LonLat:
        """Return the point `east` and `north` metres from the origin."""
        per_lon, per_lat = self._metres_per_degree()
        return LonLat(
            lon=self.origin.lon + east / per_lon,
            lat=self.origin.lat + north / per_lat,
            datum=self.origin.datum,
        )

    def _metres_per_degree(self) -> tuple[float, float]:
        per_lat = math.radians(1) * _EARTH_RADIUS_M
        return per_lat * math.cos(math.radians(self.origin.lat)), per_lat


def _in_gcj_area(lon: float, lat: float) -> bool:
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _offset(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    wave = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    d_lat = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        + wave
        + (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
        + (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    )  # fmt: skip
    d_lon = (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        + wave
        + (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
        + (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    )  # fmt: skip
    phi = math.radians(lat)
    magic = 1 - _EE * math.sin(phi) ** 2
    d_lat = math.degrees(d_lat / ((_A * (1 - _EE)) / (magic * math.sqrt(magic))))
    d_lon = math.degrees(d_lon / (_A / math.sqrt(magic) * math.cos(phi)))
    return d_lon, d_lat


def _wgs_to_gcj(lon: float, lat: float) -> tuple[float, float]:
    if not _in_gcj_area(lon, lat):
        return lon, lat
    d_lon, d_lat = _offset(lon, lat)
    return lon + d_lon, lat + d_lat


def _gcj_to_wgs(lon: float, lat: float) -> tuple[float, float]:
    if not _in_gcj_area(lon, lat):
        return lon, lat
    w_lon, w_lat = lon, lat
    for _ in range(6):  # one step leaves up to 2.3 m; four leave < 1e-6 m
        g_lon, g_lat = _wgs_to_gcj(w_lon, w_lat)
        w_lon, w_lat = w_lon + lon - g_lon, w_lat + lat - g_lat
    return w_lon, w_lat


def _gcj_to_bd(lon: float, lat: float) -> tuple[float, float]:
    z = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _X_PI)
    theta = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _X_PI)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


def _bd_to_gcj(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 0.0065, lat - 0.006
    z = math.hypot(x, y) - 0.00002 * math.sin(y * _X_PI)
    theta = math.atan2(y, x) - 0.000003 * math.cos(x * _X_PI)
    return z * math.cos(theta), z * math.sin(theta)
