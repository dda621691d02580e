"""Everything about people that routes use, as one record."""

from __future__ import annotations

from dataclasses import dataclass, field

from alerts.store.base import Store
from api.people.accounts import Accounts
from api.people.enrolling import Enrolling
from api.people.factor import Seal
from api.people.first_run import FirstRun
from api.people.gate import Gate
from api.people.hashing import Hasher, Turns
from api.people.logins import Logins
from api.people.recorder import Recorder
from api.people.threads import OwnThreads
from core.clock import Clock
from core.config.settings.people import People as Policy

VIEWS_AT_ONCE = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """The parts, each with its own task."""

    policy: Policy
    logins: Logins
    accounts: Accounts
    gate: Gate
    recorder: Recorder
    enrolling: Enrolling
    first_run: FirstRun = field(default_factory=FirstRun)
    turns: Turns = field(default_factory=Turns)
    views: OwnThreads = field(default_factory=lambda: OwnThreads(VIEWS_AT_ONCE))
    """For the audit's writings before a picture is shown: a page brings dozens, and each may wait for the database."""


def open_desk(
    store: Store, *, clock: Clock, policy: Policy, secret: str, hasher: Hasher | None = None
) -> Desk:
    """Return a desk over a store; `secret` seals the keys of second factors."""
    used, seal = hasher or Hasher(), Seal(secret)
    return Desk(
        policy=policy,
        logins=Logins(store, clock=clock, policy=policy, hasher=used, seal=seal),
        accounts=Accounts(store, clock=clock, hasher=used, seal=seal),
        gate=Gate(store, clock=clock, policy=policy),
        recorder=Recorder(store, clock),
        enrolling=Enrolling(clock),
    )
