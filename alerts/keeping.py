"""How long pictures are kept: orphans go, raw pictures of ended incidents expire, the rest must fit.

Raw pictures follow the law's 30 days, a case's own pictures the case. Rows are never changed here: a
picture that is no longer kept is answered as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter

from alerts.evidence import EvidenceStore, Kept
from alerts.parting import MERGED_INTO, SPLIT_INTO
from alerts.store.base import Reader, Store
from core.incident import Incident

ORPHAN_S = 3600.0  # a file without a row is older than any transaction that could still name it
_ROOM = 0.95  # share of the limit that is swept down to, so that not every picture sweeps


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """What one sweep removed."""

    orphans: int = 0  # files that no incident names
    expired: int = 0  # raw pictures of incidents that ended long ago
    for_room: int = 0  # pictures of the oldest ended incidents, to stay below the limit
    freed: int = 0  # bytes


def sweep(store: Store, evidence: EvidenceStore, *, raw_days: float, now: datetime) -> Swept:
    """Remove what need not be kept. Never touches a named picture of an incident that has not ended.

    Raises:
        EvidenceError: a file cannot be removed.
    """
    orphans: list[Kept] = []
    expired: list[Kept] = []
    ended: list[tuple[datetime, list[Kept]]] = []
    files = sorted(evidence.files(), key=attrgetter("incident_id"))
    for incident_id, group in groupby(files, key=attrgetter("incident_id")):
        mine = list(group)
        with store.read() as reader:
            incident = reader.incident(incident_id)
            kin = _kin(reader, incident)
        named = _named(incident).union(*map(_named, kin))
        orphans += [k for k in mine if k.key not in named and now.timestamp() - k.written_at > ORPHAN_S]
        if incident is None or not all(one.status.ended for one in (incident, *kin)):
            continue
        old = (now - incident.updated_at).total_seconds() > raw_days * 86400
        raw = [kept for kept in mine if old and kept.key in named and kept.key.startswith("raw/")]
        expired += raw
        ended.append((incident.updated_at, [k for k in mine if k.key in named and k not in raw]))
    freed = evidence.remove(kept.key for kept in (*orphans, *expired))
    for_room = 0
    for _, mine in sorted(ended, key=itemgetter(0)):
        if evidence.used_bytes() <= evidence.max_bytes * _ROOM:
            break
        freed += evidence.remove(kept.key for kept in mine)
        for_room += len(mine)
    return Swept(orphans=len(orphans), expired=len(expired), for_room=for_room, freed=freed)


def _kin(reader: Reader, incident: Incident | None) -> tuple[Incident, ...]:
    """Return incidents that may name pictures of this one: what it went into, and what was split off from it."""
    found: dict[str, Incident] = {}
    waiting = [incident]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        ids = [one.facts.get(MERGED_INTO, ""), *one.facts.get(SPLIT_INTO, "").split(",")]
        for other in ids:
            if other and other not in found and (kin := reader.incident(other)) is not None:
                found[other] = kin
                waiting.append(kin)
    return tuple(found.values())


def _named(incident: Incident | None) -> frozenset[str]:
    pictures = incident.pictures if incident is not None else ()
    keys = (key for picture in pictures for key in (picture.raw_key, picture.masked_key))
    return frozenset(key for key in keys if key is not None)
