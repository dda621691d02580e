"""What a receiver gets: golden files, the published schemas, the published CloudEvents library, and bounds."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alerts.links import EvidenceLinks
from alerts.message import CONTENT_TYPE, DATA_SCHEMA, schemas
from alerts.payload import MAX_BYTES, IncidentEvent, incident_event, to_bytes
from core.case import Case, Unit
from core.geo import Datum
from core.incident import Incident, Status, Step
from core.reason import Reason
from tests.builders import at
from tests.builders_store import CROWD, changed, incident, picture, place, step, view
from tests.json_schema import problems

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
LINKS = EvidenceLinks(base_url="https://city.example/evidence", key=b"k" * 32, valid_s=604800)


def _event(one: Incident, its: Step, event: str = "opened", **changes: Any) -> IncidentEvent:
    values = {"event_id": "msg_000001", "source": "urn:gridwatch:test", "datum": Datum.WGS84, "links": LINKS}
    return incident_event(one, its, event=event, now=at(600), **(values | changes))


def _opened() -> IncidentEvent:
    return _event(incident(pictures=(picture(),)), step())


def _closed() -> IncidentEvent:
    one = incident(
        status=Status.CLOSED,
        closed_at=at(3600),
        views=(view(), view("cam-2")),
        pictures=(picture(), picture("latest", when=at(60)), picture("after", when=at(3600))),
        case_number="A-17",
        reopened=1,
    )
    why = Reason(code="dwell.cleared", facts={"label": "waste", "misses": 2})
    its = step(9, "closed", before=Status.VERIFYING, after=Status.CLOSED, seconds=3600, why=why)
    return _event(changed(one, seconds=3600), its, "closed")


def _crowd() -> IncidentEvent:
    one = incident(matter=CROWD, place=place(grid=""), pictures=(picture(masked_key=None),))
    return _event(one, step(), datum=Datum.GCJ02)


SAMPLES = {"opened": _opened, "closed": _closed, "crowd-gcj02": _crowd}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_golden_files(name):
    """The very bytes; a change that a receiver would notice is seen in review (GRIDWATCH_GOLDEN=1 rewrites)."""
    body = to_bytes(SAMPLES[name]())
    path = GOLDEN / f"incident-{name}.json"
    if os.environ.get("GRIDWATCH_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(json.loads(body), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    golden = json.loads(path.read_text(encoding="utf-8"))
    assert body == json.dumps(golden, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_payload_fits_the_published_schemas(name):
    """Envelope and data fit; a wrong one does not, so the checker checks."""
    event = json.loads(to_bytes(SAMPLES[name]()))
    read = {name: json.loads(text) for name, text in schemas().items()}
    assert problems(read["incident-event-v1.json"], event) == []
    assert problems(read["incident-v1.json"], event["data"]) == []
    assert event["dataschema"] == read["incident-v1.json"]["$id"]
    event["data"]["properties"]["version"] = "1"
    assert problems(read["incident-v1.json"], event["data"]) == ["$.properties.version: is no integer"]


def test_published_library_reads_the_envelope():
    """CloudEvents' own library finds every attribute and the data."""
    body = to_bytes(_opened())
    event = from_http_event(HTTPMessage(headers={"content-type": CONTENT_TYPE}, body=body))
    assert event.get_id() == "msg_000001"
    assert event.get_source() == "urn:gridwatch:test"
    assert event.get_type() == "gridwatch.incident.opened.v1"
    assert event.get_subject() == "inc_1"
    assert event.get_time() == at(0)
    assert event.get_datacontenttype() == "application/geo+json"
    assert event.get_dataschema() == DATA_SCHEMA
    assert event.get_data() == json.loads(body)["data"]


