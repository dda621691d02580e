"""The city's case behind an incident: its stage, who must act and by when.

The stages are the seven of the city's workflow with their exceptions; an incident's own life
(`core.incident.Status`) says what Gridwatch knows of the thing, a case says what the city does about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.geo import LonLat


class Stage(StrEnum):
    """Where a case stands in the city's workflow."""

    COLLECTED = "collected"  # 信息收集: known here, not yet filed
    FILED = "filed"  # 案卷建立: checked and filed by the platform
    DISPATCHED = "dispatched"  # 任务派遣: given to a unit; the clock starts
    HANDLING = "handling"  # 任务处理: the unit is at work
    FEEDBACK = "feedback"  # 处理反馈: the unit says that it is done
    CHECKING = "checking"  # 核查: being looked at again
    CLOSED = "closed"  # 结案
    EVALUATED = "evaluated"  # 综合评价: counted in the period's figures
    RETURNED = "returned"  # 退回: the unit sent it back; nobody has it
    SUSPENDED = "suspended"  # 挂账、缓办: put off; the clock rests
    CANCELLED = "cancelled"  # 作废、不予立案


class Source(StrEnum):
    """Where a report comes from."""

    VIDEO = "video"  # 视频监控: Gridwatch itself
    HOTLINE = "hotline"  # 12345
    PATROL = "patrol"  # 监督员上报
    PUBLIC = "public"  # 公众举报 by another way
    SUPERIOR = "superior"  # 上级交办
    OTHER = "other"


class Measure(StrEnum):
    """What a time limit is counted in."""

    WORKING_HOURS = "working_hours"  # 工作时
    WORKING_DAYS = "working_days"  # 工作日
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """How long a unit may take, counted from dispatch."""

    amount: float
    measure: Measure


class Check(StrEnum):
    """What came of looking again after it was called handled."""

    WAITING = "waiting"  # looks are owed
    CLEARED = "cleared"  # looks have shown that it is gone
    NOT_CLEARED = "not_cleared"  # looks have shown that it is still there
    COULD_NOT = "could_not"  # no look could decide: nothing is known


FOR_CONFIRMATION = "confirmation"
"""`Case.held_for`: no receiver has been told of it; it waits for an operator to confirm it."""
REOPENED_ONCE = "reopened_once"
"""`Case.held_for`: sent back once already and still there; an operator sends it again, or closes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """Who is responsible for handling."""

    code: str  # 统一社会信用代码, or the city's own
    name: str
    name_en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What somebody outside reported about the same thing: a case that the platform told us of."""

    source: Source
    number: str  # the platform's own number
    at: datetime  # when it was reported there, UTC
    text: str = ""  # free text; shown, never interpreted
    point: LonLat | None = None  # where they say it is
    radius_m: float | None = None  # how sure they are

    @property
    def key(self) -> str:
        """What it is called among an incident's reports, e.g. "hotline:2026-118"."""
        return f"{self.source.value}:{self.number}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """How the city stands to an incident. Empty until a unit is resolved and the platform speaks."""

    stage: Stage = Stage.COLLECTED
    unit: Unit | None = None
    social_grid: str | None = None  # code in the social-governance grid, beside the unit grid of the place
    limit: Limit | None = None  # by the matter's table, in force when it was dispatched
    dispatched_at: datetime | None = None  # of the present round
    due_at: datetime | None = None  # by the city's calendar; moves with delays and rests
    rests_since: datetime | None = None  # the clock stands still since then
    rounds: int = 0  # times it was dispatched
    held_for: str | None = None  # why it waits for an operator's word, e.g. "confirmation", "reopened_once"
    no_due: str | None = None  # why there is no due time although there is a limit
    overdue_since: datetime | None = None  # the due time that passed, as noted in the history
    delayed_at: datetime | None = None  # when the platform put the due time off, by its clock
    failed_checks: int = 0  # times it was called handled and was still there
    check: Check | None = None  # of the present or last round

    def overdue(self, now: datetime) -> bool:
        """Return whether its limit has passed while nobody has called it done."""
        if self.due_at is None or self.rests_since is not None:
            return False
        return now > self.due_at and self.stage in {Stage.DISPATCHED, Stage.HANDLING}

    @property
    def runs_until(self) -> datetime | None:
        """When its limit runs out, while a unit is at work and the clock does not rest."""
        at_work = self.stage in {Stage.DISPATCHED, Stage.HANDLING} and self.rests_since is None
        return self.due_at if at_work else None
