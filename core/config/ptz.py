"""A camera that can be turned: where it is at home, what its angles mean, what its presets show."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from core.config.base import Model, Position

Token = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class PtzPosition(Model):
    """A direction in ONVIF's spherical space."""

    pan_deg: float = Field(ge=-360, le=360)
    """Pan as the device tells it, degrees."""
    tilt_deg: float = Field(ge=-270, le=90)
    """Tilt as the device tells it, degrees; 0 is level, -90 straight down."""


class PtzPreset(Model):
    """A place that the device knows by a number."""

    token: Token
    """The device's token of it; `gridwatch cameras probe` lists them."""
    name: str = Field(default="", max_length=200)
    """What operators call it."""
    ground: Position | None = None
    """The point on the ground in the middle of its picture; without it the preset shows no place."""
    radius_m: float = Field(default=15, gt=0, le=200)
    """How far around that point the ground can be seen well, metres."""


class Ptz(Model):
    """How a camera is turned. Its zones, pose and ground points are those of its home view."""

    home: Token | None = None
    """Preset that is its home; without it and without `home_position`, the device's own home position."""
    home_position: PtzPosition | None = None
    """Direction that is its home, for devices that are turned by degrees."""
    zero_heading_deg: float | None = Field(default=None, ge=0, lt=360)
    """Direction of view at pan 0, clockwise from north; without it only presets are used."""
    pan_reversed: bool = False
    """Whether pan grows to the left (some devices count so, against ONVIF)."""
    tilt_reversed: bool = False
    """Whether tilt grows downwards (some devices count so, against ONVIF)."""
    pan_limits_deg: tuple[float, float] = (-180, 180)
    """Pan that is allowed, lowest and highest; narrower than the device's own where a wall or a window is beside it."""
    tilt_limits_deg: tuple[float, float] = (-90, 20)
    """Tilt that is allowed."""
    tolerance_deg: float = Field(default=1.0, gt=0, le=10)
    """So near to the direction asked for it has arrived."""
    wide_hfov_deg: float = Field(default=60, gt=1, lt=170)
    """Horizontal field of view at the wide end of its zoom."""
    sensor_width_mm: float | None = Field(default=None, gt=0.5, le=60)
    """Width of its sensor: with it, devices that zoom by millimetres are zoomed; others stay at the wide end."""
    reach_m: float = Field(default=120, gt=1, le=2000)
    """How far away it still shows a thing well, metres."""
    presets: tuple[PtzPreset, ...] = Field(default=(), max_length=256)
    """Presets and what each shows."""

    @model_validator(mode="after")
    def _one_home(self) -> Self:
        if self.home is not None and self.home_position is not None:
            raise ValueError("give home or home_position, not both: it can return to one place only")
        for name in ("pan_limits_deg", "tilt_limits_deg"):
            low, high = getattr(self, name)
            if low >= high:
                raise ValueError(f"{name}: the first is not below the second")
        tokens = [preset.token for preset in self.presets]
        doubled = sorted({token for token in tokens if tokens.count(token) > 1})
        if doubled:
            raise ValueError(f"preset used twice: {', '.join(doubled)}")
        return self
