"""Calibrations as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from alerts.calibration import Checked
from api.calibrations import DoubtNow
from api.models.base import Told
from core.config.camera import Camera, PointPair
from core.geo import Datum


class ClickedIn(Told):
    """One point, clicked in the picture and on the map."""

    x: float = Field(ge=0, le=1)
    """Across the picture, 0 left .. 1 right."""
    y: float = Field(ge=0, le=1)
    """Down the picture, 0 top .. 1 bottom."""
    lon: float = Field(ge=-180, le=180)
    """Longitude on the map."""
    lat: float = Field(ge=-90, le=90)
    """Latitude on the map."""
    datum: Datum | None = None
    """Of this point, where it is not the others'."""


class CheckIn(Told):
    """Points to be checked."""

    datum: Datum
    """Of the map: GCJ02 for Chinese base maps (Amap, Tencent), BD09 for Baidu's, WGS84 also for CGCS2000."""
    points: tuple[ClickedIn, ...] = Field(max_length=64)
    """Six or more, spread over the ground that the picture shows."""
    save: bool = False
    """Whether to set them over the camera's file when they can be used."""

    def pairs(self) -> tuple[PointPair, ...]:
        """Return the points as a camera's file has them."""
        return tuple(
            PointPair.model_validate(
                {
                    "picture": (one.x, one.y),
                    "ground": {"lon": one.lon, "lat": one.lat, "datum": one.datum or self.datum},
                }
            )
            for one in self.points
        )


class PointOut(Told):
    """What the others say about one point."""

    number: int
    """As given, from 1."""
    used: bool
    """Whether it fits the others."""
    off_m: float | None
    """How far the others put it from where it is, metres; null where they cannot."""
    others_x: float | None
    """Where the others put it across the picture, 0..1."""
    others_y: float | None
    """Where the others put it down the picture, 0..1."""


class FaultOut(Told):
    """Something wrong with the points."""

    code: str
    """few, doubled, in_a_line, far, datum, no_fit, mirrored, wrong_point or few_fit."""
    what: str
    """What is wrong."""
    cure: str
    """What to do."""
    points: list[int]
    """Numbers of the points that it is about."""
    fatal: bool
    """Whether they cannot be used."""


class RadiusOut(Told):
    """How sure a place is at a distance."""

    distance_m: float
    """From the foot of the camera."""
    radius_m: float | None
    """Holds 95 % of true places; null where the picture does not show that distance."""


class CheckedOut(Told):
    """What is known about a set of points."""

    usable: bool
    """Whether places may be found by them."""
    median_m: float | None
    """Median error of a point that the others place, metres."""
    worst_m: float | None
    """The largest."""
    points: list[PointOut]
    """One by one."""
    radii: list[RadiusOut]
    """At 20, 40 and 80 m."""
    faults: list[FaultOut]
    """What is wrong."""
    view: list[tuple[float, float]]
    """The ground that the picture shows by these points, as a ring of longitude and latitude in WGS-84; empty where
    they cannot be used."""
    saved: bool
    """Whether they are set now."""

    @classmethod
    def of(cls, checked: Checked, *, view: list[tuple[float, float]], saved: bool) -> CheckedOut:
        """Tell what was found."""
        return cls(
            usable=checked.usable,
            median_m=checked.median_m,
            worst_m=checked.worst_m,
            points=[
                PointOut(
                    number=one.number,
                    used=one.used,
                    off_m=one.off_m,
                    others_x=round(one.others[0], 4) if one.others else None,
                    others_y=round(one.others[1], 4) if one.others else None,
                )
                for one in checked.points
            ],
            radii=[RadiusOut(distance_m=away, radius_m=radius) for away, radius in checked.radii_m],
            faults=[
                FaultOut(
                    code=one.code, what=one.what, cure=one.cure, points=list(one.points), fatal=one.fatal
                )
                for one in checked.faults
            ],
            view=view,
            saved=saved,
        )


class KnownPointOut(Told):
    """A point pair that places are measured by."""

    x: float
    """Across the picture, 0..1."""
    y: float
    """Down the picture, 0..1."""
    lon: float
    """Longitude, WGS-84."""
    lat: float
    """Latitude, WGS-84."""


class CalibrationOut(Told):
    """How a camera's places are measured, and whether that holds."""

    by: Literal["points", "pose", "nothing"]
    """Ground points, the camera's pose, or nothing: then places are the camera's own."""
    calibrated_at: datetime | None
    """When the points were made."""
    error_m: float | None
    """Their median held-out error, metres."""
    doubted_since: datetime | None
    """Since when places are told by the camera's grid, because it has been turned; null: they are not."""
    right_deg: float | None
    """By which it was turned to the right, where it could be measured."""
    down_deg: float | None
    """By which it was turned down."""
    why: str
    """In Chinese; empty where nothing is doubted."""
    why_en: str
    """In English."""
    points: list[KnownPointOut]
    """The ground points in force, whatever datum they were given in."""

    @classmethod
    def of(cls, camera: Camera, doubt: DoubtNow | None) -> CalibrationOut:
        """Tell a camera's."""
        made = camera.calibration
        places = [(one.picture, one.ground.lonlat()) for one in camera.ground_points]
        return cls(
            by="points" if camera.ground_points else "pose" if camera.pose is not None else "nothing",
            calibrated_at=made.at if made else None,
            error_m=made.error_m if made else None,
            doubted_since=doubt.since if doubt else None,
            right_deg=doubt.right_deg if doubt else None,
            down_deg=doubt.down_deg if doubt else None,
            why=doubt.why.tell("zh") if doubt else "",
            why_en=doubt.why.tell("en") if doubt else "",
            points=[
                KnownPointOut(x=at[0], y=at[1], lon=round(place.lon, 8), lat=round(place.lat, 8))
                for at, place in places
            ],
        )
