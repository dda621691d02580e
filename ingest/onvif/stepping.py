"""A small step of a head, by hand: from where it stands to where it is sent. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.config.ptz import Ptz
from ingest.onvif.ptz_read import SPHERICAL, ZOOM_SHARE, Range, Spaces, Where

Zoom = tuple[float, str]  # value and the URI of its space


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """How far, from where it stands."""

    pan_deg: float = 0.0  # to the right
    tilt_deg: float = 0.0  # up
    zoom: float = 0.0  # share of the zoom's range, in


def stepped(
    where: Where | None, spaces: Spaces, step: Step, ptz: Ptz
) -> tuple[float, float, Zoom | None] | None:
    """Return pan, tilt and zoom to send it to, as the device counts; None where it tells or takes no degrees.

    A step over the device's range or the administrator's limits ends at them.
    """
    space = spaces.spherical
    if where is None or space is None or where.uri not in {"", SPHERICAL}:
        return None
    pan = where.pan + (-step.pan_deg if ptz.pan_reversed else step.pan_deg)
    tilt = where.tilt + (-step.tilt_deg if ptz.tilt_reversed else step.tilt_deg)
    pan = space.pan.clip(_limits(ptz.pan_limits_deg).clip(pan))
    tilt = space.tilt.clip(_limits(ptz.tilt_limits_deg).clip(tilt))
    return pan, tilt, _zoomed(where, spaces, step.zoom)


def _limits(pair: tuple[float, float]) -> Range:
    return Range(low=pair[0], high=pair[1])


def _zoomed(where: Where, spaces: Spaces, by: float) -> Zoom | None:
    """Return the zoom; None leaves it as it is."""
    share = spaces.zoom_by(ZOOM_SHARE)
    if share is None or where.zoom is None or where.zoom_uri not in {"", ZOOM_SHARE} or not by:
        return None
    width = share.zoom.high - share.zoom.low
    return share.zoom.clip(where.zoom + by * width), ZOOM_SHARE
