"""An incident: a matter at a place, its life and its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.case import Case, Report, Stage
from core.geometry import Box
from core.matter import MatterCode
from core.place import Place
from core.reason import Reason


class Status(StrEnum):
    """Where an incident stands."""

    CANDIDATE = "candidate"  # seen, not confirmed; nobody is bothered
    OPEN = "open"  # confirmed by a rule
    ACKNOWLEDGED = "acknowledged"  # an operator has taken it
    REPORTED = "reported"  # the grid platform has accepted it
    HANDLING = "handling"  # the platform has dispatched it
    VERIFYING = "verifying"  # called handled, or seen cleared: being looked at again
    CLOSED = "closed"  # a look showed that it is gone
    REOPENED = "reopened"  # called handled, but still there
    REJECTED = "rejected"  # a person said: not so
    EXPIRED = "expired"  # a candidate that was not confirmed

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of it."""
        return self in {Status.CLOSED, Status.REJECTED, Status.EXPIRED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A kept picture: the raw one stays inside, the masked one may leave."""

    role: str  # "before" | "latest" | "after" | "second_view"
    camera_id: str
    look_id: str
    taken_at: datetime
    raw_key: str  # key in the evidence store
    masked_key: str | None  # None when masking failed: then nothing leaves
    width: int  # pixels
    height: int  # pixels
    sha256: str  # of the raw bytes
    box: Box | None = None  # what was found, in this picture; in an `after`, where it was


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One camera's view of the incident."""

    camera_id: str
    subject: str  # the rule's subject in that camera
    zone: str
    rule: str
    first_seen: datetime
    last_seen: datetime  # last look in which it was there
    last_look: datetime  # last look at all that could be decided on
    confidence: float  # best so far
    count: int | None  # largest so far
    box: Box | None  # latest
    cleared_at: datetime | None = None  # when this view was confirmed gone
    place: Place | None = None  # where this camera put it when it was confirmed
    matter: MatterCode | None = None  # what its rule takes it for
    why: Reason | None = None  # why it belongs to this incident; None for the one that began it


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One entry of the history."""

    seq: int  # 1, 2, 3 ... within the incident
    at: datetime
    who: str  # "rule:...", "operator:...", "platform:...", "gridwatch"
    what: str  # e.g. "opened", "view_added", "reported", "closed"
    before: Status | None
    after: Status
    why: Reason
    look_id: str | None = None
    facts: Mapping[str, str] = field(
        default_factory=dict
    )  # of that look: model sha256, profile and its version
    stage: Stage | None = None  # of the city's case after it; None in older histories
    told: str | None = None  # the event that receivers were told it as, by whatever way; None: nobody was


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """The present state of one incident; `version` grows by one with every change."""

    id: str
    version: int
    status: Status
    matter: MatterCode
    place: Place
    owner: str  # source owner of the first camera
    title: str  # Chinese headline
    title_en: str
    why: Reason  # why it was raised
    confidence: float
    created_at: datetime  # first seen
    opened_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    views: tuple[View, ...]
    pictures: tuple[Picture, ...] = ()
    case_number: str | None = None  # the platform's own number
    case: Case = field(default_factory=Case)  # how the city stands to it
    reports: tuple[Report, ...] = ()  # what others reported about the same thing
    reopened: int = 0  # times it was reopened
    facts: Mapping[str, str] = field(default_factory=dict)  # model sha256, profile, rule and table versions

    @property
    def cameras(self) -> tuple[str, ...]:
        """Camera ids, first seen first."""
        return tuple(dict.fromkeys(view.camera_id for view in self.views))
