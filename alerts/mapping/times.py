"""Times as receivers write them: ISO with zone, unix seconds or milliseconds, or a pattern."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

ISO, UNIX_S, UNIX_MS = "iso", "unix_s", "unix_ms"
_PARTS = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
_PATTERN = re.compile(r"SSS|yyyy|yy|MM|dd|HH|mm|ss|'[^']*'|[A-Za-z]+|[^A-Za-z']+|'")


def write_time(at: datetime, format_: str, zone: str) -> str | int:
    """Return a time in one of the formats; `format_` has passed `why_no_format`."""
    if format_ == UNIX_S:
        return int(at.timestamp())
    if format_ == UNIX_MS:
        return int(at.timestamp() * 1000)
    local = at.astimezone(ZoneInfo(zone))
    if format_ == ISO:
        return local.isoformat(timespec="seconds").replace("+00:00", "Z")
    return "".join(_written(local, part) for part in _PATTERN.findall(format_))


def why_no_format(format_: str) -> str | None:
    """Return what is wrong with a format, or None."""
    if format_ in {ISO, UNIX_S, UNIX_MS}:
        return None
    parts = _PATTERN.findall(format_)
    for part in parts:
        if part == "'" or (part.isascii() and part.isalpha() and part not in _PARTS and part != "SSS"):
            known = "there are yyyy, yy, MM, dd, HH, mm, ss and SSS, and 'words' in quotes"
            return f"{part} is no part of a time; {known}"
    if not any(part in _PARTS for part in parts):
        return "holds no part of a time"
    return None


def _written(local: datetime, part: str) -> str:
    if part == "SSS":
        return f"{local.microsecond // 1000:03d}"
    if part.startswith("'") and len(part) > 1:
        return part[1:-1]
    return local.strftime(_PARTS[part]) if part in _PARTS else part
