"""What an operator's merge or split is taken back by: the incidents as they were. The store's part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.incident import Incident

UNDOS_KEPT = timedelta(days=30)  # far longer than anything can be undone


@dataclass(frozen=True, kw_only=True, slots=True)
class Undo:
    """One act that may be taken back."""

    incident_id: str  # that goes on: what was merged into, or split
    other_id: str  # that went into it, or was split off
    act: str  # "merge" or "split"
    at: datetime
    steps: int  # entries in the history of `incident_id` right after the act
    other_steps: int  # the same of `other_id`
    before: Incident  # `incident_id` as it was
    other_before: Incident | None  # `other_id` as it was; None when the split made it


class UndoReader(Protocol):
    """What can be asked."""

    def undo(self, incident_id: str) -> Undo | None:
        """Return the last act on an incident that goes on, or None."""
        ...


class UndoWriter(UndoReader, Protocol):
    """What can be changed within one transaction."""

    def put_undo(self, undo: Undo) -> None:
        """Keep an act in place of the incident's earlier one; both incidents must be kept."""
        ...

    def drop_undo(self, incident_id: str) -> None:
        """Forget the last act on an incident."""
        ...
