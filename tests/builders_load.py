"""Builders of what the inbox sorts out: plain values in, a valid object out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alerts.load.flood import Flood
from alerts.load.inhibition import Inhibitions
from alerts.load.item import Item
from alerts.load.queue import Situation
from alerts.load.silence import Matchers, Shelf, Silence
from core.config.settings.load import Load
from tests.builders import START, at

NOON = at(4 * 3600)
STREET = "330109001"


def item(item_id: str = "inc_1", *, minutes: float = 10, **changes: Any) -> Item:
    """Build a minor incident that has waited for so many minutes at noon."""
    values: dict[str, Any] = {
        "id": item_id,
        "matter": "exposed_garbage",
        "severity": "minor",
        "owner": "urban-management",
        "grid": f"{STREET}002003",
        "cameras": ("cam-1",),
        "since": NOON - timedelta(minutes=minutes),
        "source": "cam-1/kerb/exposed_garbage",
    }
    return Item(**values | changes)


def silence(*, hours: float = 1, **changes: Any) -> Silence:
    """Build a silence of garbage in force at noon, for so many hours more."""
    values: dict[str, Any] = {
        "id": "sil_1",
        "matchers": Matchers(matters=("exposed_garbage",)),
        "reason": "market day",
        "author": "operator:li",
        "starts_at": NOON - timedelta(hours=1),
        "ends_at": NOON + timedelta(hours=hours),
    }
    return Silence(**values | changes)


def shelf(incident_id: str = "inc_1", *, hours: float = 1, **changes: Any) -> Shelf:
    """Build a shelf for so many hours more."""
    values: dict[str, Any] = {
        "incident_id": incident_id,
        "reason": "the crew comes tomorrow",
        "author": "operator:li",
        "at": NOON - timedelta(hours=1),
        "until": NOON + timedelta(hours=hours),
    }
    return Shelf(**values | changes)


def situation(**changes: Any) -> Situation:
    """Build noon of a calm day; `inhibitions` may be a list, `flooded=True` is a flood."""
    values: dict[str, Any] = {"now": NOON, "rule": Load()}
    if changes.pop("flooded", False):
        values["flood"] = Flood(since=START, arrivals=30)
    if isinstance(found := changes.get("inhibitions"), list):
        changes["inhibitions"] = Inhibitions.of(found)
    return Situation(**values | changes)
