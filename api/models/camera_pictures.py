"""The pictures of a camera that the service still has, as the API tells them: each with its look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from alerts.film import Shot
from api.models.base import Told
from core.incident import Incident

MOST = 60  # pictures of one camera that are told


class KeptOut(Told):
    """One picture."""

    look_id: str
    """Of the look that brought it."""
    at: datetime | None
    """When it was taken; null of the latest, which its look tells."""
    kind: Literal["latest", "film", "evidence"]
    """latest (as the camera gave it, until the next good look), film (small and masked, one of the last looks around a
    live case), or evidence (kept with its case)."""
    url: str
    """Where it is; every view of evidence and of film is recorded."""
    masked: bool
    """Whether persons are masked."""
    role: str
    """Of evidence: before, latest, after, second_view."""
    incident_id: str | None
    """Of evidence: the case that it is kept with."""


class CameraPicturesOut(Told):
    """What is kept of a camera's looks. Of all others nothing is kept."""

    camera_id: str
    """Ours."""
    pictures: list[KeptOut]
    """The latest first, then newest first, 60 at most."""

    @classmethod
    def of(
        cls, camera_id: str, *, shown: str | None, shots: Sequence[Shot], incidents: Iterable[Incident]
    ) -> CameraPicturesOut:
        """Tell them. `shown`: look of the picture that latest.jpg gives."""
        latest = [
            KeptOut(
                look_id=look_id, at=None, kind="latest", url=f"/api/v1/cameras/{camera_id}/latest.jpg",
                masked=False, role="", incident_id=None,
            )
            for look_id in ([shown] if shown is not None else [])
        ]  # fmt: skip
        film = [
            KeptOut(
                look_id=shot.look_id, at=shot.taken_at, kind="film",
                url=f"/api/v1/film/{camera_id}/{shot.look_id}.jpg", masked=True, role="", incident_id=None,
            )
            for shot in shots
        ]  # fmt: skip
        evidence = [
            KeptOut(
                look_id=picture.look_id, at=picture.taken_at, kind="evidence",
                url=f"/api/v1/evidence/{picture.masked_key or picture.raw_key}",
                masked=picture.masked_key is not None, role=picture.role, incident_id=incident.id,
            )
            for incident in incidents
            for picture in incident.pictures
            if picture.camera_id == camera_id
        ]  # fmt: skip
        dated = sorted([*film, *evidence], key=lambda one: (one.at is not None and one.at.timestamp()) or 0.0)
        return cls(camera_id=camera_id, pictures=[*latest, *reversed(dated)][:MOST])
