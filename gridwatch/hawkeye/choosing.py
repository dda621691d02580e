"""Which cameras could take a second view of an incident, best first, and why others could not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from core.config.camera import Camera
from core.config.settings.hawkeye import Hawkeye
from core.incident import Incident
from core.matter import severity_level
from core.reason import Reason
from gridwatch.hawkeye.aim import aim
from gridwatch.hawkeye.events import Choice, Wish

MOST_CHOICES = 3  # cameras that are asked one after the other


class Sighting(Protocol):
    """A camera that can show a place (alerts.covering.Sight)."""

    @property
    def camera_id(self) -> str:
        """Its id."""
        ...


def worth(incident: Incident, rules: Hawkeye) -> bool:
    """Return whether an incident is to have a second view."""
    if rules.mode == "off" or (rules.matters and incident.matter.key not in rules.matters):
        return False
    return severity_level(incident.matter.severity) >= severity_level(rules.least_severity)


def choose(
    incident: Incident,
    sights: Iterable[Sighting],
    cameras: Mapping[str, Camera],
    *,
    at: float,
    may: Callable[[Camera], bool] = lambda _: True,
) -> tuple[Wish | None, tuple[tuple[str, Reason], ...]]:
    """Return the wish, None where no camera can show the place, and (camera, why not) of those that cannot.

    Cameras that have shown the incident already are not turned: theirs would be no second view.

    Args:
        incident: what is to be seen.
        sights: cameras around its place, best first.
        cameras: every configured camera.
        at: seconds since 1970.
        may: whether a camera may be used at all now (its owner's policy).
    """
    choices: list[Choice] = []
    refused: list[tuple[str, Reason]] = []
    for sight in sights:
        camera = cameras.get(sight.camera_id)
        if camera is None or camera.ptz is None or not camera.enabled or camera.id in incident.cameras:
            continue
        if not may(camera):
            continue
        order = aim(camera, incident.place)
        if isinstance(order, Reason):
            refused.append((camera.id, order))
        elif len(choices) < MOST_CHOICES:
            choices.append(Choice(camera_id=camera.id, order=order))
    if not choices:
        return None, tuple(refused)
    rank = severity_level(incident.matter.severity)
    wish = Wish(incident_id=incident.id, choices=tuple(choices), rank=rank, asked_at=at)
    return wish, tuple(refused)
