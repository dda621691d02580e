"""Looks that somebody asked for: taken once each, bounded per camera, given up when they cannot start."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from enum import StrEnum

from core.look import LookReason, LookRequest
from ingest.lines import Lines
from ingest.port import Port
from ingest.ready import Waiting

ASKED_PER_CAMERA = 8
"""Asked looks that may wait for one camera; more are refused, so that no stage can flood the schedule."""

GIVE_UP_S = 5.0
"""An asked look is given up when, after its deadline, as long as it was given has passed; at least this."""


class Asked(StrEnum):
    """What became of a wish for a look."""

    WAITING = "waiting"
    MERGED = "merged"  # the same wish waits already; the earlier deadline holds
    UNKNOWN_CAMERA = "unknown_camera"
    TOO_MANY = "too_many"


class Wishes:
    """The asked looks of all cameras."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._expiry: list[tuple[float, int, Waiting]] = []
        self._count = 0

    def ask(self, port: Port, request: LookRequest) -> Asked:
        """Take a wish; the same one (reason, incident) waits once, at its earliest deadline."""
        key = (request.reason, request.incident_id)
        same = port.asked.get(key)
        if same is None:
            if len(port.asked) >= ASKED_PER_CAMERA:
                return Asked.TOO_MANY
            port.asked[key] = self._put(port, request)
            return Asked.WAITING
        if request.deadline < same.key:
            same.cancel()
            port.asked[key] = self._put(port, request)
        return Asked.MERGED

    def put_again(self, port: Port) -> None:
        """Let a camera's wishes wait anew: its host, owner or back-off changed."""
        for key, old in tuple(port.asked.items()):
            if old.request is not None:
                old.cancel()
                port.asked[key] = self._put(port, old.request)

    def overdue(self, ports: Mapping[str, Port], now: float) -> Iterator[tuple[Port, LookRequest]]:
        """Take out and yield the wishes that could not start in time."""
        while self._expiry and self._expiry[0][0] <= now:
            look = heapq.heappop(self._expiry)[2]
            port, request = ports.get(look.camera_id), look.request
            if not look.alive or port is None or request is None:
                continue
            key = (request.reason, request.incident_id)
            if port.asked.get(key) is not look:
                continue  # it has started
            del port.asked[key]
            look.cancel()
            yield port, request

    def _put(self, port: Port, request: LookRequest) -> Waiting:
        # An operator's click is not held back by a back-off: a person wants to see for himself.
        held = float("-inf") if request.reason is LookReason.OPERATOR else port.hold_until
        look = Waiting(port.camera_id, port.host, port.owner, request.deadline, request)
        self._count += 1
        given = max(GIVE_UP_S, request.deadline - request.not_before)
        heapq.heappush(self._expiry, (request.deadline + given, self._count, look))
        return self._lines.put(look, max(request.not_before, held))
