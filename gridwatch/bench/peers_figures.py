"""What holding a stream and looking at it cost, and how many cameras a core serves at that. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import GridwatchError

PERIODS_S = (1.0, 5.0, 60.0)
"""Seconds between two looks at a camera for which figures are told."""

LEAST_CORES = 1e-6
"""Below this a difference between two measured times says nothing."""

Looks = Sequence[tuple[str, float]]
"""Camera and second of every look: a picture of it has been through the program's last stage."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """What one program did in a measured time, by its own process's account."""

    cameras: int  # that it was given
    seconds: float
    cpu_s: float  # core-seconds, all threads
    rss_mb: float  # resident at the end, 10^6 bytes
    looks: Looks = ()
    detected: int = 0  # of these, how many the detector ran on

    @property
    def cores(self) -> float:
        """Core-seconds a second."""
        return self.cpu_s / self.seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What a camera costs, by the seconds between two looks at it."""

    hold_cores: float  # core-seconds a second for a stream that is held open and read, looked at or not
    look_s: Mapping[float, float]  # core-seconds of a look beside that, by the shortest period it holds for

    def per_look_s(self, period_s: float) -> float:
        """Return the core-seconds of a look, with all that was spent since the one before."""
        look_s = self.look_s[max(shortest for shortest in self.look_s if shortest <= period_s)]
        return look_s + self.hold_cores * period_s

    def cameras_per_core(self, period_s: float) -> float:
        """Return how many cameras one core looks at once in `period_s` seconds."""
        return period_s / self.per_look_s(period_s)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dead:
    """What a camera does to the others that accepts connections and says nothing on them."""

    on_time_share_of_others: float | None = None  # while one dies that was well; None: not measured
    others_seen_after_s: float | None = (
        None  # dead from the start: until the others were all looked at; None: never
    )
    waited_s: float = 0.0  # for that


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """One program's figures."""

    what: str  # its name and version
    cost: Cost
    base_mb: float  # resident without any camera, derived
    mb_per_camera: float
    first_s: float | None  # from the start of the process to the first look at any camera
    all_s: float | None  # and to the last camera's first look
    dead: Dead = field(default_factory=Dead)
    detected_share: float = 1.0  # of the looks, on which the detector ran
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "what": self.what,
            "cameras_per_core": {f"{p:g}": round(self.cost.cameras_per_core(p), 2) for p in PERIODS_S},
            "core_ms_per_look": {f"{p:g}": round(1000 * self.cost.per_look_s(p), 2) for p in PERIODS_S},
            "hold_core_ms_per_s": round(1000 * self.cost.hold_cores, 2),
            "mb_per_camera": round(self.mb_per_camera, 2),
            "base_mb": round(self.base_mb, 1),
            "first_picture_s": _rounded(self.first_s),
            "every_camera_s": _rounded(self.all_s),
            "dead_on_time_share_of_others": _rounded(self.dead.on_time_share_of_others),
            "dead_at_start_others_after_s": _rounded(self.dead.others_seen_after_s),
            "dead_at_start_waited_s": _rounded(self.dead.waited_s),
            "detected_share": round(self.detected_share, 3),
            **({"note": self.note} if self.note else {}),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """A program that could not be measured."""

    why: str

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {"not_measured": self.why}


class NothingSeen(GridwatchError):
    """A program held its streams for the measured time and looked at none."""


def held_cost(few: Window, many: Window, looking: Window) -> Cost:
    """Return what a program costs that holds every stream open.

    Args:
        few: streams held, none looked at.
        many: the same with more streams.
        looking: as many as in `many`, looked at.

    The slope between `few` and `many` is a stream's own cost: what the program costs without any camera is left out,
    in its favour. Where the difference drowns in noise, all of `many` is shared among its streams.
    """
    hold = (many.cores - few.cores) / (many.cameras - few.cameras)
    if hold < LEAST_CORES:
        hold = many.cores / many.cameras
    looks_per_s = len(looking.looks) / looking.seconds
    if not looks_per_s:
        raise NothingSeen("nothing was looked at: what a look costs is not known")
    # A program whose looks drown in the noise is not given looks for nothing.
    return Cost(hold_cores=hold, look_s={0.0: max(LEAST_CORES, (looking.cores - many.cores) / looks_per_s)})


def look_cost(windows: Mapping[float, Window]) -> Cost:
    """Return what a program costs that holds nothing: all of its CPU time, by the looks. Keys: periods in s."""
    for window in windows.values():
        if not window.looks:
            raise NothingSeen("nothing was looked at: what a look costs is not known")
    shortest = min(windows)
    return Cost(
        hold_cores=0.0,
        look_s={
            0.0 if period == shortest else period: window.cpu_s / len(window.looks)
            for period, window in windows.items()
        },
    )


def memory(few: Window, many: Window) -> tuple[float, float]:
    """Return MB without any camera and MB per camera."""
    each = max(0.0, (many.rss_mb - few.rss_mb) / (many.cameras - few.cameras))
    return max(0.0, many.rss_mb - each * many.cameras), each


def first_looks(looks: Looks, cameras: Sequence[str], began: float) -> tuple[float | None, float | None]:
    """Return seconds from `began` to the first look at any of `cameras`, and until each had one; None: never."""
    first: dict[str, float] = {}
    for camera, at in looks:
        if camera in cameras:
            first[camera] = min(at, first.get(camera, at))
    if not first:
        return None, None
    return min(first.values()) - began, (max(first.values()) - began if len(first) == len(cameras) else None)


def ratio(ours: Figures | Absent, peers: Sequence[Figures | Absent], period_s: float) -> float | None:
    """Return our cameras per core over those of the best peer; None where either was not measured."""
    measured = [peer.cost.cameras_per_core(period_s) for peer in peers if isinstance(peer, Figures)]
    if not isinstance(ours, Figures) or not measured:
        return None
    return ours.cost.cameras_per_core(period_s) / max(measured)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
