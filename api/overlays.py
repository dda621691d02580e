"""What the API needs of whoever keeps the overlays: what lies over a camera's file, to change that, to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from core.config.camera import Camera
from core.config.overlay import Overlay, Part


@dataclass(frozen=True, kw_only=True, slots=True)
class OverlayNow:
    """What lies over one camera, and over what."""

    camera_id: str
    version: str  # another one after every change of the overlay or of what lies below it
    written: Camera | None  # as its own file has it; None: no file has it any more
    file: str  # of the camera, e.g. cameras/police.csv; empty: no file has it
    line: int | None
    overlay: Overlay | None  # None: nothing lies over it
    overlay_file: str  # e.g. cameras/overlays/cam-17.yaml, whether it is there or not
    moved_on: tuple[
        Part, ...
    ] = ()  # the camera's own file says something else of these than when they were set


@dataclass(frozen=True, kw_only=True, slots=True)
class TuneWish:
    """A wish to change what lies over one camera."""

    camera_id: str
    data: Mapping[str, Any] | None  # field to value, null: as the file has it; None: all as the file has it
    expects: str | None  # version that must be there; None: no word on it, "*": any
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartChange:
    """What became of one part."""

    part: Part
    before: Mapping[str, Any] | None  # JSON types; None: as the file had it
    after: Mapping[str, Any] | None  # None: as the file has it


@dataclass(frozen=True, kw_only=True, slots=True)
class Tuned:
    """What came of a wish. It is on disk, and in force."""

    what: Literal["set", "reverted", "same"]
    changes: tuple[PartChange, ...]
    now: OverlayNow | None  # None: nothing lies over it, and no file has it
    told: str = ""  # one line for the audit
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TuneAct:
    """A change that was made, as it is remembered."""

    at: datetime
    who: str
    changes: tuple[PartChange, ...]
    told: str  # as in the audit


class OverlayBook(Protocol):
    """The overlays."""

    def overlay(self, camera_id: str) -> OverlayNow | None:
        """Return what lies over a camera now; None where neither it nor an overlay is there."""
        ...

    def overlays(self) -> Sequence[OverlayNow]:
        """Return every overlay, those of no camera too."""
        ...

    async def tune(self, wish: TuneWish) -> Tuned:
        """Check, write and apply one change; api.camera_book.ChangeRefused changes nothing."""
        ...

    def tune_acts(self, camera_id: str) -> Sequence[TuneAct]:
        """Return the last changes of a camera, newest first. Blocks."""
        ...
