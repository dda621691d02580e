"""What an audit finds: where, and what should stand there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alerts.store.base import Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is not as it was written."""

    what: str  # expected and found, in a sentence
    incident_id: str | None = None
    seq: int | None = None  # row within the case
    number: int | None = None  # row within the store
    of: Literal["row", "act"] = "row"  # which chain the row is in: of the cases' trail, or of people's acts

    @classmethod
    def at(cls, row: Row, what: str) -> Fault:
        """Return a fault of one row."""
        return cls(what=what, incident_id=row.incident_id, seq=row.seq, number=row.number)

    def __str__(self) -> str:
        place = [
            f"{self.of} {self.number}" if self.number is not None else "",
            f"case {self.incident_id}" if self.incident_id is not None else "",
            f"seq {self.seq}" if self.seq is not None else "",
        ]
        where = ", ".join(filter(None, place))
        return f"{where}: {self.what}" if where else self.what


def in_order(fault: Fault) -> tuple[int, str, int]:
    """Sort by the row in the store; what names none comes last."""
    last = 1 << 62
    return (
        last if fault.number is None else fault.number,
        fault.incident_id or "",
        last if fault.seq is None else fault.seq,
    )
