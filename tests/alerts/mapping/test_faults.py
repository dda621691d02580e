from __future__ import annotations

from typing import Any

import pytest

from alerts.mapping.faults import faults
from core.config.receiver import Receiver

RECEIVER = {"name": "city", "url": "http://127.0.0.1:9/", "secret": "s", "allow": ["127.0.0.0/8"]}


def _told(body: dict[str, Any] | None, **changes: Any) -> list[tuple[str, str]]:
    receiver = Receiver.model_validate(RECEIVER | changes | ({"body": body} if body else {}))
    return [(".".join(map(str, fault.key)), f"{fault.what} {fault.cure}") for fault in faults(receiver)]


def _field(**field: Any) -> dict[str, Any]:
    return {"fields": {"x": field}}


STATES = {"opened": 1, "updated": 1, "reopened": 2, "closed": 3, "rejected": 4, "not_seen": 5}


@pytest.mark.parametrize(
    ("body", "key", "says"),
    [
        (_field(path="place.lng"), "body.fields.x.path", "no field of a message"),
        (_field(path="place"), "body.fields.x.path", "a group"),
        (_field(text="{place.lng} {event}"), "body.fields.x.text", "place.lng"),
        (_field(text="constant"), "body.fields.x.text", "`value`"),
        (_field(path="place.lon", time="iso"), "body.fields.x.time", "no time"),
        (_field(path="event_time", time="YYYY"), "body.fields.x.time", "YYYY"),
        (_field(path="version", decimals=2), "body.fields.x.decimals", "no digits"),
        (_field(path="event", join=","), "body.fields.x.join", "no list"),
        (_field(path="event", table="t"), "body.fields.x.table", "no table t"),
        ({"content": "form"} | _field(path="cameras"), "body.fields.x", "a form holds none"),
        ({"fields": {"a": {"value": 1}, "a.b": {"value": 1}}}, "body.fields.a.b", "within a"),
        ({"fields": {"a..b": {"value": 1}}}, "body.fields.a..b", "empty part"),
        (_field(value=1) | {"tables": {"t": {"a": 1}}}, "body.tables.t", "no field looks"),
        (
            _field(path="matter.code", table="t") | {"tables": {"t": {"06011": 1}}},
            "body.fields.x.table",
            '"*"',
        ),
        (
            _field(path="event", slice=[0, 2], table="t") | {"tables": {"t": STATES}},
            "body.fields.x.table",
            '"*"',
        ),
        (_field(path="status", table="t") | {"tables": {"t": STATES}}, "body.fields.x.table", "acknowledged"),
    ],
)
def test_each_mistake_is_told_at_its_key(body: dict[str, Any], key: str, says: str) -> None:
    """Before anything is sent."""
    ((found, told),) = _told(body)
    assert found == key
    assert says in told


@pytest.mark.parametrize(
    "body",
    [
        None,
        _field(path="event", table="t") | {"tables": {"t": STATES}},
        _field(path="matter.code", table="t") | {"tables": {"t": {"06011": 1, "*": 2}}},
        _field(path="matter.code", table="t", default=0) | {"tables": {"t": {"06011": 1}}},
        _field(text="{event_time}", time="unix_s"),
        {"content": "form"} | _field(path="cameras", join=","),
        {"content": "form", "fields": {"a": {"value": 1}, "a.b": {"value": 1}}},
    ],
)
def test_good_mappings_have_no_fault(body: dict[str, Any] | None) -> None:
    """Nothing is complained about that works."""
    assert _told(body) == []


def test_only_events_that_are_told_need_a_word() -> None:
    """A receiver that hears of two events needs a table of two."""
    body = _field(path="event", table="t") | {"tables": {"t": {"opened": 1, "closed": 2}}}
    assert _told(body, events=["opened", "closed"]) == []
    assert "rejected" in _told(body)[0][1]


def test_a_time_format_of_the_receiver_is_checked_without_a_body() -> None:
    """Where it stands."""
    assert _told(None, time={"format": "hh:mm"})[0][0] == "time.format"
