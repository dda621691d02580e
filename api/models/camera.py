"""Cameras as the API tells them: without their addresses and credentials."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from api.camera_book import Changed, Written
from api.models.base import Told
from api.models.rules import Names, tell
from core.config.camera import Camera
from core.reason import Reason


class CameraOut(Told):
    """One camera and how it is."""

    id: str
    """Ours."""
    name: str
    """What operators call it."""
    owner: str
    """Source owner."""
    scene: str
    """Scene type."""
    lon: float
    """Longitude, WGS-84."""
    lat: float
    """Latitude, WGS-84."""
    heading_deg: float | None
    """Direction of view, clockwise from north."""
    hfov_deg: float | None
    """Horizontal field of view."""
    grid_code: str | None
    """Owner's word on the grid."""
    enabled: bool
    """Whether it is looked at."""
    profile: str | None
    """What it is checked for."""
    health: dict[str, Any] | None
    """Last look, state, failures by kind; null before the first look."""
    why_nothing: list[str]
    """Why the rules raised nothing at the last look, in Chinese; empty when they saw something."""
    why_nothing_en: list[str]
    """The same in English."""
    outage: str | None
    """Id of the outage that explains why it does not answer; GET /api/v1/outages/{id} tells."""
    shown: str | None
    """Look of the picture that latest.jpg gives; null: none is at hand."""

    @classmethod
    def of(
        cls,
        camera: Camera,
        profile: str | None,
        health: dict[str, Any] | None,
        why_nothing: tuple[Reason, ...] = (),
        outage: str | None = None,
        shown: str | None = None,
        rules: Names | None = None,
    ) -> CameraOut:
        """Tell a camera; addresses and credentials stay inside. `rules`: what they are called, by id."""
        point = camera.position.lonlat()
        return cls(
            id=camera.id,
            name=camera.name,
            owner=camera.owner,
            scene=camera.scene,
            lon=point.lon,
            lat=point.lat,
            heading_deg=camera.pose.heading_deg if camera.pose else None,
            hfov_deg=camera.pose.hfov_deg if camera.pose else None,
            grid_code=camera.grid_code,
            enabled=camera.enabled,
            profile=profile,
            health=health,
            why_nothing=[tell(reason, "zh", rules or {}) for reason in why_nothing],
            why_nothing_en=[tell(reason, "en", rules or {}) for reason in why_nothing],
            outage=outage,
            shown=shown,
        )


class CameraPage(Told):
    """One page, by id."""

    cameras: list[CameraOut]
    """At most `limit`."""
    next: str | None
    """Give it back as `after`; null at the end."""
    total: int
    """How many match."""


class FacetsOut(Told):
    """What cameras can be filtered by: value to how many there are."""

    owners: dict[str, int]
    """Source owners."""
    scenes: dict[str, int]
    """Scene types."""
    profiles: dict[str, int]
    """Profiles; "": none."""
    states: dict[str, int]
    """States of health."""


class LookOut(Told):
    """What an operator's look brought."""

    outcome: Literal["picture", "failed", "waiting"]
    """waiting: the budgets were full, the look will come."""
    kind: str | None = None
    """Of the failure."""
    detail: str | None = None
    """Of the failure, for a person."""
    look_id: str | None = None
    """Of the look."""
    taken_at: datetime | None = None
    """Of the picture."""


class CameraWrittenOut(Told):
    """A camera as its file holds it. Logins are names: their values stand in the secrets, and nowhere here."""

    camera: Camera
    """Every field; what is not written is its default."""
    file: str
    """Where it is written, in the configs folder."""
    line: int | None
    """Where in that file."""
    version: str
    """The ETag: of its configuration, whatever its health."""
    writable: bool
    """Whether the API may change it: it stands in the API's own file."""

    @classmethod
    def of(cls, written: Written) -> CameraWrittenOut:
        """Tell where a camera is written."""
        return cls(
            camera=written.camera,
            file=written.file,
            line=written.line,
            version=written.version,
            writable=written.ours,
        )


class LeftOpen(Told):
    """An incident that a removed camera leaves behind."""

    id: str
    """Of the incident."""
    status: str
    """Where it stands, and stays."""
    others: int
    """Other cameras that see it, and go on doing so."""


class CameraChangedOut(Told):
    """What came of a change: it is on disk and in force."""

    id: str
    """Of the camera."""
    what: Literal["added", "changed", "removed", "same"]
    """same: nothing differed, nothing was written."""
    fields: list[str]
    """Dotted names of what differs."""
    written: CameraWrittenOut | None
    """As it is now; null once removed."""
    warnings: list[str]
    """What is doubtful in the API's file."""
    left_open: list[LeftOpen]
    """Live incidents that a removed camera saw. They stay as they are: open ones until a person or the platform ends
    them; what was being verified is proven by other cameras, or told as not verified; candidates expire."""

    @classmethod
    def of(cls, camera_id: str, changed: Changed, left_open: list[LeftOpen]) -> CameraChangedOut:
        """Tell a change."""
        return cls(
            id=camera_id,
            what=changed.what,
            fields=list(changed.fields),
            written=CameraWrittenOut.of(changed.written) if changed.written else None,
            warnings=list(changed.warnings),
            left_open=left_open,
        )
