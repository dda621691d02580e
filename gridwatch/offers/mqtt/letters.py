"""What is published about one live event, and under which topics. Pure.

    <prefix>/incidents/<id>                                        every change of one incident
    <prefix>/grids/<district>/<street>/<community>/<grid>/<id>     the same by place: subscribe to .../#
    <prefix>/status                                                online, or offline (the broker says so)

Under `grids` stands as much of the path as is known, `-` outside of the district. With `retain` the
broker keeps the latest message of every incident that lasts, under `incidents` alone: an incident may
move to another grid, and what was kept under the old one would be wrong for ever. What has ended is
taken back with an empty message, as MQTT wants it, so that brokers do not fill.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from alerts.store.base import LiveEvent
from core.incident import Status

_LEVELS = (6, 9, 12, 15)  # digits of district, street, community and grid
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ENDED = frozenset(status.value for status in Status if status.ended)
ONLINE, OFFLINE = b"online", b"offline"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One message to a broker."""

    topic: str
    payload: bytes
    retain: bool = False


def letters(event: LiveEvent, *, prefix: str, retain: bool) -> tuple[Letter, ...]:
    """Return what is published about an event; empty for what is no incident, or waits for an operator's word.

    What is held for an operator is told to no receiver (alerts/outbox.py), and so it is not told here.
    """
    if event.kind != "incident" or not _SAFE.fullmatch(event.ref) or event.data.get("held_for"):
        return ()
    if event.data.get("opened_at", "unknown") is None:
        return ()  # a candidate that a person has rejected: nobody had heard of it
    body = {"seq": event.seq, **event.data}
    payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    lasts = event.data.get("status") not in _ENDED
    topic = f"{prefix}/incidents/{event.ref}"
    told = [
        Letter(topic=topic, payload=payload, retain=retain and lasts),
        Letter(topic=f"{prefix}/grids/{_path(event.data.get('grid'))}/{event.ref}", payload=payload),
    ]
    if retain and not lasts:
        told.append(Letter(topic=topic, payload=b"", retain=True))
    return tuple(told)


def status(prefix: str, *, online: bool) -> Letter:
    """Return what says whether Gridwatch is there: without it silence could mean anything."""
    return Letter(topic=f"{prefix}/status", payload=ONLINE if online else OFFLINE, retain=True)


def _path(grid: object) -> str:
    code = grid if isinstance(grid, str) and grid.isascii() and grid.isdigit() else ""
    levels = [code[:digits] for digits in _LEVELS if len(code) >= digits]
    return "/".join(levels) or "-"
