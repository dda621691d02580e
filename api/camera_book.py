"""What the API needs of whoever keeps the camera files: to read one, to change one, and how that is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from core.config.camera import Camera
from core.errors import GridwatchError

Act = Literal["add", "put", "merge", "remove"]
"""add: only a new one; put: new or whole; merge: RFC 7396 over what is there; remove."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A camera as its file holds it."""

    camera: Camera
    file: str  # e.g. cameras/api.yaml
    line: int | None
    version: str  # of the camera; another one after every change of it
    ours: bool  # whether the API may change it: it stands in the API's own file


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A wish to change one camera."""

    camera_id: str
    act: Act
    data: Mapping[str, Any]  # the camera, or what is merged into it; empty to remove
    expects: str | None  # version that must be there; None: no word on it, "*": any
    who: str  # "api" or "admin", for the log


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """What came of it. It is on disk, and in force."""

    what: Literal["added", "changed", "removed", "same"]
    fields: tuple[str, ...]  # dotted, that differ
    written: Written | None  # None: removed
    warnings: tuple[str, ...]  # of the whole configuration about this file


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One thing that is wrong with what was sent."""

    where: str  # dotted field; empty: the camera as a whole
    what: str
    cure: str


class ChangeRefused(GridwatchError):
    """Nothing was changed. Carries the HTTP status that says why, and what the caller needs to mend it."""

    def __init__(
        self, status: int, detail: str, *, mistakes: Sequence[Mistake] = (), **more: str | int | None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.mistakes = tuple(mistakes)
        self.more = more  # further members of the problem document, e.g. file and line


class CameraBook(Protocol):
    """The camera files."""

    def written(self, camera_id: str) -> Written | None:
        """Return a camera as configured now, None where there is none."""
        ...

    async def change(self, wanted: Wanted) -> Changed:
        """Check, write and apply one change, one after the other; ChangeRefused changes nothing."""
        ...
