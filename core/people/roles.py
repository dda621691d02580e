"""Roles and what each may do: one table, read by the API, the console and docs/administrators.md."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Act(StrEnum):
    """What a route can ask of whoever calls it."""

    SEE = "see"  # cases, cameras, the map, figures, deliveries, live events
    EVIDENCE = "evidence"  # pictures, kept and live
    CONFIRM = "confirm"  # acknowledge, confirm, reject, assign, shelve a case
    JOIN = "join"  # merge and split cases, take that back
    LOOK = "look"  # a look now, a live view; saying that a camera was turned on purpose
    TURN = "turn"  # hold a camera that can be turned, and turn it
    SILENCE = "silence"  # keep matters out of the inbox for a time
    SHARE = "share"  # make and take back public links
    EXPORT = "export"  # many cases as a file, CAP messages
    TAKE_OVER = "take_over"  # take a case that somebody else has open
    REPLAY = "replay"  # send again, start a receiver again
    METRICS = "metrics"  # /metrics
    CAMERAS = "cameras"  # add, change, remove cameras; zones, rules and calibration of one
    TUNE = "tune"  # replay and score reports, labels, shadow results, promotion
    WITHHOLD = "withhold"  # let receivers wait
    SETTINGS = "settings"  # what the console shows everybody: base map, patrol tours of all
    PEOPLE = "people"  # users and their sessions
    AUDIT = "audit"  # who did and saw what


class Role(StrEnum):
    """What a person or a machine is here for."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ENGINEER = "engineer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    PLATFORM = "platform"  # a machine: by its own token only, never by a password


_READS = frozenset({Act.SEE, Act.EVIDENCE, Act.EXPORT})
_OPERATES = _READS | {Act.CONFIRM, Act.JOIN, Act.LOOK, Act.TURN, Act.SILENCE, Act.SHARE}
_EVERYTHING = frozenset(Act)

PERMISSIONS: Mapping[Role, frozenset[Act]] = {
    Role.OPERATOR: _OPERATES,
    Role.SUPERVISOR: _OPERATES | {Act.TAKE_OVER, Act.REPLAY},
    Role.ENGINEER: _READS | {Act.LOOK, Act.TURN, Act.CAMERAS, Act.TUNE, Act.REPLAY, Act.METRICS},
    Role.ADMINISTRATOR: _EVERYTHING,
    Role.AUDITOR: _READS | {Act.AUDIT},
    Role.PLATFORM: _READS,
}
WHOLE = frozenset({Act.TUNE, Act.METRICS, Act.SETTINGS, Act.PEOPLE, Act.AUDIT})
"""What shows or changes the whole district: not for whoever sees a part of it, whatever his role."""
ADMINISTRATIVE = frozenset({Act.CAMERAS, Act.TUNE, Act.WITHHOLD, Act.SETTINGS, Act.PEOPLE, Act.AUDIT})
"""What the API token may not do where the administrator has one of his own."""
