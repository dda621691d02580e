"""Everything that is kept of one case, as it is kept: what an audit compares with its trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from alerts.store.public import PublicLink

if TYPE_CHECKING:
    from alerts.store.base import Attempt, Delivery, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """One case. Texts are not read: what is damaged is still to be shown as damaged."""

    incident_id: str
    version: int | None = None  # None: the case itself is not kept
    status: str | None = None  # under which lists find it
    document: str | None = None  # text of the incident
    rows: Sequence[Row] = ()  # of its trail
    steps: Sequence[str] = ()  # texts of its history, in order
    deliveries: Sequence[Delivery] = ()
    attempts: Mapping[str, Sequence[Attempt]] = field(default_factory=dict)  # delivery id -> ledger
    links: Sequence[PublicLink] = ()


class CaseReader(Protocol):
    """What can be asked."""

    def on_record(self, after: str = "", limit: int = 200) -> tuple[str, ...]:
        """Return ids of cases that are more than candidates, in the order of ids, after this one."""
        ...

    def case_files(self, incident_ids: Sequence[str]) -> tuple[CaseFile, ...]:
        """Return the files of some cases, in this order; of one that is not kept, what is left of it."""
        ...
