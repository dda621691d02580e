"""After wrong logins the next one waits, longer each time: by account and by address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN = timedelta(hours=24)  # without a wrong login the count starts anew


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How patient a lock is."""

    free: int  # wrong logins without any wait
    first_s: float  # the wait after the next one; doubled by each further
    longest_s: float


AT_HIS_DESK = "desk:"  # key of wrong logins from an address that the account has a session from
BY_ACCOUNT = Rule(free=5, first_s=30.0, longest_s=900.0)
BY_ADDRESS = Rule(free=20, first_s=30.0, longest_s=3600.0)  # a whole desk may sit behind one address


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """The wrong logins of one account or address. Unknown names have theirs too: nothing tells them apart."""

    key: str  # "name:...", "desk:... ADDRESS", "own:..." or "address:..."
    wrong: int = 0
    at: datetime  # of the newest
    until: datetime  # nothing is tried before

    def wait_s(self, now: datetime) -> float:
        """Return the seconds that a login has to wait; 0 where it may be tried."""
        return max(0.0, (self.until - now).total_seconds())


def after_wrong(lock: Lock | None, key: str, rule: Rule, now: datetime) -> Lock:
    """Return the lock after one more wrong login."""
    wrong = 1 if lock is None or now - lock.at > FORGOTTEN else lock.wrong + 1
    over = wrong - rule.free
    wait = min(rule.longest_s, rule.first_s * 2.0 ** min(over - 1, 20)) if over > 0 else 0.0
    return Lock(key=key, wrong=wrong, at=now, until=now + timedelta(seconds=wait))


def logins_locked(locks: Iterable[Lock]) -> dict[str, Lock]:
    """Return the longest lock of each account's logins, wherever they come from, by its name."""
    found: dict[str, Lock] = {}
    for lock in locks:
        kind, _, rest = lock.key.partition(":")
        if f"{kind}:" == AT_HIS_DESK:
            rest = rest.partition(" ")[0]
        elif kind != "name":
            continue
        if rest not in found or lock.until > found[rest].until:
            found[rest] = lock
    return found
