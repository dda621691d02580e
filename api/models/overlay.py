"""Overlays as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from api.models.base import Told
from api.overlays import OverlayNow, TuneAct, Tuned
from core.config.camera import Calibration, PointPair, RuleOverride, Zone
from core.config.overlay import PARTS, Part


class PartOut(Told):
    """Where one part of a camera comes from."""

    part: Part
    """zones, overrides, or ground_points with their calibration."""
    source: Literal["file", "overlay"]
    """Which of both is in force."""
    who: str
    """Who set it; empty: by hand, or as the file has it."""
    at: datetime | None
    """When it was set."""
    moved_on: bool
    """Whether the camera's own file says something else now than when it was set. What was set stays in force."""


class OwnOut(Told):
    """What the camera's own file says of what can be overlaid."""

    zones: list[Zone]
    """Zones."""
    overrides: list[RuleOverride]
    """Values of its rules."""
    ground_points: list[PointPair]
    """Point pairs."""


class OverlayOut(Told):
    """What of a camera comes from its file, and what the console has set over it."""

    camera_id: str
    """Ours."""
    version: str
    """The ETag for a change: another one when the overlay or the camera's own file changes."""
    file: str
    """The camera's own file; empty: no file has it any more."""
    line: int | None
    """Where in that file."""
    overlay_file: str
    """The overlay's file, whether it is there or not."""
    overlaid: bool
    """Whether anything lies over the camera's file."""
    parts: list[PartOut]
    """Each part, and where it comes from."""
    own: OwnOut | None
    """What the camera's own file says; null where no file has it."""

    @classmethod
    def of(cls, now: OverlayNow) -> OverlayOut:
        """Tell it."""
        overlay, written = now.overlay, now.written
        marks = overlay.marks if overlay is not None else {}
        laid = overlay.parts if overlay is not None else ()
        parts = [
            PartOut(
                part=part,
                source="overlay" if part in laid else "file",
                who=marks[part].who if part in marks else "",
                at=marks[part].at if part in marks else None,
                moved_on=part in now.moved_on,
            )
            for part in PARTS
        ]
        own = None
        if written is not None:
            own = OwnOut(
                zones=list(written.zones),
                overrides=list(written.overrides),
                ground_points=list(written.ground_points),
            )
        return cls(
            camera_id=now.camera_id,
            version=now.version,
            file=now.file,
            line=now.line,
            overlay_file=now.overlay_file,
            overlaid=bool(laid),
            parts=parts,
            own=own,
        )


class TuneIn(Told):
    """What is set over a camera's file. What is left out stays; null: as the file has it; a list is replaced whole."""

    zones: list[Zone] | None = None
    """Zones; an empty list: the whole picture."""
    overrides: list[RuleOverride] | None = None
    """Values of its rules."""
    ground_points: list[PointPair] | None = None
    """Six or more point pairs; checked with their error by POST .../calibration/check, which saves them too."""
    calibration: Calibration | None = None
    """Of what picture they are."""

    def data(self) -> dict[str, Any]:
        """Return what was said, as JSON types; null where null was said."""
        return self.model_dump(mode="json", include=self.model_fields_set)


class PartChangeOut(Told):
    """What became of one part."""

    part: Part
    """zones, overrides or ground_points."""
    before: dict[str, Any] | None
    """As it was set before; null: as the file had it."""
    after: dict[str, Any] | None
    """As it is set now; null: as the file has it."""


class TunedOut(Told):
    """What came of a change: it is on disk and in force."""

    what: Literal["set", "reverted", "same"]
    """reverted: nothing lies over the camera's file any more; same: nothing differed, nothing was written."""
    changes: list[PartChangeOut]
    """Part by part."""
    overlay: OverlayOut | None
    """As it is now; null: nothing lies over it, and no file has the camera."""
    warnings: list[str]
    """What is doubtful about it."""

    @classmethod
    def of(cls, tuned: Tuned) -> TunedOut:
        """Tell it."""
        return cls(
            what=tuned.what,
            changes=[
                PartChangeOut(part=one.part, before=_plain(one.before), after=_plain(one.after))
                for one in tuned.changes
            ],
            overlay=OverlayOut.of(tuned.now) if tuned.now is not None else None,
            warnings=list(tuned.warnings),
        )


class TuneActOut(Told):
    """One change of a camera's overlay."""

    at: datetime
    """When."""
    who: str
    """Who."""
    told: str
    """As the audit has it: what changed, with fingerprints of before and after."""
    changes: list[PartChangeOut]
    """Part by part; the edges of a calibration's picture are left out."""

    @classmethod
    def of(cls, act: TuneAct) -> TuneActOut:
        """Tell one."""
        return cls(
            at=act.at,
            who=act.who,
            told=act.told,
            changes=[
                PartChangeOut(part=one.part, before=_plain(one.before), after=_plain(one.after))
                for one in act.changes
            ],
        )


def _plain(said: Any) -> dict[str, Any] | None:
    return None if said is None else dict(said)
