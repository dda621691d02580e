"""What is tried against what, on whose looks, and what counts as an alarm of either side. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.config.profile import Profile
from core.sighting import Finding, Sighting

_GONE = frozenset({"rule.removed"})  # its subject is never spoken of again


class Side(StrEnum):
    """Whose alarm it is."""

    LIVE = "live"
    CANDIDATE = "candidate"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seer:
    """A model, as far as a comparison needs to know it."""

    name: str  # name and version
    sha256: str  # of its weights


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """One candidate against one thing that is live; a change on either side makes another trial."""

    id: str
    live_model: str
    live_profile: str  # name and version
    candidate_model: str
    candidate_profile: str

    @classmethod
    def of(cls, live: Seer, live_profile: Profile, candidate: Seer, candidate_profile: Profile) -> Trial:
        """Name the trial after what both sides are, down to the last setting and weight."""
        parts = (
            live.sha256,
            live_profile.model_dump_json(),
            candidate.sha256,
            candidate_profile.model_dump_json(),
        )
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return cls(
            id=digest[:12],
            live_model=live.name,
            live_profile=f"{live_profile.name} v{live_profile.version}",
            candidate_model=candidate.name,
            candidate_profile=f"{candidate_profile.name} v{candidate_profile.version}",
        )


def chosen(camera_id: str, share: float) -> bool:
    """Return whether a camera is among the share of them that are shadowed: always the same ones."""
    digest = hashlib.sha256(f"shadow {camera_id}".encode()).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def standing(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Return what would stand open: a rule is sure of it and no second opinion holds it back."""
    return tuple(one for one in sightings if one.finding is Finding.PRESENT and not one.held)


def opens(sighting: Sighting) -> bool:
    """Return whether its rule has become sure of it in this very look, whatever the rule counts."""
    return sighting.reason.code.partition(".")[2].startswith("confirmed")


def ended(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Return what would be over, or will never be spoken of again."""
    return tuple(
        one
        for one in sightings
        if one.finding in {Finding.CLEARED, Finding.DROPPED} or one.reason.code in _GONE
    )
