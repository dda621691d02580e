"""What is written down of a camera that may be away from home, so that the next start sends it there. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.store.base import Json
from gridwatch.hawkeye.events import Hold, Keep

NOTE = "head"  # kind of note in the store


def to_note(keep: Keep) -> Json:
    """Return the note; empty, which takes it away, for a camera that is at home."""
    if not keep.away:
        return {}
    hold = keep.hold
    return {"away": True, "hold": {"who": hold.who, "until": hold.until} if hold else None}


def read_note(note: Mapping[str, object]) -> Hold | None:
    """Return the hold that a note tells; what cannot be read is none: the camera goes home."""
    hold = note.get("hold")
    if not isinstance(hold, Mapping):
        return None
    who, until = hold.get("who"), hold.get("until")
    if not isinstance(who, str) or not isinstance(until, int | float):
        return None
    return Hold(who=who, until=float(until))
