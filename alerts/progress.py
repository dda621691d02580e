"""How far a case has come on the city's line of seven stages, and when: what anybody may be told of it. Pure.

信息收集, 案卷建立, 任务派遣, 任务处理, 处理反馈, 核查结案, 综合评价. What the platform says leads (`core.case`); where
it says nothing, the incident's own life does. A case that was called handled and was not begins a new round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.case import Stage
from core.incident import Incident, Status, Step

LINE = (
    Stage.COLLECTED,
    Stage.FILED,
    Stage.DISPATCHED,
    Stage.HANDLING,
    Stage.FEEDBACK,
    Stage.CLOSED,  # 核查结案: checked, then closed
    Stage.EVALUATED,
)
_ASIDE = frozenset({Stage.RETURNED, Stage.SUSPENDED, Stage.CANCELLED})
_BY_STATUS: Mapping[Status, Stage] = {
    Status.CANDIDATE: Stage.COLLECTED,
    Status.OPEN: Stage.COLLECTED,
    Status.ACKNOWLEDGED: Stage.COLLECTED,
    Status.REPORTED: Stage.FILED,
    Status.HANDLING: Stage.HANDLING,
    Status.VERIFYING: Stage.CHECKING,
    Status.CLOSED: Stage.CLOSED,
    Status.REOPENED: Stage.FILED,
    Status.REJECTED: Stage.CANCELLED,
    Status.EXPIRED: Stage.CANCELLED,
}
# The stage that a step of the history brings, by the step's name (alerts.life.Event).
_BY_STEP: Mapping[str, Stage] = {
    "opened": Stage.COLLECTED,
    "reported": Stage.FILED,
    "dispatched": Stage.DISPATCHED,
    "handling": Stage.HANDLING,
    "handled": Stage.FEEDBACK,
    "cleared": Stage.CHECKING,
    "closed": Stage.CLOSED,
    "closed_by_word": Stage.CLOSED,
    "evaluated": Stage.EVALUATED,
}
_PROVEN = frozenset({"closed", "closed_by_word"})
_NEW_ROUND = frozenset({"reopened", "returned"})


class Note(StrEnum):
    """What else is to be said about where it stands."""

    CHECKING = "checking"  # being looked at again
    AGAIN = "again"  # the check was not passed: another round
    RETURNED = "returned"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class Reached(StrEnum):
    """How a stage stands to the present."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One of the seven stages."""

    stage: Stage
    reached: Reached
    at: datetime | None  # when it was reached in this round, where that is known


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a case has come."""

    points: tuple[Point, ...]  # seven, in the order of LINE
    notes: tuple[Note, ...]
    round: int  # 1, 2, 3 ...


def progress_of(incident: Incident, history: Sequence[Step]) -> Progress:
    """Return how far a case has come."""
    at = _times(incident, history)
    stage = _stage(incident, at)
    here = _place(stage, at)
    points = tuple(
        Point(stage=one, reached=_reached(place, here, stage), at=at.get(one) if place <= here else None)
        for place, one in enumerate(LINE)
    )
    rounds = max(incident.case.rounds, 1 + sum(step.what == "reopened" for step in history))
    return Progress(points=points, notes=_notes(incident, stage), round=rounds)


def _stage(incident: Incident, at: Mapping[Stage, datetime]) -> Stage:
    mine, city = _BY_STATUS[incident.status], incident.case.stage
    if mine is Stage.HANDLING and Stage.DISPATCHED in at and Stage.HANDLING not in at:
        mine = Stage.DISPATCHED  # nobody has said that the unit is at work
    if incident.status.ended and city not in {Stage.CLOSED, Stage.EVALUATED, *_ASIDE}:
        return mine
    if city is Stage.CLOSED and incident.status is Status.VERIFYING:
        return Stage.CHECKING  # its file is closed; whether it is gone is being looked at
    return mine if city is Stage.COLLECTED else city


def _place(stage: Stage, at: Mapping[Stage, datetime]) -> int:
    """Return where on the line a stage lies; one beside it lies where the case had come to."""
    if stage is Stage.CHECKING:
        return LINE.index(Stage.CLOSED)
    if stage in _ASIDE:
        return max((LINE.index(one) for one in at if one in LINE), default=0)
    return LINE.index(stage)


def _times(incident: Incident, history: Sequence[Step]) -> dict[Stage, datetime]:
    """Return when each stage was reached in the present round; collecting and filing are done once."""
    at = {Stage.COLLECTED: incident.opened_at or incident.created_at}
    for step in history:
        if step.what in _NEW_ROUND:
            at = {stage: when for stage, when in at.items() if stage in {Stage.COLLECTED, Stage.FILED}}
        city = step.stage if step.stage is not Stage.COLLECTED else None
        stage = _BY_STEP.get(step.what) or city
        if step.what in _PROVEN:
            at[Stage.CLOSED] = step.at  # the platform may have closed its file before anybody had looked
        elif stage is not None:
            at.setdefault(stage, step.at)
    return at


def _reached(place: int, here: int, stage: Stage) -> Reached:
    if place > here:
        return Reached.AHEAD
    ended = stage in {Stage.CLOSED, Stage.EVALUATED} and place == here
    return Reached.DONE if place < here or ended else Reached.NOW


def _notes(incident: Incident, stage: Stage) -> tuple[Note, ...]:
    notes = []
    if stage is Stage.CHECKING:
        notes.append(Note.CHECKING)
    if stage in _ASIDE:
        notes.append(Note(stage.value))
    if incident.reopened and not incident.status.ended:
        notes.append(Note.AGAIN)
    return tuple(notes)
