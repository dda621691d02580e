"""What goes wrong at a simulated camera, and when. Pure: a script of faults, asked by time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from math import inf
from typing import Any

from core.errors import ConfigError


class FaultKind(StrEnum):
    """Ways in which a camera fails. Where a kind takes a figure, its unit is told here."""

    OFFLINE = "offline"  # the connection is reset
    SLOW = "slow"  # figure: seconds before every answer
    HTTP_ERROR = "http_error"  # figure: status code of every answer
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - refuses every login; the name of a fault
    CLOCK_OFF = "clock_off"  # figure: seconds that the camera's clock is ahead
    TRUNCATED = "truncated"  # figure: share of the JPEG that is sent, as if it were all
    CUT = "cut"  # figure: share of the JPEG after which the connection is reset
    NOT_A_PICTURE = "not_a_picture"  # an HTML page with status 200
    GIANT = "giant"  # figure: bytes of the answer
    GIANT_PIXELS = "giant_pixels"  # a JPEG whose header claims 65,000 x 65,000 pixels
    SILENT_RTSP = "silent_rtsp"  # PLAY is answered, nothing is sent
    FROZEN = "frozen"  # the picture of the fault's start, again and again
    BLACK = "black"
    OVEREXPOSED = "overexposed"
    BLURRED = "blurred"  # figure: sigma in pixels for a picture 1280 wide
    TURNED = "turned"  # figure: share of the width by which the view has moved
    PTZ_STOPS = "ptz_stops"  # figure: share of the way after which the head stops
    PTZ_NEVER_IDLE = "ptz_never_idle"  # tells MOVING for ever
    PTZ_REFUSES = "ptz_refuses"  # every move is a SOAP fault


DEFAULT_FIGURE: Mapping[FaultKind, float] = {
    FaultKind.SLOW: 3.0,
    FaultKind.HTTP_ERROR: 503,
    FaultKind.CLOCK_OFF: 3600.0,
    FaultKind.TRUNCATED: 0.5,
    FaultKind.CUT: 0.5,
    FaultKind.GIANT: 64 * 1024 * 1024,
    FaultKind.BLURRED: 12.0,
    FaultKind.TURNED: 0.45,
    FaultKind.PTZ_STOPS: 0.5,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One fault of one camera, or of all whose id fits a pattern such as `police-*`."""

    camera: str  # id or shell pattern
    kind: FaultKind
    start_s: float = -inf  # script seconds, included
    end_s: float = inf  # script seconds, not included
    figure: float | None = None  # see FaultKind; None takes the default

    def __post_init__(self) -> None:
        if self.end_s <= self.start_s:
            raise ConfigError(
                f"fault {self.kind} of {self.camera}: end_s {self.end_s:g} is not after start_s "
                f"{self.start_s:g}; give a later end_s or leave it out"
            )
        if self.figure is not None and not 0 <= abs(self.figure) < inf:
            raise ConfigError(f"fault {self.kind} of {self.camera}: figure must be a finite number")

    @property
    def value(self) -> float:
        """The figure, or the default of the kind (0 where the kind takes none)."""
        return self.figure if self.figure is not None else DEFAULT_FIGURE.get(self.kind, 0.0)


class Faults:
    """A script of faults. Immutable; a server is handed a new one to change it."""

    def __init__(self, script: Iterable[Fault] = ()) -> None:
        self.script = tuple(script)
        self._exact: dict[str, list[Fault]] = {}
        self._patterns: list[Fault] = []
        for fault in self.script:
            if any(sign in fault.camera for sign in "*?["):
                self._patterns.append(fault)
            else:
                self._exact.setdefault(fault.camera, []).append(fault)

    def active(self, camera_id: str, t: float) -> tuple[Fault, ...]:
        """Return the faults of this camera at script second `t`; those of a pattern come last."""
        found = [fault for fault in self._exact.get(camera_id, ()) if fault.start_s <= t < fault.end_s]
        found.extend(
            fault
            for fault in self._patterns
            if fault.start_s <= t < fault.end_s and fnmatchcase(camera_id, fault.camera)
        )
        return tuple(found)

    def find(self, camera_id: str, t: float, kind: FaultKind) -> Fault | None:
        """Return the first active fault of this kind, or None."""
        return next((fault for fault in self.active(camera_id, t) if fault.kind is kind), None)

    def __len__(self) -> int:
        return len(self.script)


def read_faults(rows: Iterable[Mapping[str, Any]]) -> Faults:
    """Read `{camera, kind, start_s?, end_s?, figure?}` rows, as a YAML or JSON list gives them.

    Raises:
        ConfigError: names the row, the key and what is allowed.
    """
    known = {"camera", "kind", "start_s", "end_s", "figure"}
    faults = []
    for number, row in enumerate(rows, 1):
        if unknown := set(row) - known:
            raise ConfigError(f"fault {number}: unknown key {min(unknown)!r}; known: {sorted(known)}")
        try:
            faults.append(
                Fault(
                    camera=str(row["camera"]),
                    kind=FaultKind(row["kind"]),
                    start_s=float(row.get("start_s", -inf)),
                    end_s=float(row.get("end_s", inf)),
                    figure=None if row.get("figure") is None else float(row["figure"]),
                )
            )
        except KeyError as missing:
            raise ConfigError(f"fault {number}: key {missing} is missing") from None
        except (TypeError, ValueError) as wrong:
            raise ConfigError(
                f"fault {number}: {wrong}; kinds: {[kind.value for kind in FaultKind]}"
            ) from None
    return Faults(faults)
