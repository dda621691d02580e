"""Claims and waiting acts as the API takes and tells them. Times are UTC."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from alerts.shift.act import LONGEST_TEXT, REJECTIONS, Kind, PendingAct
from alerts.shift.claim import Claim, name_of
from alerts.shift.office import AT_ONCE, Answer
from api.models.base import Told
from core.case import Unit
from core.reason import Reason


class ClaimIn(Told):
    """A case to be taken, or held on to."""

    who: str = Field(default="", max_length=64)
    """Who takes it; a signed-in user is who he is, whatever stands here."""
    take_over: bool = False
    """Also from whoever has it; for supervisors."""


class ClaimOut(Told):
    """Who works on a case."""

    incident_id: str
    """Which."""
    who: str
    """Name."""
    at: datetime
    """Since."""
    until: datetime
    """Unless renewed; then anybody may take it."""

    @classmethod
    def of(cls, claim: Claim) -> ClaimOut:
        """Tell a claim."""
        return cls(incident_id=claim.incident_id, who=name_of(claim.who), at=claim.at, until=claim.until)


class ActsIn(Told):
    """One act on one case, or the same on many."""

    ids: list[str] = Field(min_length=1, max_length=AT_ONCE)
    """Incidents."""
    act: Kind
    """What shall be done."""
    who: str = Field(default="", max_length=64)
    """Who says so; a signed-in user is who he is, whatever stands here."""
    reason: str = Field(default="", max_length=32)
    """Of a rejection: one of `GET /api/v1/rejections`."""
    text: str = Field(default="", max_length=LONGEST_TEXT)
    """In words; kept in the history. Needed to shelve, merge, split, close, and to reject for another reason."""
    unit: str = Field(default="", max_length=32)
    """Of an assignment: code of the unit, one of `GET /api/v1/units`."""
    until: datetime | None = None
    """Of a shelf: until when, with time zone."""
    into: str = Field(default="", max_length=64)
    """Of a merge: the incident that goes on."""
    views: list[str] = Field(default=[], max_length=32)
    """Of a split: `subject` of each view that goes."""
    reports: list[str] = Field(default=[], max_length=50)
    """Of a split: reports of others that go with them, each as `source:number`."""


class PendingOut(Told):
    """An act that waits, or was not possible any more when its time came."""

    id: str
    """To take it back by."""
    incident_id: str
    """Which case."""
    act: Kind
    """What."""
    who: str
    """Name of its author."""
    at: datetime
    """When it was said."""
    due_at: datetime
    """When it is carried out; until then its author takes it back."""
    why: str
    """What the history will say, in Chinese."""
    why_en: str
    """In English."""
    unit: str
    """Of an assignment."""
    until: datetime | None
    """Of a shelf."""
    into: str
    """Of a merge."""
    refused_at: datetime | None
    """When it turned out to be no longer possible; null while it waits."""
    refused: str | None
    """Why, in Chinese."""
    refused_en: str | None
    """In English."""

    @classmethod
    def of(cls, act: PendingAct) -> PendingOut:
        """Tell an act."""
        return cls(
            id=act.id,
            incident_id=act.incident_id,
            act=act.act,
            who=name_of(act.who),
            at=act.at,
            due_at=act.due_at,
            why=act.why.tell("zh"),
            why_en=act.why.tell("en"),
            unit=act.unit,
            until=act.until,
            into=act.into,
            refused_at=act.refused_at,
            refused=act.refused.tell("zh") if act.refused else None,
            refused_en=act.refused.tell("en") if act.refused else None,
        )


class AnswerOut(Told):
    """What came of an act on one case."""

    incident_id: str
    """Which."""
    pending: PendingOut | None
    """It waits; null: it was refused."""
    why: str | None
    """Why it was refused, in Chinese."""
    why_en: str | None
    """In English."""
    claim: ClaimOut | None
    """Who works on it, where that is why."""

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        """Tell an answer."""
        return cls(
            incident_id=answer.incident_id,
            pending=PendingOut.of(answer.act) if answer.act else None,
            why=answer.refused.tell("zh") if answer.refused else None,
            why_en=answer.refused.tell("en") if answer.refused else None,
            claim=ClaimOut.of(answer.claim) if answer.claim else None,
        )


class ActsOut(Told):
    """What came of an act on each case."""

    undo_s: float
    """Seconds until it is carried out."""
    answers: list[AnswerOut]
    """One a case, in the order asked."""


class UndoActsIn(Told):
    """Acts to be taken back, all that one has just said."""

    ids: list[str] = Field(min_length=1, max_length=AT_ONCE)
    """Acts."""
    who: str = Field(default="", max_length=64)
    """Who said them; a signed-in user is who he is, whatever stands here."""


class UndoneOut(Told):
    """What came of it."""

    taken_back: list[str]
    """Acts that will not be carried out."""
    too_late: list[str]
    """Acts that were carried out already, or are somebody else's."""


class RejectionOut(Told):
    """A reason for which a case is rejected."""

    code: str
    """Given back as `reason`."""
    name: str
    """Chinese."""
    name_en: str
    """English."""
    needs_text: bool
    """Whether it is to be said in words, too."""


class UnitChoiceOut(Told):
    """A unit that can be made responsible."""

    code: str
    """Given back as `unit`."""
    name: str
    """Chinese name."""
    name_en: str
    """English name."""

    @classmethod
    def of(cls, unit: Unit) -> UnitChoiceOut:
        """Tell a unit."""
        return cls(code=unit.code, name=unit.name, name_en=unit.name_en or unit.name)


def rejections() -> list[RejectionOut]:
    """Return every reason, in the order of the digits that an operator types."""
    told = []
    for code in REJECTIONS:
        why = Reason(code=f"shift.reject.{code}", facts={"text": ""})
        told.append(
            RejectionOut(code=code, name=why.tell("zh"), name_en=why.tell("en"), needs_text=code == "other")
        )
    return told
