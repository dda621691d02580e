"""Clicked ground points become the plane that densities are measured on: fitted when a configuration is taken."""

from __future__ import annotations

from alerts.homography import fit
from core.config.camera import Camera
from core.config.profile import CrowdRule, Profile
from core.errors import ConfigError
from core.geo import LocalPlane
from core.ground import Ground


def ground_of(camera: Camera, profile: Profile) -> Ground | None:
    """Return the camera's plane by its ground points, where a rule of the profile measures density.

    None without points (a pose is used as it is), and where nobody asks: a fit costs some milliseconds, and a
    district has thousands of cameras. Points that fit no plane were told as mistakes of the configuration.
    """
    asked = any(isinstance(rule, CrowdRule) and rule.per_m2 is not None for rule in profile.rules)
    if not asked or not camera.ground_points:
        return None
    try:
        fitted = fit(camera.ground_points, LocalPlane(origin=camera.position.lonlat()))
    except ConfigError:
        return None
    return Ground.of(fitted.matrix)
