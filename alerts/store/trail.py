"""The trail of a case: rows that are only ever added, each bound by its hash to the rows before it. Pure.

Two chains. A row's `hash` covers the row and the hash of the row before it of the same case, so one case can be
checked, and handed out, by itself. Its `chain` covers the `hash` and the chain of the row before it in the whole
store, so that a row, or a whole case, that was taken out is missed, and one noted `Head` answers for everything
up to it. What is hashed is the text that is kept, byte for byte: nobody has to write JSON as we do to check it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from alerts.store.base import FIRST, Head, Row
from alerts.store.cursor import micros
from alerts.store.public import PublicLink
from alerts.store.shapes import writer_of
from core.case import Case, Report
from core.incident import Incident, Picture, Status, Step

UNTOLD = frozenset({Status.CANDIDATE, Status.EXPIRED})  # nobody was told: no trail


_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


class Kind(StrEnum):
    """What a row of a trail is about."""

    STEP = "step"  # an entry of the history, with the pictures and changes that came with it
    CHANGED = "changed"  # pictures, case or facts that came without a step
    QUEUED = "queued"  # a version was put into the outbox for a receiver
    SETTLED = "settled"  # how that ended: accepted, given up, gone
    LINKED = "linked"  # a public link was made
    UNLINKED = "unlinked"  # and taken back


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A row that is still to be bound."""

    incident_id: str
    at: datetime
    kind: Kind
    record: str  # JSON object, keys sorted, no white space; hashed as it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Tail:
    """The last row of one case."""

    seq: int = 0
    hash: str = FIRST


def hash_of(*, incident_id: str, seq: int, at: datetime, kind: str, before: str, record: str) -> str:
    """Return the hash of a row; `before` is that of the row before it of its case."""
    lines = ("gridwatch trail 1", incident_id, str(seq), str(micros(at)), kind, before, record)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def chain_of(number: int, before: str, hash_: str) -> str:
    """Return the chain of a row; `before` is that of the row before it in the store."""
    return hashlib.sha256(f"gridwatch chain 1\n{number}\n{before}\n{hash_}".encode()).hexdigest()


def bind(drafts: Iterable[Draft], head: Head, tails: Mapping[str, Tail]) -> tuple[list[Row], Head]:
    """Return the rows that follow `head`, and the head after them; `tails` of cases that have rows already."""
    last = dict(tails)
    rows: list[Row] = []
    for draft in drafts:
        tail = last.get(draft.incident_id, Tail())
        number, seq = head.number + 1, tail.seq + 1
        made = hash_of(
            incident_id=draft.incident_id,
            seq=seq,
            at=draft.at,
            kind=draft.kind.value,
            before=tail.hash,
            record=draft.record,
        )
        chain = chain_of(number, head.chain, made)
        rows.append(
            Row(
                number=number,
                incident_id=draft.incident_id,
                seq=seq,
                at=draft.at,
                kind=draft.kind.value,
                record=draft.record,
                hash=made,
                chain=chain,
            )
        )
        head, last[draft.incident_id] = Head(number=number, chain=chain), Tail(seq=seq, hash=made)
    return rows, head


def text_of(record: Mapping[str, Any]) -> str:
    """Return the text of a record."""
    return _JSON.encode(record)


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a kept text or body, as hex."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def on_record(incident: Incident | None) -> bool:
    """Return whether a case is kept for good: from its first step beyond candidate, or what somebody reported.

    A candidate that comes to nothing bothers nobody and is dropped after a week; once it is more, all its steps
    go into the trail, from the first.
    """
    return incident is not None and (incident.status not in UNTOLD or bool(incident.reports))


def of_change(
    before: Incident | None, after: Incident, steps: Sequence[Step], earlier: Sequence[Step], document: str
) -> list[Draft]:
    """Return the rows of one version of a case.

    Args:
        before: as it was; None where nothing of it is in the trail yet.
        after: as it is kept now.
        steps: those of this version.
        earlier: steps that were taken before it was on record.
        document: the text under which `after` is kept; its digest proves the present state.
    """
    came = _changes(before, after)
    ends = {"version": after.version, "state": digest(document), **came}
    all_steps = [*earlier, *steps]
    if not all_steps:
        return [_draft(after, after.updated_at, Kind.CHANGED, ends)] if came else []
    return [
        _draft(
            after,
            step.at,
            Kind.STEP,
            {"step": writer_of(Step)(step), **(ends if step is all_steps[-1] else {})},
        )
        for step in all_steps
    ]


def linked(link: PublicLink) -> Draft:
    """Return the row of a trail that says that a link was made."""
    record = {"link": link.id, "who": link.made_by, "until": link.expires_at.isoformat()}
    return Draft(incident_id=link.incident_id, at=link.made_at, kind=Kind.LINKED, record=text_of(record))


def unlinked(link: PublicLink, now: datetime, who: str) -> Draft:
    """Return the row of a trail that says that a link was taken back."""
    record = {"link": link.id, "who": who}
    return Draft(incident_id=link.incident_id, at=now, kind=Kind.UNLINKED, record=text_of(record))


def _draft(incident: Incident, at: datetime, kind: Kind, record: Mapping[str, Any]) -> Draft:
    return Draft(incident_id=incident.id, at=at, kind=kind, record=text_of(record))


def _changes(before: Incident | None, after: Incident) -> dict[str, Any]:
    """Return what an auditor asks for and no step says: new pictures, the platform's case, facts."""
    known = {_which(picture) for picture in before.pictures} if before else frozenset[Any]()
    told: dict[str, Any] = {}
    if new := [_picture(picture) for picture in after.pictures if _which(picture) not in known]:
        told["pictures"] = new
    if after.case_number != (before.case_number if before else None):
        told["case_number"] = after.case_number
    if after.case != (before.case if before else Case()):
        told["case"] = writer_of(Case)(after.case)
    if after.reports != (before.reports if before else ()):
        told["reports"] = [writer_of(Report)(report) for report in after.reports]
    old = before.facts if before else {}
    if changed := {key: value for key, value in after.facts.items() if old.get(key) != value}:
        told["facts"] = changed
    return told


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "role": picture.role,
        "camera": picture.camera_id,
        "look": picture.look_id,
        "taken_at": picture.taken_at.isoformat(),
        "sha256": picture.sha256,
    }


def _which(picture: Picture) -> tuple[str, ...]:
    return picture.role, picture.camera_id, picture.look_id, picture.sha256
