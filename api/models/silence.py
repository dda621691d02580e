"""Silences and shelves, as the API takes and tells them. Times are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from alerts.load.silence import Act, Matchers, Shelf, Silence
from api.models.base import Told
from core.matter import Severity


class MatchersOut(Told):
    """What a silence matches: each that is given must agree, one at least is needed."""

    matters: list[str] = Field(default=[], max_length=100)
    """Matter keys."""
    grid: str = Field(default="", pattern=r"^\d{0,15}$")
    """Grid code prefix."""
    owners: list[str] = Field(default=[], max_length=100)
    """Source owners."""
    cameras: list[str] = Field(default=[], max_length=1000)
    """What is seen by these cameras and by no other."""
    severities: list[Severity] = Field(default=[], max_length=4)
    """CAP severities."""

    def taken(self) -> Matchers:
        """Return them as the core knows them."""
        return Matchers(
            matters=tuple(self.matters),
            grid=self.grid,
            owners=tuple(self.owners),
            cameras=tuple(self.cameras),
            severities=tuple(self.severities),
        )


class SilenceIn(Told):
    """A silence to be made."""

    kind: Literal["silence", "weather"] = "silence"
    """weather: bad weather over `matchers.grid`; what the rain itself does is spared."""
    matchers: MatchersOut
    """What it is about."""
    who: str = Field(min_length=1, max_length=64)
    """Who makes it."""
    why: str = Field(min_length=1, max_length=500)
    """Reason; whoever looks at what was held back reads it."""
    starts_at: datetime | None = None
    """From when on, with time zone; now where absent."""
    ends_at: datetime
    """Until when, with time zone; each silence ends."""
    sending: bool = False
    """Receivers wait too, until it ends. For the administrator only."""


class SilenceEnd(Told):
    """A silence's end moved."""

    who: str = Field(min_length=1, max_length=64)
    """Who moves it."""
    why: str = Field(min_length=1, max_length=500)
    """Why."""
    ends_at: datetime
    """Until when, with time zone."""


class ActOut(Told):
    """One line of a silence's trail."""

    at: datetime
    """When."""
    who: str
    """Who."""
    what: str
    """made, changed or ended."""
    why: str
    """Why."""

    @classmethod
    def of(cls, act: Act) -> ActOut:
        """Tell an act."""
        return cls(at=act.at, who=act.who, what=act.what, why=act.why)


class SilenceOut(Told):
    """A silence."""

    id: str
    """Ours."""
    kind: str
    """silence or weather."""
    state: Literal["pending", "active", "over"]
    """Whether it holds anything back now."""
    matchers: MatchersOut
    """What it is about."""
    reason: str
    """Why."""
    author: str
    """Who made it."""
    starts_at: datetime
    """From."""
    ends_at: datetime
    """Until."""
    sending: bool
    """Whether receivers wait too."""
    acts: list[ActOut]
    """Its whole trail."""

    @classmethod
    def of(cls, silence: Silence, now: datetime) -> SilenceOut:
        """Tell a silence."""
        matchers = silence.matchers
        return cls(
            id=silence.id,
            kind=silence.kind.value,
            state="active" if silence.active(now) else "pending" if now < silence.starts_at else "over",
            matchers=MatchersOut.model_validate(
                {
                    "matters": list(matchers.matters),
                    "grid": matchers.grid,
                    "owners": list(matchers.owners),
                    "cameras": list(matchers.cameras),
                    "severities": list(matchers.severities),
                }
            ),
            reason=silence.reason,
            author=silence.author,
            starts_at=silence.starts_at,
            ends_at=silence.ends_at,
            sending=silence.sending,
            acts=[ActOut.of(act) for act in silence.acts],
        )


class ShelfIn(Told):
    """One incident put aside."""

    who: str = Field(min_length=1, max_length=64)
    """Who puts it aside."""
    why: str = Field(min_length=1, max_length=500)
    """Why; it is kept in the history."""
    until: datetime
    """Until when, with time zone."""


class ShelfOut(Told):
    """One incident put aside."""

    incident_id: str
    """Which."""
    reason: str
    """Why."""
    author: str
    """Who."""
    at: datetime
    """Since."""
    until: datetime
    """Until."""

    @classmethod
    def of(cls, shelf: Shelf) -> ShelfOut:
        """Tell a shelf."""
        return cls(
            incident_id=shelf.incident_id,
            reason=shelf.reason,
            author=shelf.author,
            at=shelf.at,
            until=shelf.until,
        )