def test_attributes_are_as_in_the_conformance_scenario(shared_data):
    """Our envelope has every attribute of the project's structured-mode scenario, and its content type."""
    feature = shared_data / "conformance" / "cloudevents" / "features" / "http-protocol-binding.feature"
    scenario = feature.read_text(encoding="utf-8").split("Structured content mode")[1]
    names = re.findall(r"\|\s+(id|type|source|specversion|time|datacontenttype)\s+\|", scenario)
    assert set(names) <= set(json.loads(to_bytes(_opened())))
    assert f"| {CONTENT_TYPE} |" in scenario


def test_geometry_is_always_wgs84():
    """RFC 7946; another datum stands in `place`, 500 m away, and says its name."""
    plain, shifted = json.loads(to_bytes(_opened())), json.loads(to_bytes(_crowd()))
    assert (
        shifted["data"]["geometry"]
        == plain["data"]["geometry"]
        == {
            "type": "Point",
            "coordinates": [120.25, 30.45],
        }
    )
    assert plain["data"]["properties"]["place"]["datum"] == "WGS84"
    told = shifted["data"]["properties"]["place"]
    assert told["datum"] == "GCJ02"
    assert 0.004 < told["lon"] - 120.25 < 0.005


def test_coordinates_of_another_datum_are_converted_inwards():
    """A point that is kept in GCJ-02 leaves as WGS-84 in the geometry."""
    one = incident()
    gcj = replace(one, place=replace(one.place, point=one.place.point.to(Datum.GCJ02)))
    assert _event(gcj, step()).data.geometry == _event(one, step()).data.geometry


def test_only_masked_pictures_leave():
    """No masked copy, no link; no links configured, no picture; raw keys never appear."""
    shots = (picture(masked_key=None), picture("after"))
    told = to_bytes(_event(incident(pictures=shots), step()))
    assert [p["role"] for p in json.loads(told)["data"]["properties"]["pictures"]] == ["after"]
    assert b"raw/" not in told
    assert _event(incident(pictures=shots), step(), links=None).data.properties.pictures == []


def test_before_and_after_come_first_when_there_are_many():
    """Four pictures at most: the pair that proves something, then the newest."""
    latest = [picture("latest", when=at(n), look_id=f"l{n}") for n in range(9)]
    shots = (*latest, picture("after", when=at(99)), picture("before"))
    told = _event(incident(pictures=shots), step()).data.properties.pictures
    assert [p.role for p in told] == ["before", "after", "latest", "latest"]
    assert told[2].taken_at == at(8)


wild = st.text(max_size=3000) | st.sampled_from(["\x00" * 3000, "𠮷" * 3000, '"' * 3000, "\\" * 3000])
facts = st.dictionaries(wild, wild, max_size=40)


@settings(max_examples=40, deadline=None)
@example(text="𠮷" * 300, facts={f"{n}" + "𠮷" * 99: "𠮷" * 99 for n in range(20)}, cameras=300, pictures=60)
@given(text=wild, facts=facts, cameras=st.integers(1, 300), pictures=st.integers(0, 60))
def test_no_body_reaches_20_kb(text, facts, cameras, pictures):
    """Whatever people type and however many cameras see it."""
    one = incident(
        title=text,
        title_en=text,
        why=Reason.text(text),
        facts=facts,
        matter=replace(CROWD, name=text[:30], name_en=text[:80]),
        views=tuple(view(f"{n:03}-{'c' * 60}") for n in range(cameras)),
        pictures=tuple(picture(masked_key="m" * 120, look_id=str(n)) for n in range(pictures)),
        case=Case(unit=Unit(code="u" * 32, name=text[:100], name_en=text[:200]), no_due=text),
    )
    body = to_bytes(_event(one, step(why=Reason.text(text))))
    assert len(body) < MAX_BYTES
    assert json.loads(body)["data"]["properties"]["camera_count"] == cameras


def test_times_leave_in_utc():
    """A local time is told as the same instant with Z."""
    local = step().at.astimezone(ZoneInfo("Asia/Shanghai"))
    assert json.loads(to_bytes(_event(incident(), step(at=local))))["time"] == "2026-11-02T08:00:00Z"
