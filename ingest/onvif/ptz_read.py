"""Answers of a PTZ service to records. Pure; every reader takes the `...Response` element.

Which coordinates a device understands is in the URI of the space, never in its numbers: a generic space that is
told as 0..360 (Yi-hack firmware) is still a share of the device's own range and no angle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ingest.onvif.soap import Element, child, children, text_of

_SPACES = "http://www.onvif.org/ver10/tptz"
SPHERICAL = f"{_SPACES}/PanTiltSpaces/SphericalPositionSpace"
MILLIMETRES = f"{_SPACES}/ZoomSpaces/PositionSpaceMillimeter"
_NO_ERROR = frozenset({"no error", "noerror", "none", "ok", "0"})  # how devices say that there is none
ZOOM_SHARE = f"{_SPACES}/ZoomSpaces/PositionGenericSpace"


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """What a device takes, both ends included; an end may be infinite."""

    low: float
    high: float

    def holds(self, value: float, slack: float = 1e-6) -> bool:
        """Return whether a value may be asked for."""
        return self.low - slack <= value <= self.high + slack

    def clip(self, value: float) -> float:
        """Return the nearest value that may be asked for."""
        return min(self.high, max(self.low, value))


@dataclass(frozen=True, kw_only=True, slots=True)
class PanTiltSpace:
    """Coordinates of the head in which absolute moves are taken."""

    uri: str
    pan: Range
    tilt: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoomSpace:
    """Coordinates of the zoom in which absolute moves are taken."""

    uri: str
    zoom: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class Spaces:
    """What a device takes in AbsoluteMove; empty (Dahua) where it takes presets only."""

    pan_tilt: tuple[PanTiltSpace, ...] = ()
    zoom: tuple[ZoomSpace, ...] = ()

    @property
    def spherical(self) -> PanTiltSpace | None:
        """Pan and tilt in degrees."""
        return next((one for one in self.pan_tilt if one.uri == SPHERICAL), None)

    def zoom_by(self, uri: str) -> ZoomSpace | None:
        """Return a space of the zoom."""
        return next((one for one in self.zoom if one.uri == uri), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """A position of the head as told: pan and tilt in the space of `uri`."""

    pan: float
    tilt: float
    uri: str = ""  # empty where it is not told: the device's default, which may be any
    zoom: float | None = None
    zoom_uri: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadStatus:
    """What GetStatus tells."""

    where: Where | None  # None where no position is told
    moving: bool | None  # None where it is not told, which the specification allows
    error: str = ""  # in the device's words


@dataclass(frozen=True, kw_only=True, slots=True)
class PresetAt:
    """A preset, with its position where the device tells it."""

    token: str
    name: str
    where: Where | None


def spaces(answer: Element) -> Spaces:
    """Read GetConfigurationOptionsResponse; a space without a range that can be read is left out."""
    told = child(answer, "PTZConfigurationOptions", "Spaces")
    if told is None:
        return Spaces()
    pan_tilt = [
        PanTiltSpace(uri=text_of(one, "URI"), pan=pan, tilt=tilt)
        for one in children(told, "AbsolutePanTiltPositionSpace")
        if (pan := _range(child(one, "XRange"))) and (tilt := _range(child(one, "YRange")))
    ]
    zoom = [
        ZoomSpace(uri=text_of(one, "URI"), zoom=found)
        for one in children(told, "AbsoluteZoomPositionSpace")
        if (found := _range(child(one, "XRange")))
    ]
    return Spaces(pan_tilt=tuple(pan_tilt), zoom=tuple(zoom))


def head_status(answer: Element) -> HeadStatus:
    """Read GetStatusResponse. Moving when the head or the zoom does; not told where neither is."""
    told = child(answer, "PTZStatus")
    states = {text_of(told, "MoveStatus", part).upper() for part in ("PanTilt", "Zoom")} - {"", "UNKNOWN"}
    error = " ".join(text_of(told, "Error").split())[:200]
    return HeadStatus(
        where=_where(child(told, "Position")),
        moving="MOVING" in states if states else None,
        error="" if error.lower() in _NO_ERROR else error,
    )


def presets_at(answer: Element) -> tuple[PresetAt, ...]:
    """Read GetPresetsResponse with positions; presets without a token cannot be gone to and are left out."""
    return tuple(
        PresetAt(
            token=one.get("token", ""), name=text_of(one, "Name"), where=_where(child(one, "PTZPosition"))
        )
        for one in children(answer, "Preset")
        if one.get("token")
    )


def _where(told: Element | None) -> Where | None:
    head, zoom = child(told, "PanTilt"), child(told, "Zoom")
    pan, tilt = _number(head, "x"), _number(head, "y")
    if head is None or pan is None or tilt is None:
        return None
    return Where(
        pan=pan,
        tilt=tilt,
        uri=head.get("space", ""),
        zoom=_number(zoom, "x"),
        zoom_uri=zoom.get("space", "") if zoom is not None else "",
    )


def _range(told: Element | None) -> Range | None:
    low, high = _float(text_of(told, "Min")), _float(text_of(told, "Max"))
    if low is None or high is None or math.isnan(low) or math.isnan(high) or low > high:
        return None
    return Range(low=low, high=high)


def _number(told: Element | None, name: str) -> float | None:
    value = _float(told.get(name, "")) if told is not None else None
    return value if value is not None and math.isfinite(value) else None


def _float(text: str) -> float | None:
    try:
        return float(text)  # "INF" and "-INF" too, as the specification writes an endless pan
    except ValueError:
        return None
