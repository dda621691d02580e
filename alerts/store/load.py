"""What a store keeps of the operators' load: silences, shelves, and what was shown or held back when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from alerts.load.silence import Shelf, Silence


class Marked(StrEnum):
    """What an incident was for the operators from an instant on."""

    SHOWN = "shown"  # a line of its own: one alarm
    GROUPED = "grouped"  # in a group's line
    HELD = "held"
    TAKEN = "taken"  # asks no operator any more; if it does again, that is another alarm


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadMark:
    """One change of what an incident was for the operators."""

    at: datetime
    incident_id: str
    what: Marked
    by: str = ""  # what holds it back, or its group
    matter: str = ""
    severity: str = ""
    owner: str = ""
    street: str = ""  # grid code of it
    source: str = ""  # camera, zone and matter


class LoadReader(Protocol):
    """What can be asked."""

    def silence(self, silence_id: str) -> Silence | None:
        """Return one silence, or None."""
        ...

    def silences(self, *, ending_after: datetime | None = None) -> tuple[Silence, ...]:
        """Return silences (that end later than that), by their start."""
        ...

    def shelves(self) -> Mapping[str, Shelf]:
        """Return every shelf by its incident's id, also those whose time has passed."""
        ...

    def load_marks(
        self, since: datetime, until: datetime | None = None, *, limit: int = 2_000_000
    ) -> tuple[LoadMark, ...]:
        """Return the marks of a time, `until` excluded, in order."""
        ...

    def last_marks(self, incident_ids: Sequence[str]) -> Mapping[str, LoadMark]:
        """Return the latest mark of each of these incidents that has one."""
        ...


class LoadWriter(LoadReader, Protocol):
    """What can be changed within one transaction."""

    def put_silence(self, silence: Silence) -> None:
        """Keep a silence, new or changed."""
        ...

    def put_shelf(self, shelf: Shelf) -> None:
        """Keep a shelf in place of the incident's earlier one."""
        ...

    def drop_shelves(self, incident_ids: Sequence[str]) -> None:
        """Forget the shelves of these incidents; whoever has none is passed over."""
        ...

    def add_load_marks(self, marks: Sequence[LoadMark]) -> None:
        """Append marks, in order."""
        ...

    def move_deliveries(self, waiting_for: datetime, to: datetime) -> int:
        """Let deliveries that wait, untried, for exactly that instant wait for another; return how many."""
        ...
