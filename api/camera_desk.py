"""What the API needs of whoever knows single cameras closely: history, live pictures, turning, trying, importing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from api.hawkeyes import HeadNow
from api.models.job_wishes import ImportIn, ProbeIn
from core.config.camera import Camera, RuleOverride, Zone
from core.config.profile import Profile
from core.detection import Detections
from core.errors import GridwatchError
from core.reason import Reason
from ingest.history import Counts, LookLine


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryNow:
    """What is known of how a camera was looked at."""

    hours: tuple[tuple[int, Counts], ...]  # hour since 1970 -> counts, oldest first
    changes: tuple[Mapping[str, Any], ...]  # of state, newest first: at, what, code, facts
    looks: tuple[LookLine, ...]  # newest first; since the start


class HistoryTeller(Protocol):
    """Every camera's history."""

    def told(self, camera_id: str, hours: int) -> HistoryNow:
        """Return what is known of a camera in the last hours. Blocks."""
        ...

    def counted(self, camera_ids: Iterable[str]) -> Iterable[tuple[str, Iterable[tuple[int, Counts]]]]:
        """Return what is counted of cameras by the hour, to be added up. Blocks."""
        ...


class WatchRefused(GridwatchError):
    """A camera cannot be watched live now; carries the close code and why, in two languages."""

    def __init__(self, code: int, why: Reason) -> None:
        super().__init__(why.tell("en"))
        self.code = code
        self.why = why


@dataclass(frozen=True, kw_only=True, slots=True)
class LivePicture:
    """One picture of a live view."""

    at: datetime  # UTC
    jpeg: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchedNow:
    """Who is watched live, against the budget."""

    most: int  # cameras at once
    cameras: Mapping[str, int]  # camera id -> viewers


class LiveViews(Protocol):
    """Live pictures on demand."""

    def now(self) -> WatchedNow:
        """Return who is watched."""
        ...

    def view(
        self, camera_id: str, *, who: str, fps: float
    ) -> AbstractAsyncContextManager[AsyncIterator[LivePicture]]:
        """Watch a camera: pictures until the body ends; entering or iterating raises WatchRefused."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnWish:
    """Where to turn: a preset, home, or a step from where it stands."""

    preset: str | None = None
    home: bool = False
    pan_deg: float = 0.0  # clockwise
    tilt_deg: float = 0.0  # up
    zoom: float = 0.0  # share of the range, in


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnDone:
    """Where a camera was turned to."""

    arrived: bool
    why: Reason
    head: HeadNow


class Turning(Protocol):
    """Turns cameras for people who hold them."""

    async def turn(self, camera_id: str, who: str, wish: TurnWish) -> TurnDone:
        """Turn a camera for its holder; ChangeRefused for anybody else."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What one picture would have come to."""

    at: datetime  # of the picture
    camera: Camera  # as it was tried
    profile: Profile  # as it was tried
    detections: Detections
    verdicts: Sequence[RuleVerdict]
    state_known: bool  # whether what the rules remember was taken into account


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleVerdict:
    """What one rule makes of one picture in its zones."""

    rule: str
    matter: str
    fires: Literal["now", "later", "no"]  # later: it counts towards confirmation
    boxes: tuple[int, ...]  # indices of the detections that count
    zones: tuple[str, ...]  # ids of zones in which they lie
    why: tuple[Reason, ...]


class Trying(Protocol):
    """What a camera would see now."""

    async def what_if(
        self,
        camera_id: str,
        *,
        jpeg: bytes | None,
        zones: Sequence[Zone] | None,
        overrides: Sequence[RuleOverride] | None,
    ) -> Tried:
        """Judge the last picture, or this one; ChangeRefused where it cannot be."""
        ...


JobKind = Literal["import", "probe"]


@dataclass(frozen=True, kw_only=True, slots=True)
class JobNow:
    """A long piece of work in the background."""

    id: str
    kind: JobKind
    state: Literal["running", "done", "failed", "stopped"]
    what: str  # is being done
    done: int
    total: int  # 0: not known
    began_at: datetime
    ended_at: datetime | None
    who: str
    error: str  # where it failed, with what to do
    result: Mapping[str, Any] | None  # JSON types


class Jobs(Protocol):
    """Imports and probes, one of a kind at a time."""

    def jobs(self) -> Sequence[JobNow]:
        """Return what runs and what ran last, newest first."""
        ...

    def job(self, job_id: str) -> JobNow:
        """Return one job; NotFound where there is none."""
        ...

    def begin_import(self, ledger: bytes, name: str, wishes: ImportIn, *, who: str) -> JobNow:
        """Begin an import of an uploaded ledger; ChangeRefused while one runs."""
        ...

    def begin_probe(self, wishes: ProbeIn, *, who: str) -> JobNow:
        """Begin a probe; ChangeRefused while one runs."""
        ...

    def stop(self, job_id: str) -> JobNow:
        """Stop a probe: what has been answered is kept. An import that writes is not stopped."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraDesk:
    """Everything that the camera pages ask."""

    history: HistoryTeller
    live: LiveViews
    turning: Turning
    trying: Trying
    jobs: Jobs
    profiles: ProfileOf


class ProfileOf(Protocol):
    """The profiles as configured."""

    def profiles(self) -> Mapping[str, Profile]:
        """Return every profile by name."""
        ...

    def chosen(self, camera_id: str) -> Profile | None:
        """Return the profile that a camera is checked by, without its own overrides."""
        ...
