"""What a sweep removes, and what it never touches."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.evidence import EvidenceStore
from alerts.keeping import sweep
from alerts.store.memory import MemoryStore
from core.incident import Incident, Picture, Status
from tests.builders import START, at
from tests.builders_desk import incident

DAY = 86400.0


def shelf(folder: Path, max_bytes: int = 10**6) -> tuple[MemoryStore, EvidenceStore]:
    """An empty store and evidence folder."""
    return MemoryStore(), EvidenceStore(folder, max_bytes=max_bytes)


def put(
    store: MemoryStore, evidence: EvidenceStore, incident_id: str, status: Status, *, seconds: float = 0
) -> Incident:
    """Keep an incident with a raw and an outside picture of 100 bytes each."""
    raw = evidence.keep(b"r" * 100, kind="raw", incident_id=incident_id, role="before", taken_at=at(0))
    out = evidence.keep(b"o" * 100, kind="out", incident_id=incident_id, role="before", taken_at=at(0))
    picture = Picture(
        role="before",
        camera_id="cam-1",
        look_id="l",
        taken_at=at(0),
        raw_key=raw,
        masked_key=out,
        width=1,
        height=1,
        sha256="",
    )
    kept = incident(status, incident_id=incident_id, pictures=(picture,), updated_at=at(seconds))
    with store.write() as writer:
        writer.put_incident(kept, [])
    return kept


def keys(evidence: EvidenceStore) -> list[str]:
    """Kind and incident of what is kept."""
    return [f"{kept.key.split('/')[0]} {kept.incident_id}" for kept in evidence.files()]


def age(folder: Path) -> None:
    """Make every file as old as the script's start."""
    for path in folder.rglob("*.jpg*"):
        os.utime(path, (START.timestamp(), START.timestamp()))


def test_orphans_go_after_an_hour(tmp_path: Path) -> None:
    """Files of a transaction that never committed, and remains of a killed write."""
    store, evidence = shelf(tmp_path)
    put(store, evidence, "inc_1", Status.OPEN)
    lost = evidence.keep(b"x", kind="raw", incident_id="inc_9", role="before", taken_at=at(0))
    (tmp_path / (lost + ".part")).write_bytes(b"half")
    extra = evidence.keep(b"y", kind="raw", incident_id="inc_1", role="latest", taken_at=at(0))
    age(tmp_path)
    assert sweep(store, evidence, raw_days=30, now=at(3000)).orphans == 0
    swept = sweep(store, evidence, raw_days=30, now=at(3700))
    assert (swept.orphans, swept.expired, swept.for_room) == (3, 0, 0)
    assert not (tmp_path / extra).exists()
    assert keys(evidence) == ["raw inc_1", "out inc_1"]


def test_raw_pictures_of_ended_incidents_expire(tmp_path: Path) -> None:
    """Thirty days after the end the raw picture goes, the masked one stays with the case."""
    store, evidence = shelf(tmp_path)
    put(store, evidence, "inc_open", Status.OPEN)
    put(store, evidence, "inc_done", Status.CLOSED)
    age(tmp_path)
    assert sweep(store, evidence, raw_days=30, now=START + timedelta(days=29)).expired == 0
    assert sweep(store, evidence, raw_days=30, now=START + timedelta(days=31)).expired == 1
    assert keys(evidence) == ["raw inc_open", "out inc_done", "out inc_open"]


@pytest.mark.parametrize(("limit", "left"), [(10_000, 6), (500, 4), (300, 2)])
def test_the_oldest_ended_make_room(tmp_path: Path, limit: int, left: int) -> None:
    """Below the limit nothing; above it the pictures of what ended first; never of what has not ended."""
    store, evidence = shelf(tmp_path)
    put(store, evidence, "inc_new", Status.CLOSED, seconds=DAY)
    put(store, evidence, "inc_old", Status.REJECTED)
    put(store, evidence, "inc_open", Status.OPEN)
    tight = EvidenceStore(tmp_path, max_bytes=limit)
    swept = sweep(store, tight, raw_days=30, now=at(2 * DAY))
    assert len(keys(tight)) == left
    assert swept.freed == 100 * (6 - left)
    assert "raw inc_open" in keys(tight)
    assert ("raw inc_new" in keys(tight)) == (left >= 4)


def test_pictures_of_a_merged_incident_live_as_long_as_what_they_went_into(tmp_path: Path) -> None:
    """The withdrawn one has ended, but its pictures are the other's evidence now: they stay until both have ended."""
    store, evidence = shelf(tmp_path)
    gone = put(store, evidence, "inc_gone", Status.REJECTED)
    kept = put(store, evidence, "inc_kept", Status.OPEN)
    with store.write() as writer:
        writer.put_incident(replace(gone, version=2, facts={"merged_into": "inc_kept"}), [])
        writer.put_incident(replace(kept, version=2, pictures=(*kept.pictures, *gone.pictures)), [])
    late = START + timedelta(days=40)
    assert sweep(store, evidence, raw_days=30, now=late).expired == 0
    assert len(keys(evidence)) == 4
    with store.write() as writer:
        closed = replace(kept, version=3, status=Status.CLOSED, pictures=(*kept.pictures, *gone.pictures))
        writer.put_incident(closed, [])
    assert sweep(store, evidence, raw_days=30, now=late).expired == 2


def test_pictures_that_went_with_a_split_are_no_orphans(tmp_path: Path) -> None:
    """They lie in the folder of the incident they were taken for; only the new one names them."""
    store, evidence = shelf(tmp_path)
    source = put(store, evidence, "inc_source", Status.OPEN)
    with store.write() as writer:
        writer.put_incident(replace(source, version=2, pictures=(), facts={"split_into": "inc_a,inc_b"}), [])
        writer.put_incident(incident(incident_id="inc_b", pictures=source.pictures), [])
    age(tmp_path)
    assert sweep(store, evidence, raw_days=30, now=START + timedelta(days=1)).orphans == 0
    assert len(keys(evidence)) == 2
