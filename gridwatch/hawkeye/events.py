"""What can happen to hawk-eyes, and what they want done. Times are seconds since 1970 UTC: they outlive a restart."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.reason import Reason
from ingest.onvif.turning import Order, Turned


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A camera that could show the place, and how it would be turned."""

    camera_id: str
    order: Order


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """An incident that wants a second view."""

    incident_id: str
    choices: tuple[Choice, ...]  # best first; the first is the one that it waits for
    rank: int = 0  # index of its severity
    asked_at: float = 0.0

    @property
    def camera_id(self) -> str:
        """The camera that it waits for."""
        return self.choices[0].camera_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """A person uses the camera."""

    who: str
    until: float


# Events.


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """An incident has opened."""

    at: float
    wish: Wish


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnEnded:
    """A Turn has ended."""

    at: float
    camera_id: str
    turned: Turned


@dataclass(frozen=True, kw_only=True, slots=True)
class LookEnded:
    """A Look has ended; `kept`: its picture is with the incident."""

    at: float
    camera_id: str
    kept: bool
    why: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeEnded:
    """A GoHome has ended."""

    at: float
    camera_id: str
    turned: Turned


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldTaken:
    """A person takes a camera, or holds it longer."""

    at: float
    camera_id: str
    hold: Hold


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldEnded:
    """A person gives a camera back."""

    at: float
    camera_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """What the store knew of a camera when the service started."""

    at: float
    camera_id: str
    hold: Hold | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """Time has passed."""

    at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """The service stops: nothing new is begun, and everybody goes home."""

    at: float


HawkEvent = Wanted | TurnEnded | LookEnded | HomeEnded | HoldTaken | HoldEnded | Restored | Ticked | Closing

# Commands.


@dataclass(frozen=True, kw_only=True, slots=True)
class Keep:
    """Write down, before anything that follows is done, whether the camera may be away from home."""

    camera_id: str
    away: bool
    hold: Hold | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Turn a camera; ends as TurnEnded."""

    wish: Wish

    @property
    def camera_id(self) -> str:
        """The camera."""
        return self.wish.camera_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Take the picture of a camera that has arrived; ends as LookEnded."""

    wish: Wish
    turned: Turned

    @property
    def camera_id(self) -> str:
        """The camera."""
        return self.wish.camera_id


@dataclass(frozen=True, kw_only=True, slots=True)
class GoHome:
    """Bring a camera home; ends as HomeEnded."""

    camera_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Tell:
    """Say in an incident's history why there is no second view."""

    incident_id: str
    camera_id: str
    why: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Warn:
    """Tell operators about a camera."""

    camera_id: str
    why: Reason


HawkCommand = Keep | Turn | Look | GoHome | Tell | Warn


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What has come of it so far."""

    wanted: int = 0
    taken: int = 0  # second views kept
    failed: int = 0  # turned or looked in vain, with no other camera left
    shed: int = 0  # the queue was full
    late: int = 0  # waited too long
    refused: int = 0  # every camera that could show it was held by a person
    homes: int = 0  # returns home
    strays: int = 0  # tries to bring a camera home that failed
    by_code: dict[str, int] = field(default_factory=dict, compare=False)
