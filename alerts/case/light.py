"""Whether it is day at a place. Pure; the sun's place by the `astral` library (NOAA's formulas)."""

from __future__ import annotations

from datetime import datetime, timedelta

from astral import Observer
from astral.sun import elevation

from core.geo import Datum, LonLat

_STEP = timedelta(minutes=20)
_AHEAD = timedelta(days=2)  # beyond the polar circles there may be no next morning
_EXACT = timedelta(seconds=30)


def sun_deg(point: LonLat, at: datetime) -> float:
    """Return the elevation of the sun over the horizon in degrees, below it negative."""
    wgs = point.to(Datum.WGS84)
    return float(elevation(Observer(latitude=wgs.lat, longitude=wgs.lon), at))


def next_light(point: LonLat, at: datetime, *, least_deg: float) -> datetime | None:
    """Return from when, at the earliest, the sun stands so high: `at` itself by day; None within two days."""
    dark = at
    while sun_deg(point, dark) < least_deg:
        light = dark + _STEP
        if light - at > _AHEAD:
            return None
        if sun_deg(point, light) >= least_deg:
            return _between(point, dark, light, least_deg)
        dark = light
    return dark


def _between(point: LonLat, dark: datetime, light: datetime, least_deg: float) -> datetime:
    while light - dark > _EXACT:
        middle = dark + (light - dark) / 2
        if sun_deg(point, middle) >= least_deg:
            light = middle
        else:
            dark = middle
    return light
