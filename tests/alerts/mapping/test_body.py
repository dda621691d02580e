from __future__ import annotations

import json
from urllib.parse import parse_qsl

from alerts.mapping.body import write_body
from alerts.mapping.values import Writing
from core.config.mapping import Body
from core.config.receiver import TimeFormat


def _write(source, body: dict[str, object]) -> bytes:
    made = Body.model_validate(body)
    writing = Writing(source=source(), tables=made.tables, time=TimeFormat(), pictures={})
    return write_body(made, writing)


FIELDS = {
    "id": {"path": "incident_id"},
    "PM.Lon": {"path": "wgs84.lon"},
    "PM.Lat": {"path": "wgs84.lat"},
    "closed": {"path": "times.closed"},
    "number": {"path": "case_number", "skip_empty": True},
    "words": {"value": "a&b=名"},
}


def test_json_keeps_order_nests_dots_and_says_null(source) -> None:
    """Characters stay characters; what is to be left out is left out."""
    body = _write(source, {"fields": FIELDS})
    assert body.decode() == ('{"id":"inc_1","PM":{"Lon":120.25,"Lat":30.45},"closed":null,"words":"a&b=名"}')
    assert json.loads(body)["PM"]["Lat"] == 30.45


def test_a_form_leaves_nothing_out_but_what_is_nothing(source) -> None:
    """Dots are part of a name there; separators in values are escaped."""
    body = _write(source, {"content": "form", "fields": FIELDS})
    assert parse_qsl(body.decode(), keep_blank_values=True) == [
        ("id", "inc_1"),
        ("PM.Lon", "120.25"),
        ("PM.Lat", "30.45"),
        ("words", "a&b=名"),
    ]


def test_half_a_character_breaks_no_body(source) -> None:
    """An operator's note may hold a lone surrogate; the body is UTF-8 all the same."""
    body = _write(source, {"fields": {"x": {"value": "\ud83d"}}})
    assert json.loads(body) == {"x": "?"}
    assert _write(source, {"content": "form", "fields": {"x": {"value": "\ud83d"}}}) == b"x=%3F"
