"""What the console has set for one camera, laid over what its own file says. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal, Self, get_args

from pydantic import AwareDatetime, Field, model_validator

from core.config.base import Model
from core.config.camera import Calibration, Camera, GroundPoints, Overrides, Zones

Part = Literal["zones", "overrides", "ground_points"]
"""What is overlaid as one: `calibration` goes with the ground points that it is of."""
PARTS: tuple[Part, ...] = get_args(Part)
_FIELDS: Mapping[Part, set[str]] = {
    "zones": {"zones"},
    "overrides": {"overrides"},
    "ground_points": {"ground_points", "calibration"},
}


class Mark(Model):
    """When a part was set, by whom, and over what."""

    who: str = Field(default="", max_length=64)
    """User or machine; empty: by hand."""
    at: AwareDatetime | None = None
    """When."""
    over: str = Field(default="", pattern=r"^[0-9a-f]{0,64}$")
    """Fingerprint of what the camera's own file said then; empty: not known."""


class Overlay(Model):
    """Written by the console, a file a camera, called by its id. What is left out stays as the camera's own file
    has it; what is given takes its place whole, an empty list too.
    """  # noqa: D205 - one paragraph: editors show it

    zones: Zones | None = None
    """Zones; an empty list: the whole picture."""
    overrides: Overrides | None = None
    """Values of the profile's rules that this camera has otherwise."""
    ground_points: GroundPoints | None = None
    """Six or more point pairs; an empty list: places are measured by the pose."""
    calibration: Calibration | None = None
    """Of what picture these ground points are."""
    marks: Mapping[Part, Mark] = Field(default_factory=dict)
    """Who set what; kept by the console."""

    @model_validator(mode="after")
    def _calibrated_by_its_own_points(self) -> Self:
        if self.calibration is not None and not self.ground_points:
            raise ValueError("calibration is given without its ground_points; give both, or neither")
        return self

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it lays over the camera's file."""
        return tuple(part for part in PARTS if getattr(self, part) is not None)


def overlaid(camera: Camera, overlay: Overlay) -> Camera:
    """Return the camera as it is with what lies over it."""
    update: dict[str, Any] = {part: getattr(overlay, part) for part in overlay.parts}
    if overlay.ground_points is not None:
        update["calibration"] = overlay.calibration  # the file's is of the file's points
    return camera.model_copy(update=update)


def print_of(camera: Camera, part: Part) -> str:
    """Return a fingerprint of what a camera's own file says of a part."""
    plain = camera.model_dump(mode="json", include=_FIELDS[part])
    return hashlib.blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=8).hexdigest()


def moved_on(camera: Camera, overlay: Overlay) -> tuple[Part, ...]:
    """Return the parts of which the camera's own file says something else than when they were overlaid."""
    marks = overlay.marks
    return tuple(
        part
        for part in overlay.parts
        if part in marks and marks[part].over and marks[part].over != print_of(camera, part)
    )


def values_of(source: Camera | Overlay, part: Part) -> dict[str, Any]:
    """Return what a camera or an overlay says of a part, as JSON types."""
    return source.model_dump(mode="json", include=_FIELDS[part], exclude_defaults=True)
