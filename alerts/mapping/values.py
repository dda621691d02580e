"""One field of a mapped body: its value out of the message, then cut, looked up and written as asked.

Total: whatever the message holds, a value comes out and nothing is raised. A body that could not be
written would take the incident's whole transaction with it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.mapping.source import Source, resolve
from alerts.mapping.times import write_time
from alerts.mapping.words import fill
from core.config.mapping import OTHERWISE, MappedField, Scalar
from core.config.receiver import TimeFormat

Value = Scalar | list[Scalar] | None
LONGEST = 4000  # characters of any text


@dataclass(frozen=True, kw_only=True, slots=True)
class Writing:
    """What every field of one body is written with."""

    source: Source
    tables: Mapping[str, Mapping[str, Scalar]]
    time: TimeFormat
    pictures: Mapping[str, Sequence[str]]  # by mode: link, base64, data_url


def write(field: MappedField, writing: Writing) -> Value:
    """Return what the field holds; None where there is nothing to say."""
    value = _origin(field, writing)
    if isinstance(value, (list, tuple)):
        parts = [part for part in (_scalar(field, one, writing) for one in value) if part is not None]
        if field.join is None:
            return parts or _default(field)
        joined = field.join.join(word(part) for part in parts)
        return joined if parts else _default(field)
    found = _scalar(field, value, writing)
    return _default(field) if found is None or found == "" else found


def word(value: Any) -> str:
    """Return a scalar as text: true and false in lower case, whole numbers without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _default(field: MappedField) -> Scalar | None:
    return field.default


def _origin(field: MappedField, writing: Writing) -> Any:
    if field.value is not None:
        return field.value
    if field.pictures is not None:
        return list(writing.pictures.get(field.pictures, ()))
    if field.text is not None:
        return fill(field.text, lambda path, decimals: _told(path, decimals, field, writing))
    return resolve(writing.source, field.path or "")


def _told(path: str, decimals: int | None, field: MappedField, writing: Writing) -> str:
    value = resolve(writing.source, path)
    if isinstance(value, datetime):
        return word(write_time(value, field.time or writing.time.format, writing.time.zone))
    if isinstance(value, (list, tuple)):
        return ",".join(word(one) for one in value)
    if decimals is not None and isinstance(value, (int, float)):
        return f"{value:.{decimals}f}"
    return word(value)


def _scalar(field: MappedField, value: Any, writing: Writing) -> Scalar | None:
    if isinstance(value, datetime):
        value = write_time(value, field.time or writing.time.format, writing.time.zone)
    if value is None or isinstance(value, (dict, list, tuple)):
        return None
    if field.slice is not None:
        value = word(value)[slice(*field.slice)]
    if field.table is not None:
        rows = writing.tables.get(field.table, {})
        value = rows.get(word(value), rows.get(OTHERWISE))
        if value is None:
            return None
    return _typed(field, value)


def _typed(field: MappedField, value: Any) -> Scalar | None:
    if isinstance(value, float) and not isinstance(value, bool) and field.decimals is not None:
        if field.type == "text":
            return f"{value:.{field.decimals}f}"
        value = round(value, field.decimals)
    if field.type in {"number", "whole"}:
        return _number(value, whole=field.type == "whole")
    if field.type == "text":
        value = word(value)
    if isinstance(value, str):
        # Pictures are bounded by their own limits.
        longest = field.longest or (None if field.pictures else LONGEST)
        return value if longest is None or len(value) <= longest else value[: longest - 1] + "…"
    return value if isinstance(value, (bool, int, float)) else word(value)


def _number(value: Any, *, whole: bool) -> int | float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if not math.isfinite(number):
        return None
    if whole or (isinstance(value, int) and not isinstance(value, bool)):
        return int(value) if isinstance(value, int) else round(number)
    return number
