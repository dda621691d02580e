"""Cameras around an incident as the API tells them."""

from __future__ import annotations

from alerts.covering import Sight
from api.models.base import Told


class SightOut(Told):
    """How one camera can show the place."""

    camera_id: str
    """Camera."""
    name: str
    """What operators call it."""
    owner: str
    """Source owner."""
    distance_m: float
    """Metres from it to the place."""
    bearing_deg: float
    """Direction from it to the place, clockwise from north."""
    height_m: float | None
    """Height of its lens over the ground; null where nobody has written it down."""
    slant_deg: float
    """How steeply it looks down on the place; 5 m are assumed where no height is known."""
    high: bool
    """Whether it looks over what stands in the street (12 m and more)."""
    sure: float
    """Probability that the place is in its picture as it now looks, 0..1."""
    how: str
    """How that is known: seen (it has shown it), points, pose or distance."""
    shown: bool
    """Whether it is one of the cameras that have shown it."""
    turns: bool
    """Whether it is a PTZ camera that could turn there."""

    @classmethod
    def of(cls, sight: Sight, *, name: str, owner: str) -> SightOut:
        """Tell one camera."""
        return cls(
            camera_id=sight.camera_id,
            name=name,
            owner=owner,
            distance_m=sight.distance_m,
            bearing_deg=sight.bearing_deg,
            height_m=sight.height_m,
            slant_deg=sight.slant_deg,
            high=sight.high,
            sure=sight.sure,
            how=sight.how,
            shown=sight.shown,
            turns=sight.turns,
        )


class ViewsOut(Told):
    """The cameras around an incident."""

    views: list[SightOut]
    """First those that have shown it, then those that show its place now, then those that would have to
    turn or may not show it; within each the steepest view first. At most 50."""
    near: str | None
    """The camera that shows it from nearest by."""
    over: str | None
    """The high camera that shows it, or could turn to it, most steeply; null where there is none."""

    @classmethod
    def of(cls, views: list[SightOut]) -> ViewsOut:
        """Tell all, and the pair of a near and a high one."""
        direct = [one for one in views if one.shown or one.sure >= 0.5]
        near = min(direct, key=lambda one: one.distance_m, default=None)
        high = [one for one in views if one.high and (one in direct or one.turns)]
        over = max(high, key=lambda one: one.slant_deg, default=None)
        return cls(
            views=views,
            near=near.camera_id if near else None,
            over=over.camera_id if over else None,
        )
