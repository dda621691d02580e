"""The audit: who did or saw what, when, from where and why. Each entry is bound to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

START = "0" * 64  # stands before the first entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line. It holds no password, code, token or picture."""

    number: int = 0  # 1, 2, 3 ...; given by the store
    at: datetime
    who: str  # user, machine, or the name that a login was tried with
    role: str  # at the time; empty where nobody was logged in
    act: str  # "view /api/v1/evidence/{key}", "login", "POST /api/v1/incidents/{incident_id}/acts" ...
    ref: str = ""  # id of what it was about
    outcome: str = "done"  # "done" | "refused" | "failed"
    detail: str = ""  # at most 500 characters
    reason: str = ""  # as the caller gave it, where the policy asks for one
    address: str = ""
    session: str = ""  # id
    before: str = ""  # 64 hex digits: `hash` of the entry before it
    hash: str = ""  # 64 hex digits over `before` and all the rest


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditQuery:
    """A filter; what is empty does not filter. Newest first, paged by `before`."""

    who: str = ""
    act: str = ""  # starts with
    ref: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None  # before
    before: int | None = None  # numbers below
    limit: int = 100  # 1..1000


def bound(entry: Entry, number: int, before: str) -> Entry:
    """Return the entry with its number and hashes."""
    numbered = replace(entry, number=number, before=before, hash="")
    return replace(numbered, hash=_digest(numbered))


def matches(query: AuditQuery, entry: Entry) -> bool:
    """Return whether an entry passes every filter."""
    return (
        (not query.who or entry.who == query.who)
        and entry.act.startswith(query.act)
        and (not query.ref or entry.ref == query.ref)
        and (not query.outcome or entry.outcome == query.outcome)
        and (query.since is None or entry.at >= query.since)
        and (query.until is None or entry.at < query.until)
        and (query.before is None or entry.number < query.before)
    )


def broken(entries: Iterable[Entry]) -> tuple[int, ...]:
    """Return the numbers of entries, oldest first, that were changed, or before which something is missing."""
    found, last = [], None
    for entry in entries:
        if _digest(replace(entry, hash="")) != entry.hash or (
            last is not None and (entry.before != last.hash or entry.number != last.number + 1)
        ):
            found.append(entry.number)
        last = entry
    return tuple(found)


def _digest(entry: Entry) -> str:
    fields = [
        entry.before, entry.number, entry.at.isoformat(), entry.who, entry.role, entry.act, entry.ref,
        entry.outcome, entry.detail, entry.reason, entry.address, entry.session,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
