"""The published shape of a webhook's body. What is put into it is tested in test_payload.py."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from pydantic import TypeAdapter

from alerts.message import DATA_SCHEMA, EVENT_SCHEMA, SCHEMA_FOLDER, Utc, schemas
from tests.json_schema import problems


def test_published_schemas_are_current():
    """alerts/schemas/ holds what the models say; write `message.schemas()` there after a change."""
    assert {path.name for path in SCHEMA_FOLDER.iterdir()} == set(schemas())
    for name, text in schemas().items():
        assert (SCHEMA_FOLDER / name).read_text(encoding="utf-8") == text, name


def _walk(schema):
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from _walk(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _walk(part)


def test_schemas_have_their_names():
    """`dataschema` in an envelope names the schema of its data."""
    ids = {name: json.loads(text)["$id"] for name, text in schemas().items()}
    assert ids == {"incident-v1.json": DATA_SCHEMA, "incident-event-v1.json": EVENT_SCHEMA}


def test_schemas_let_fields_be_added():
    """A receiver that validates strictly does not break when a later version says more."""
    for text in schemas().values():
        assert not any(part.get("additionalProperties") is False for part in _walk(json.loads(text)))


def test_every_field_is_explained():
    """The schema is read by people: each property has its sentence."""
    for name, text in schemas().items():
        for part in _walk(json.loads(text)):
            for field, of in (
                part.get("properties", {}).items() if isinstance(part.get("properties"), dict) else ()
            ):
                if isinstance(of, dict) and not ({"description", "$ref"} & of.keys()):
                    assert part["title"] == "Text" or field == "type", (name, part.get("title"), field)


def test_the_checker_sees_what_is_wrong():
    """A missing field, a wrong constant and a list that is too long are found."""
    schema = json.loads(schemas()["incident-v1.json"])
    found = problems(schema, {"type": "Point", "id": "x", "geometry": {"coordinates": [1, 2, 3]}})
    assert "$.type: is not 'Feature'" in found
    assert "$.properties: is missing" in found
    assert "$.geometry.coordinates: more than 2" in found


def test_times_become_utc():
    """A local time is the same instant with Z."""
    local = datetime(2026, 11, 2, 16, tzinfo=timezone(timedelta(hours=8)))
    assert TypeAdapter(Utc).validate_python(local).tzinfo is UTC
