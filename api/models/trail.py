"""The trail of a case as the API tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alerts.audit.told import headline, record_of
from alerts.store.base import Row
from api.models.base import Told


class TrailRow(Told):
    """One row: bound to the row before it of the case by `hash`, of the whole store by `chain`."""

    number: int
    """1, 2, 3 ... in the whole store."""
    seq: int
    """1, 2, 3 ... within the case."""
    at: datetime
    """When it happened."""
    kind: str
    """step, changed, queued, settled, linked or unlinked."""
    told: str
    """In Chinese."""
    told_en: str
    """In English."""
    record: dict[str, Any] | None
    """What it says; null where that can no longer be read."""
    text: str
    """The same, byte for byte as it was hashed."""
    hash: str
    """SHA-256, hex."""
    chain: str
    """SHA-256, hex."""

    @classmethod
    def of(cls, row: Row) -> TrailRow:
        """Tell a row."""
        return cls(
            number=row.number,
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            told=headline(row, "zh"),
            told_en=headline(row, "en"),
            record=record_of(row),
            text=row.record,
            hash=row.hash,
            chain=row.chain,
        )


class TrailOut(Told):
    """The whole trail of one case."""

    incident_id: str
    """Whose."""
    rows: list[TrailRow]
    """First to last."""
    faults: list[str]
    """What is not as it was written; empty where all is."""
    head_number: int
    """Rows in the whole store."""
    head: str
    """Chain of the last of them: note it elsewhere, and nothing up to it can be rewritten unnoticed."""
