"""What makes a camera worth more looks: what its rules remember, who asked, how often it was alarmed lately.

Pure: whoever knows tells what happened, `of(camera, now)` says what holds; seconds of Clock.monotonic. A candidate that
is gone and an operator's look count for `linger_s` more: a thing that flickers does not make a rhythm flicker, and what
was dropped because it was poorly seen is seen again sooner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.config.settings.attention import Attention as Choice
from core.reason import Reason


class Interest(StrEnum):
    """Why a camera is looked at more often."""

    ASKED = "asked"  # an operator looked through it
    CANDIDATE = "candidate"  # its rules remember, or just remembered, something that is not confirmed
    INCIDENT = "incident"  # its rules see something confirmed
    HISTORY = "history"  # it was alarmed notably more often than others


@dataclass(frozen=True, kw_only=True, slots=True)
class Worth:
    """What a camera is worth."""

    interest: Interest | None = None  # the one that asks for most; None: quiet
    times: float = 1.0  # as often as its period it is to be looked at


QUIET = Worth()


class Interests:
    """What is known of every camera. Bounded by the cameras: who is quiet is not kept."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._times = {interest: float(getattr(choice, interest.value)) for interest in Interest}
        self._candidate_until: dict[str, float] = {}
        self._asked_until: dict[str, float] = {}
        self._incident: set[str] = set()
        self._raised: dict[str, int] = {}
        self._often = float(choice.history_least)  # incidents from which a camera has a history

    def looked(self, camera_id: str, now: float, *, candidate: bool, incident: bool) -> None:
        """Note what a camera's rules remember after a look: something not confirmed, something confirmed."""
        if candidate:
            self._candidate_until[camera_id] = now + self._choice.linger_s
        elif incident:  # what was in doubt is sure now
            self._candidate_until.pop(camera_id, None)
        if incident:
            self._incident.add(camera_id)
        else:
            self._incident.discard(camera_id)

    def asked(self, camera_id: str, now: float) -> None:
        """Note that an operator looked through a camera."""
        self._asked_until[camera_id] = now + self._choice.linger_s

    def history(self, raised: Mapping[str, int], cameras: int) -> None:
        """Take, anew, how many incidents each of so many cameras had in the last `history_days`.

        A camera has a history from `history_least` incidents and `history_times` the mean on: where it happens
        everywhere alike, nobody has one.
        """
        self._raised = {camera_id: count for camera_id, count in raised.items() if count > 0}
        mean = sum(self._raised.values()) / max(1, cameras)
        self._often = max(float(self._choice.history_least), self._choice.history_times * mean)

    def of(self, camera_id: str, now: float) -> Worth:
        """Return what a camera is worth now: of its interests the one that asks for most."""
        holding = [
            interest
            for interest, holds in (
                (Interest.ASKED, self._holds(self._asked_until, camera_id, now)),
                (Interest.CANDIDATE, self._holds(self._candidate_until, camera_id, now)),
                (Interest.INCIDENT, camera_id in self._incident),
                (Interest.HISTORY, self._raised.get(camera_id, 0) >= self._often),
            )
            if holds and self._times[interest] > 1
        ]
        if not holding:
            return QUIET
        most = max(holding, key=lambda interest: self._times[interest])
        return Worth(interest=most, times=self._times[most])

    def why(self, camera_id: str, interest: Interest) -> Reason:
        """Return the reason for a person."""
        facts = {
            "incidents": self._raised.get(camera_id, 0),
            "days": self._choice.history_days,
            "minutes": self._choice.linger_s / 60,
        }
        return Reason(code=f"attention.{interest.value}", facts=facts)

    def drop(self, camera_id: str) -> None:
        """The camera is gone."""
        for kept in (self._candidate_until, self._asked_until, self._raised):
            kept.pop(camera_id, None)
        self._incident.discard(camera_id)

    @staticmethod
    def _holds(until: dict[str, float], camera_id: str, now: float) -> bool:
        end = until.get(camera_id)
        if end is not None and end <= now:
            del until[camera_id]
            return False
        return end is not None
