"""Who works on a case: claimed when it is opened, renewed while it stays open, free again by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.errors import IllegalStep


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One person's hold on one case."""

    incident_id: str
    who: str  # "operator:li"
    at: datetime  # when this person took it, UTC
    until: datetime  # unless renewed

    def active(self, now: datetime) -> bool:
        """Return whether it still holds."""
        return now < self.until

    def against(self, who: str, now: datetime) -> bool:
        """Return whether it keeps `who` from acting."""
        return self.who != who and self.active(now)


class Claimed(IllegalStep):
    """Somebody else works on it; `claim` says who and until when."""

    def __init__(self, claim: Claim) -> None:
        until = claim.until.isoformat(timespec="seconds")
        super().__init__(
            f"{name_of(claim.who)} is working on {claim.incident_id} until {until}: "
            "wait, ask them, or have a supervisor take it over"
        )
        self.members = {"who": name_of(claim.who), "until": claim.until.isoformat()}


def name_of(who: str) -> str:
    """Return the bare name in `who`, e.g. "li" of "operator:li"."""
    return who.split(":", 1)[-1]
