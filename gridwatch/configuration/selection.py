"""Which profile a camera is checked by."""

from __future__ import annotations

from collections.abc import Mapping

from core.config.camera import Camera
from core.config.profile import Profile, Selector
from gridwatch.configuration.problem import did_you_mean


def select(camera: Camera, profiles: Mapping[str, Profile]) -> tuple[Profile | None, str]:
    """Return the profile and why.

    The camera's own choice wins; else, of the profiles whose selector matches, the one with the highest
    priority, then the one that selects most narrowly, then the first by name.
    """
    if camera.profile is not None:
        profile = profiles.get(camera.profile)
        if profile is None:
            cure = did_you_mean(camera.profile, profiles, f"Known: {', '.join(sorted(profiles))}.")
            return None, f"names the profile {camera.profile}, which does not exist. {cure}".rstrip(".")
        return profile, "named by the camera"
    matching = [profile for profile in profiles.values() if matches(profile.select, camera)]
    if not matching:
        return None, f"no profile is for owner {camera.owner}, scene {camera.scene}"
    best = min(matching, key=lambda p: (-p.priority, -_narrowness(p.select), p.name))
    return best, f"selected among {len(matching)}"


def matches(selector: Selector, camera: Camera) -> bool:
    """Return whether every list of the selector that is not empty holds the camera."""
    grid = camera.grid_code or ""
    return (
        (not selector.owners or camera.owner in selector.owners)
        and (not selector.scenes or camera.scene in selector.scenes)
        and (not selector.cameras or camera.id in selector.cameras)
        and (not selector.grids or any(grid.startswith(prefix) for prefix in selector.grids))
    )


def _narrowness(selector: Selector) -> int:
    return sum(bool(part) for part in (selector.owners, selector.scenes, selector.grids, selector.cameras))
