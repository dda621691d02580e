"""Merging and splitting by an operator, as the API hears and tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from alerts.acts import Joined
from alerts.neighbours import Neighbour
from alerts.undoing import Undoable
from api.models.base import Told
from api.models.incident import IncidentOut
from core.incident import Status


class _Signed(Told):
    who: str = Field(min_length=1, max_length=64)
    """Who does it."""
    why: str = Field(default="", max_length=500)
    """Reason, kept in both histories."""


class MergeIn(_Signed):
    """Make one incident of two."""

    into: str = Field(min_length=1, max_length=64)
    """The incident that goes on, unless the city has only the other one: then that goes on."""


class SplitIn(_Signed):
    """Make an incident of its own of some views."""

    views: list[str] = Field(min_length=1, max_length=32)
    """`subject` of each view that goes; at least one must stay."""
    reports: list[str] = Field(default=[], max_length=50)
    """Reports of others that go with them, each as `source:number`."""


class UndoIn(_Signed):
    """Take the last merge or split back."""


class JoinedOut(Told):
    """What came of it."""

    incident: IncidentOut
    """The one that goes on."""
    other: IncidentOut
    """The one that went into it, was split off, or came back."""
    undo_until: datetime | None
    """Until when it can be taken back, UTC; null after it was."""

    @classmethod
    def of(cls, joined: Joined) -> JoinedOut:
        """Tell it."""
        return cls(
            incident=IncidentOut.of(joined.incident),
            other=IncidentOut.of(joined.other),
            undo_until=joined.until,
        )


class LastActOut(Told):
    """The last merge or split that a case had part in."""

    act: Literal["merge", "split"]
    """Which."""
    incident_id: str
    """The one that went on."""
    other_id: str
    """The one that went into it, or was split off."""
    at: datetime
    """When, UTC."""
    until: datetime
    """Until when it can be taken back."""
    why_not: str
    """Why it cannot be any more, in Chinese; empty when it can."""
    why_not_en: str
    """The same in English."""

    @classmethod
    def of(cls, last: Undoable) -> LastActOut:
        """Tell it."""
        return cls(
            act="merge" if last.act.act == "merge" else "split",
            incident_id=last.act.incident_id,
            other_id=last.act.other_id,
            at=last.act.at,
            until=last.until,
            why_not=last.why_not.tell("zh") if last.why_not else "",
            why_not_en=last.why_not.tell("en") if last.why_not else "",
        )


class NearOut(Told):
    """Another incident near by."""

    id: str
    """Its id."""
    status: Status
    """Where it stands."""
    title: str
    """Chinese headline."""
    title_en: str
    """English headline."""
    cameras: list[str]
    """Cameras that see it."""
    distance_m: float
    """Metres between the two places."""
    vague: bool
    """Whether one of the places is only its camera's or zone's, so that the distance says little."""
    kindred: bool
    """Whether it may be the same thing: the same matter, or one of its kin."""
    reach_m: float
    """Metres up to which they would have been merged."""

    @classmethod
    def of(cls, near: Neighbour) -> NearOut:
        """Tell one."""
        incident = near.incident
        return cls(
            id=incident.id,
            status=incident.status,
            title=incident.title,
            title_en=incident.title_en,
            cameras=list(incident.cameras),
            distance_m=near.distance_m,
            vague=near.vague,
            kindred=near.kindred,
            reach_m=near.reach_m,
        )
