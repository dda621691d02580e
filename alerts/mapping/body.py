"""A whole body in the receiver's own shape: the bytes that are kept in the outbox and sent as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from alerts.mapping.values import Value, Writing, word, write
from core.config.mapping import Body

JSON_TYPE = "application/json; charset=utf-8"
FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8"


def write_body(body: Body, writing: Writing) -> bytes:
    """Return the body's bytes: UTF-8, fields in the order of the file."""
    found: dict[str, Value] = {}
    for name, field in body.fields.items():
        value = write(field, writing)
        empty = value is None or value in ("", [])
        if not (empty and field.skip_empty):
            found[name] = value
    if body.content == "form":
        pairs = [(name, word(value)) for name, value in found.items() if value is not None]
        return urlencode(pairs, errors="replace").encode()
    return json.dumps(_nested(found), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _nested(flat: Mapping[str, Value]) -> dict[str, Any]:
    """Return objects for dotted names; that no name is both a value and an object was checked at the start."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *way, last = name.split(".")
        place = tree
        for part in way:
            place = place.setdefault(part, {})
        place[last] = value
    return tree
