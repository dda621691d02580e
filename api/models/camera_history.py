"""How a camera was looked at, as the API tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from api.camera_desk import HistoryNow
from api.models.base import Told
from core.config.camera import Camera
from core.reason import Fact, Reason
from ingest.history import FAILED, HOUR_S, LATE, MISSED, ON_TIME, LookLine, total


class HourOut(Told):
    """What became of the looks that were due in one hour; all zero: nothing is known of it."""

    at: datetime
    """When the hour began, UTC."""
    on_time: int
    """A picture came, and the look began in time."""
    late: int
    """A picture came, and the look began late."""
    failed: dict[str, int]
    """Looked at, and nothing to decide on: by kind."""
    missed: dict[str, int]
    """Not looked at: by what kept us away."""


class WhyOut(Told):
    """One sentence on why it was not looked at."""

    kind: str
    """Of the failure; late, or well."""
    what: Literal["well", "late", "failed", "missed", "note"]
    """What it is about."""
    periods: int
    """How often in these hours."""
    why: str
    """In Chinese."""
    why_en: str
    """In English."""


class ChangeOut(Told):
    """One change of state."""

    at: datetime
    """When."""
    what: str
    """ok, blind, offline, login_stopped, back, wrong_time or right_time."""
    why: str
    """In Chinese."""
    why_en: str
    """In English."""


class PastLookOut(Told):
    """How one look ended."""

    look_id: str
    """Of the look."""
    at: datetime
    """When."""
    reason: str
    """Why somebody wanted it: patrol, confirm, verify, operator, event."""
    kind: str | None
    """Of the failure; null: a picture to decide on."""
    why: str
    """What a failure was, in Chinese; empty for a picture."""
    why_en: str
    """The same in English."""
    detail: str
    """Of a failure, as it was met."""
    boxes: int | None
    """That the detector found; null where it was not asked."""
    sightings: int
    """What rules said of it."""
    took_s: float
    """Seconds."""
    picture: bool
    """Whether latest.jpg shows it."""


class CameraHistoryOut(Told):
    """A camera's last hours, changes and looks."""

    camera_id: str
    """Ours."""
    hours: list[HourOut]
    """Oldest first; the last has not ended."""
    summary: list[WhyOut]
    """Why it was not looked at, most often first; begins with how well it was."""
    changes: list[ChangeOut]
    """Of its state, newest first, 50 at most."""
    looks: list[PastLookOut]
    """Newest first, 12 at most, since the service started."""

    @classmethod
    def of(cls, camera: Camera, now: HistoryNow, shown: str | None) -> CameraHistoryOut:
        """Tell it. `shown`: look of the picture that is at hand."""
        return cls(
            camera_id=camera.id,
            hours=[_hour(number, counts) for number, counts in now.hours],
            summary=_summary(camera, now),
            changes=[_change(one) for one in now.changes],
            looks=[_look(one, shown) for one in now.looks],
        )


def _hour(number: int, counts: Any) -> HourOut:
    return HourOut(
        at=datetime.fromtimestamp(number * HOUR_S, UTC),
        on_time=counts.get(ON_TIME, 0),
        late=counts.get(LATE, 0),
        failed=_by_kind(counts, FAILED),
        missed=_by_kind(counts, MISSED),
    )


def _by_kind(counts: Any, what: str) -> dict[str, int]:
    return {key.partition(".")[2]: n for key, n in counts.items() if key.startswith(f"{what}.")}


def _summary(camera: Camera, now: HistoryNow) -> list[WhyOut]:
    """Say in words what the hours come to."""
    counts, hours = total(now.hours), len(now.hours)
    due = counts.total()
    found: list[WhyOut] = []
    if not camera.enabled:
        found.append(_why("off", "note", 0, Reason(code="history.off")))
    if camera.watch_fps is not None:
        found.append(_why("watched", "note", 0, Reason(code="history.watched")))
    if due == 0:
        found.append(_why("nothing", "note", 0, Reason(code="history.nothing", facts={"hours": hours})))
        return found
    facts: dict[str, Fact] = {"on_time": counts[ON_TIME], "due": due, "hours": hours}
    found.append(_why("well", "well", counts[ON_TIME], Reason(code="history.well", facts=facts)))
    for key, periods in counts.most_common():
        what, _, kind = key.partition(".")
        if what == LATE:
            found.append(_why(LATE, "late", periods, Reason(code="history.late", facts={"periods": periods})))
        elif what in {FAILED, MISSED}:
            why = Reason(code=f"history.{key}", facts={"periods": periods})
            found.append(_why(kind, "failed" if what == FAILED else "missed", periods, why))
    return found


def _why(
    kind: str, what: Literal["well", "late", "failed", "missed", "note"], periods: int, why: Reason
) -> WhyOut:
    return WhyOut(kind=kind, what=what, periods=periods, why=why.tell("zh"), why_en=why.tell("en"))


def _change(plain: Any) -> ChangeOut:
    why = Reason(code=str(plain["code"]), facts=plain["facts"])
    return ChangeOut(
        at=datetime.fromisoformat(plain["at"]), what=plain["what"], why=why.tell("zh"), why_en=why.tell("en")
    )


def _look(line: LookLine, shown: str | None) -> PastLookOut:
    why = Reason(code=f"kind.{line.kind.value}") if line.kind is not None else Reason.text("")
    return PastLookOut(
        look_id=line.look_id,
        at=line.at,
        reason=line.reason,
        kind=line.kind.value if line.kind else None,
        why=why.tell("zh"),
        why_en=why.tell("en"),
        detail=line.detail,
        boxes=line.boxes,
        sightings=line.sightings,
        took_s=round(line.took_s, 3),
        picture=line.look_id == shown,
    )
