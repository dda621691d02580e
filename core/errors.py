"""The error tree. `retry` says whether trying again, unchanged, can help.

GridwatchError
├── ConfigError            no   a file must be edited
├── ModelError             no   a model folder is incomplete or does not fit its runtime
├── ClipError              no   a recorded clip or picture cannot be read
├── LookError              (by kind)  one look did not bring a picture
├── StoreError             yes  the database did not take it
├── EvidenceError          yes  a picture could not be kept
├── IllegalStep            no   an incident cannot go from here to there
├── NotFound               no   no such incident, camera or delivery
├── CalendarGap            no   the city's calendar does not cover a year
└── DeliveryError          (by kind)  a receiver did not accept
    └── ReceiverRefused    no   the receiver's address is not allowed
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.look import LookFailureKind


class GridwatchError(Exception):
    """Everything Gridwatch raises on purpose; the message says what, where and what to do."""

    retry = False
    members: Mapping[str, object] = MappingProxyType({})
    """What a program reads beside the message: members of the API's problem document (RFC 9457)."""


class ConfigError(GridwatchError):
    """A configuration file is wrong; the message carries file, line, key and cure."""


class ModelError(GridwatchError):
    """A model folder is incomplete, or its network does not fit what model.yaml says."""


class ClipError(GridwatchError):
    """A recorded clip or picture cannot be read."""


class LookError(GridwatchError):
    """One look did not bring a picture. Raised by an attempt, turned into a LookFailure by the looker."""

    def __init__(self, kind: LookFailureKind, detail: str) -> None:
        super().__init__(f"{kind.value}: {detail}")
        self.kind = kind
        self.detail = detail
        self.retry = kind.retry


class StoreError(GridwatchError):
    """The database did not take a transaction."""

    retry = True


class EvidenceError(GridwatchError):
    """A picture could not be kept, or was asked for and is not there."""

    retry = True


class IllegalStep(GridwatchError):
    """An incident cannot take this step from the state it is in."""


class NotFound(GridwatchError):
    """No such incident, camera, delivery or picture."""


class CalendarGap(GridwatchError):
    """A time limit runs into a year that the city's calendar does not cover: nothing is guessed."""


class DeliveryError(GridwatchError):
    """A receiver did not accept a delivery."""

    retry = True


class ReceiverRefused(DeliveryError):
    """The receiver's address is not on the administrator's allow-list."""

    retry = False
