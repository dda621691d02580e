"""The parts of the operators' load that the API uses, as one record."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.load.acts import LoadActs
from alerts.load.inbox import InboxDesk


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadOffice:
    """What is shown, and what people do about it."""

    inbox: InboxDesk
    acts: LoadActs
