"""Documents: equal after a round trip, and strict both ways."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.store import codec
from alerts.store.codec import (
    BadDocument,
    decode_incident,
    decode_json,
    decode_step,
    encode_incident,
    encode_json,
    encode_step,
)
from alerts.store.cursor import instant
from core.geometry import Box
from core.incident import Status
from core.place import PlaceOrigin
from core.reason import Reason
from tests.builders_store import incident, picture, place, step, view


@pytest.fixture(autouse=True)
def _unremembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything here is really read: what was written is not remembered."""
    for kept in (codec._INCIDENTS, codec._STEPS):
        monkeypatch.setattr(kept, "get", lambda _text: None)


texts = st.text(max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False)
times = st.integers(0, 1 << 52).map(instant)
share = st.floats(0, 1)


@given(
    facts=st.dictionaries(texts, texts | st.integers() | numbers | st.booleans() | st.none(), max_size=5),
    title=texts,
    when=times,
    status=st.sampled_from(Status),
    origin=st.sampled_from(PlaceOrigin),
    edge=share,
    count=st.none() | st.integers(0, 10_000),
    radius=numbers,
)
def test_incident_survives_the_round_trip(facts, title, when, status, origin, edge, count, radius):
    """Every type that a field may hold comes back equal, and of its own type."""
    one = incident(
        title=title,
        status=status,
        updated_at=when,
        closed_at=when,
        why=Reason(code="x", facts=facts),
        place=replace(place(), origin=origin, radius_m=radius),
        views=(view(count=count, box=Box(x0=0, y0=0, x1=edge, y1=1)), view("cam-2", box=None)),
        pictures=(picture(), picture(masked_key=None, box=None)),
    )
    back = decode_incident(encode_incident(one))
    assert back == one
    assert {k: type(v) for k, v in back.why.facts.items()} == {k: type(v) for k, v in facts.items()}
    assert encode_incident(back) == encode_incident(one)


def test_step_survives_the_round_trip():
    """Also without a status before and without a look."""
    for one in (step(), step(2, "x", before=Status.OPEN, after=Status.CLOSED, look_id=None)):
        assert decode_step(encode_step(one)) == one


def test_local_time_is_the_same_instant():
    """A zone other than UTC is kept as the instant it is."""
    local = datetime(2026, 11, 2, 16, tzinfo=timezone(timedelta(hours=8)))
    assert decode_step(encode_step(step(at=local))).at == datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_numbers_of_numpy_are_told_as_plain_ones():
    """A float64 is a float; its value is kept."""
    one = incident(why=Reason(code="x", facts={"share": np.float64(0.5)}), confidence=np.float64(0.25))
    back = decode_incident(encode_incident(one))
    assert (back.why.facts["share"], back.confidence) == (0.5, 0.25)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"version": "1"}, r"incident\.version: wanted int, got str"),
        ({"version": True}, r"incident\.version: wanted int, got bool"),
        ({"confidence": float("nan")}, r"incident\.confidence: wanted a finite number"),
        ({"confidence": None}, r"incident\.confidence: wanted a finite number"),
        ({"updated_at": datetime(2026, 1, 1)}, r"incident\.updated_at: wanted a time with a zone"),  # noqa: DTZ001 - naive on purpose
        ({"status": "open"}, r"incident\.status: wanted Status, got str"),
        ({"views": [view()]}, r"incident\.views: wanted tuple, got list"),
        ({"views": (view(), view(rule=3))}, r"incident\.views\[1\]\.rule: wanted str, got int"),
        ({"facts": {1: "x"}}, r"incident\.facts\[1\]: wanted str, got int"),
        ({"facts": [1]}, r"incident\.facts: wanted a mapping"),
        ({"why": Reason(code="x", facts={"a": (1,)})}, r"incident\.why\.facts\['a'\]: wanted a plain value"),
        ({"why": Reason(code="x", facts={"a": np.float32(1)})}, r"incident\.why\.facts\['a'\]"),
        ({"place": None}, r"incident\.place: wanted Place, got NoneType"),
    ],
)
def test_wrong_record_is_refused_with_its_path(changes, told):
    """What is wrong is told by where it stands."""
    with pytest.raises(BadDocument, match=told):
        encode_incident(incident(**changes))


def _spoiled(change) -> str:
    document: dict[str, Any] = json.loads(encode_incident(incident()))
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["incident"].update(colour="red"), r"incident: unknown \['colour'\]"),
        (lambda d: d["incident"].pop("owner"), r"incident: missing \['owner'\]"),
        (lambda d: d["incident"]["views"][0].update(x=1), r"incident\.views\[0\]: unknown"),
        (lambda d: d["incident"]["views"][0]["box"].update(x0=2), r"views\[0\]\.box: not a relative box"),
        (lambda d: d["incident"]["place"]["point"].update(lon=999), r"place\.point: not a longitude"),
        (lambda d: d["incident"].update(status="lost"), r"incident\.status: wanted one of"),
        (lambda d: d["incident"].update(status=3), r"incident\.status: wanted one of"),
        (lambda d: d["incident"].update(created_at="yesterday"), r"created_at: wanted an ISO 8601 time"),
        (
            lambda d: d["incident"].update(created_at="2026-01-01T00:00"),
            r"created_at: wanted a time with a zone",
        ),
        (lambda d: d["incident"].update(views={}), r"incident\.views: wanted list, got dict"),
        (lambda d: d.update(incident=[]), r"incident: wanted dict, got list"),
        (lambda d: d.update(v=2), r"document version 2; this Gridwatch reads 1; update it"),
        (lambda d: d.pop("v"), r"document version None"),
        (lambda d: d.update(other=1), r"unexpected keys \['other'\]"),
    ],
)
def test_wrong_document_is_refused_with_its_path(change, told):
    """A document that somebody has changed is an error, not a silently different case."""
    with pytest.raises(BadDocument, match=told):
        decode_incident(_spoiled(change))


def test_field_that_came_later_may_be_absent():
    """Documents of an earlier release lack fields that have a default."""
    text = _spoiled(lambda d: (d["incident"].pop("reopened"), d["incident"].pop("facts")))
    assert decode_incident(text) == incident(facts={})


@pytest.mark.parametrize("text", ["", "{", "[1]", "3"])
def test_what_is_no_object_is_refused(text):
    """Broken text in the database is told by what it belongs to."""
    with pytest.raises(BadDocument, match="health of cam-1"):
        decode_json(text, "health of cam-1")


def test_plain_json_keeps_chinese_readable():
    """Documents are read by people, too."""
    assert encode_json({"名": "渣土"}, "x") == '{"名":"渣土"}'


def test_what_was_written_is_not_read_again(monkeypatch):
    """The next change of an incident finds it as it was left, at no cost; after `forget` it is read anew."""
    monkeypatch.undo()
    one, taken = incident(title="remembered"), step(2, "remembered")
    text = encode_incident(one)
    assert decode_incident(text) == one
    assert decode_incident(text) is decode_incident(text)
    assert decode_step(encode_step(taken)) == taken
    codec.forget()
    again = decode_incident(text)
    assert again == one
    assert again is not one
    assert decode_incident(text) is again


def test_what_is_remembered_is_what_was_written(monkeypatch):
    """A caller's mapping that goes on changing changes nothing of it, however deep it lies."""
    monkeypatch.undo()
    facts, told = {"model": "a"}, {"label": "waste"}
    text = encode_incident(incident(facts=facts, why=Reason(code="x", facts=told)))
    facts["model"] = told["label"] = "b"
    known = decode_incident(text)
    codec.forget()
    assert known == decode_incident(text)
